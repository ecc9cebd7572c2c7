#include "store/records/records.hpp"

#include "store/records/places_for_test.hpp"
#include "store/records/schema.hpp"

#include <array>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::records {
namespace {

namespace fs = std::filesystem;
using store::Access;

class RecordsTest : public PlacesForTest {};
const std::vector<Migration>& two_steps() {
  static const std::vector<Migration> k_steps = {
      {.to = 1,
       .what = "notes",
       .statements = {"CREATE TABLE notes (id TEXT NOT NULL PRIMARY KEY, n BIGINT, day TEXT)"}},
      {.to = 2,
       .what = "words of notes",
       .statements = {"ALTER TABLE notes ADD COLUMN words TEXT", "UPDATE notes SET words = 'none'",
                      "CREATE TABLE links (note TEXT NOT NULL REFERENCES notes (id))"}}};
  return k_steps;
}

std::span<const Migration> first_step() { return std::span(two_steps()).first(1); }

std::unique_ptr<Records> opened(const Place& place, std::span<const Migration> steps = first_step(),
                                Access access = Access::write) {
  auto records = Records::open(place, access, steps);
  EXPECT_TRUE(records) << to_text(records.error());
  return records ? std::move(*records) : nullptr;
}

/// Rows as "a 3 2026-01-01".
std::vector<std::string> rows_of(Transaction& transaction, std::string_view sql, std::size_t columns,
                                 const std::vector<Bind>& binds = {}) {
  std::vector<std::string> all;
  const auto asked = transaction.ask(sql, columns, binds, [&](const Row& row) -> Result<void> {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i)
      line += (i > 0 ? " " : "") + (row.known(i) ? row.text(i) : std::string("NULL"));
    all.push_back(line);
    return {};
  });
  if (!asked) all.push_back(to_text(asked.error()));
  return all;
}
std::vector<std::string> notes(Records& records) {
  auto transaction = records.begin();
  return rows_of(*transaction, "SELECT id, n, day FROM notes ORDER BY id", 3);
}
using Lines = std::vector<std::string>;

Result<void> add(Transaction& transaction, std::string_view id, std::int64_t n) {
  return transaction.run("INSERT INTO notes (id, n, day) VALUES (:id, :n, :day)",
                         {{"id", id}, {"n", n}, {"day", Day{20'000}}});
}

TEST_P(RecordsTest, KeepsWhatWasCommittedOverAnotherOpening) {
  {
    const auto records = opened(place());
    auto transaction = records->begin();
    EXPECT_TRUE(add(*transaction, "a", 9'000'000'000));
    EXPECT_TRUE(transaction->run("INSERT INTO notes (id, n) VALUES (:id, :n)", {{"id", "b"}, {"n", std::nullopt}}));
    EXPECT_TRUE(transaction->commit());
  }
  EXPECT_EQ(notes(*opened(place())), (Lines{"a 9000000000 2024-10-04", "b NULL NULL"}));
  if (!on_postgresql()) {
    EXPECT_EQ(fs::status(folder() / "records.sqlite").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  }
}

TEST_P(RecordsTest, WhatIsNotCommittedIsGone) {
  const auto records = opened(place());
  {
    auto transaction = records->begin();
    EXPECT_TRUE(add(*transaction, "a", 1));
  }
  EXPECT_EQ(notes(*records), Lines{});
}

TEST_P(RecordsTest, AnErrorInTheMiddleLeavesNothing) {
  const auto records = opened(place());
  {
    auto transaction = records->begin();
    auto insert = transaction->prepare("INSERT INTO notes (id, n) VALUES (:id, :n)", {"id", "n"});
    ASSERT_TRUE(insert);
    EXPECT_TRUE(insert->run(std::array<Value, 2>{"a", std::int64_t{1}}));
    EXPECT_TRUE(insert->run(std::array<Value, 2>{"b", std::nullopt}));
    EXPECT_EQ(rows_of(*transaction, "SELECT id, n FROM notes ORDER BY id", 2), (Lines{"a 1", "b NULL"}));
    const auto twice = insert->run(std::array<Value, 2>{"a", std::int64_t{2}});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, Code::conflict);
  }
  EXPECT_EQ(notes(*records), Lines{});
}

TEST_P(RecordsTest, AKilledProcessLeavesWhatItHadCommittedAndNothingElse) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto records = Records::open(place(), Access::write, first_step());
    if (!records) ::_exit(1);
    auto first = (*records)->begin();
    if (!first || !add(*first, "kept", 1) || !first->commit()) ::_exit(1);
    auto second = (*records)->begin();
    if (!second || !add(*second, "lost", 2)) ::_exit(1);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(notes(*opened(place())), (Lines{"kept 1 2024-10-04"}));
}

TEST_P(RecordsTest, OneTransactionAtATime) {
  const auto records = opened(place());
  auto first = records->begin();
  ASSERT_TRUE(first);
  const auto second = records->begin();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::conflict);
  EXPECT_TRUE(first->commit());
  EXPECT_TRUE(records->begin());
}

TEST_P(RecordsTest, ForReadingNothingIsMadeAndNothingCanBeWritten) {
  const auto missing = Records::open(place(), Access::read, first_step());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::not_found);
  if (!on_postgresql()) {
    EXPECT_FALSE(fs::exists(folder() / "records.sqlite"));
  }
  const auto again = Records::open(place(), Access::read, first_step());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::not_found);
  opened(place());
  const auto records = opened(place(), first_step(), Access::read);
  auto transaction = records->begin();
  EXPECT_FALSE(add(*transaction, "a", 1));
}

TEST_P(RecordsTest, WritesAheadFullyInStepAndKeepsForeignKeys) {
  const auto records = opened(place(), two_steps());
  {
    auto transaction = records->begin();
    if (on_postgresql()) {
      EXPECT_EQ(rows_of(*transaction, "SHOW synchronous_commit", 1), (Lines{"on"}));
    } else {
      EXPECT_EQ(rows_of(*transaction, "PRAGMA journal_mode", 1), (Lines{"wal"}));
      EXPECT_EQ(rows_of(*transaction, "PRAGMA synchronous", 1), (Lines{"2"}));
    }
    EXPECT_FALSE(transaction->run("INSERT INTO links (note) VALUES ('nobody')"));
  }
  const auto checked = records->check();
  ASSERT_TRUE(checked);
  EXPECT_EQ(*checked, Lines{});
}

TEST_P(RecordsTest, AnOlderStoreIsCopiedAndBroughtUpStepByStep) {
  {
    const auto records = opened(place());
    auto transaction = records->begin();
    EXPECT_TRUE(add(*transaction, "a", 1));
    EXPECT_TRUE(transaction->commit());
    // Still open, so that what was committed stands only in the log beside the file when it is opened again.
    if (!on_postgresql()) {
      EXPECT_GT(fs::file_size(folder() / "records.sqlite-wal"), 0U);
    }
    const auto newer = opened(place(), two_steps());
    auto look = newer->begin();
    EXPECT_EQ(rows_of(*look, "SELECT id, n, words FROM notes", 3), (Lines{"a 1 none"}));
    EXPECT_EQ(rows_of(*look, "SELECT schema, what FROM migrations ORDER BY schema", 2),
              (Lines{"1 notes", "2 words of notes"}));
  }
  // The copy is a store of the old schema with everything in it.
  EXPECT_EQ(notes(*opened(copy_of_schema_1())), (Lines{"a 1 2024-10-04"}));
}

TEST_P(RecordsTest, AStepThatFailsLeavesTheStoreAsItWas) {
  opened(place());
  std::vector<Migration> steps = two_steps();
  steps.back().statements.emplace_back("CREATE TABLE notes (id TEXT)");  // is there already
  const auto failed = Records::open(place(), Access::write, steps);
  ASSERT_FALSE(failed);
  const auto records = opened(place());  // still of schema 1
  auto transaction = records->begin();
  EXPECT_FALSE(transaction->run("SELECT note FROM links"));
}

TEST_P(RecordsTest, AFreshStoreNeedsNoCopy) {
  opened(place(), two_steps());
  const auto copy = Records::open(copy_of_schema_1(), Access::read, first_step());
  ASSERT_FALSE(copy);
  EXPECT_EQ(copy.error().code, Code::not_found);
}

TEST_P(RecordsTest, ANewerStoreIsRefusedPolitely) {
  const std::string where = opened(place(), two_steps())->where();
  for (const Access access : {Access::read, Access::write}) {
    const auto refused = Records::open(place(), access, first_step());
    ASSERT_FALSE(refused);
    EXPECT_EQ(to_text(refused.error()),
              where +
                  ": these records have schema 2, made by a newer Bellwether; this one knows schema 1\n"
                  "  → use the newer Bellwether, or another data directory");
  }
}

TEST_P(RecordsTest, AnOlderStoreIsNotChangedByReading) {
  opened(place());
  const auto refused = Records::open(place(), Access::read, two_steps());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_NE(refused.error().message.find("schema 1 and must be brought to schema 2"), std::string::npos);
}

TEST_P(RecordsTest, WhatIsNoneOfOursIsSaidToBeDamaged) {
  if (on_postgresql()) {
    const auto records = opened(place());
    auto transaction = records->begin();
    EXPECT_TRUE(transaction->run("ALTER TABLE migrations RENAME COLUMN schema TO letter"));
    EXPECT_TRUE(transaction->commit());
  } else {
    std::ofstream(folder() / "records.sqlite") << "This is a letter, not a database. " << std::string(4096, 'x');
  }
  const auto refused = Records::open(place(), Access::write, first_step());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::damaged) << to_text(refused.error());
}

TEST_P(RecordsTest, DamageInTheMiddleIsFoundByACheck) {
  fs::path file = folder() / "records.sqlite";
  {
    const auto records = opened(place());
    auto transaction = records->begin();
    for (int i = 0; i < 2000; ++i) EXPECT_TRUE(add(*transaction, "note " + std::to_string(i), i));
    if (on_postgresql())
      file =
          PostgresqlForTest::server()->data() / rows_of(*transaction, "SELECT pg_relation_filepath('notes')", 1).at(0);
    EXPECT_TRUE(transaction->commit());
    if (on_postgresql()) {
      auto looked = records->begin();
      EXPECT_TRUE(looked->commit());
      EXPECT_EQ(*records->check(), Lines{});
    }
  }
  if (on_postgresql()) PostgresqlForTest::server()->stop();
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(static_cast<std::streamoff>(fs::file_size(file) / 2));
  bytes << std::string(4096, '\x7F');
  bytes.close();
  if (on_postgresql()) PostgresqlForTest::server()->start();
  const auto records = opened(place());
  const auto checked = records->check();
  EXPECT_TRUE(!checked || !checked->empty());
}

TEST_P(RecordsTest, AStoredDayOrNumberThatIsNoneIsDamage) {
  const auto records = opened(place());
  auto transaction = records->begin();
  EXPECT_TRUE(transaction->run("INSERT INTO notes (id, n, day) VALUES ('a', 3, 'someday')"));
  const auto read = transaction->ask("SELECT n, day FROM notes", 2, {}, [](const Row& row) -> Result<void> {
    EXPECT_EQ(row.whole(0).value(), 3);
    const auto day = row.day(1);
    return day ? Result<void>{} : std::unexpected(day.error());
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::damaged);
}

TEST_P(RecordsTest, SpacesUmlautsAndSignsAreFine) {
  const fs::path odd = folder() / "Größe und mehr = 'x'";
  fs::create_directories(odd);
  const Place where = on_postgresql() ? Place(PostgresqlSchema{.connection = PostgresqlForTest::server()->connection() +
                                                                             " application_name='Größe \\\\ \\'x\\''",
                                                               .schema = "with_spaces"})
                                      : Place(SqliteFile{.path = odd / "records.sqlite"});
  opened(where);
  EXPECT_TRUE(Records::open(where, Access::read, first_step()));
}

TEST_P(RecordsTest, TheShippedSchemaOpens) {
  const auto records = opened(place(), migrations());
  auto transaction = records->begin();
  EXPECT_TRUE(
      transaction->run("INSERT INTO units (id, valid_from, valid_to, label, kind, parent) VALUES ('a', '2026-01-01', "
                       "'9999-12-31', '', '', '')"));
  EXPECT_FALSE(
      transaction->run("INSERT INTO units (id, valid_from, valid_to, label, kind, parent) VALUES ('b', '2026-01-01', "
                       "'2025-01-01', '', '', '')"));
}

TEST_P(RecordsTest, TextSortsByItsBytesWhateverTheLanguage) {
  const auto records = opened(place());
  auto transaction = records->begin();
  for (const char* id : {"b", "a", "B", "A", "é", "z", "_", "a b", "ab", "Z", "😀", "ｚ"})
    EXPECT_TRUE(add(*transaction, id, 1));
  EXPECT_EQ(rows_of(*transaction, "SELECT id FROM notes ORDER BY id", 1),
            (Lines{"A", "B", "Z", "_", "a", "a b", "ab", "b", "z", "é", "ｚ", "😀"}));
  EXPECT_EQ(rows_of(*transaction, "SELECT MAX(id), MIN(id) FROM notes WHERE id > 'Z' AND id < 'é'", 2), (Lines{"z _"}));
}

TEST_P(RecordsTest, AfterAStatementThatFailedNothingIsKept) {
  const auto records = opened(place());
  {
    auto transaction = records->begin();
    EXPECT_TRUE(add(*transaction, "a", 1));
    EXPECT_FALSE(add(*transaction, "a", 2));
    for (const Result<void>& after : {add(*transaction, "b", 1), transaction->commit()}) {
      ASSERT_FALSE(after);
      EXPECT_EQ(after.error().code, Code::conflict);
      EXPECT_EQ(after.error().message, "an earlier statement of this change failed, so nothing of it is kept");
    }
  }
  EXPECT_EQ(notes(*records), Lines{});
  auto next = records->begin();
  EXPECT_TRUE(add(*next, "c", 1));
  EXPECT_TRUE(next->commit());
  EXPECT_EQ(notes(*records), (Lines{"c 1 2024-10-04"}));
}

TEST_P(RecordsTest, AfterItsEndATransactionDoesNothing) {
  const auto records = opened(place());
  auto transaction = records->begin();
  EXPECT_TRUE(transaction->commit());
  const auto late = add(*transaction, "a", 1);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::conflict);
  EXPECT_EQ(notes(*records), Lines{});
}

TEST_P(RecordsTest, WhatNotEveryEngineKeepsIsRefusedByBoth) {
  const auto records = opened(place());
  auto transaction = records->begin();
  for (const std::string& text : {std::string("a\0b", 3), std::string("\xC3(")}) {
    const auto refused = add(*transaction, text, 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::bad_input);
    EXPECT_EQ(refused.error().where, ":id");
  }
}

TEST_P(RecordsTest, AReaderSeesOneStateWhateverIsWrittenMeanwhile) {
  const auto writer = opened(place());
  const auto reader = opened(place(), first_step(), Access::read);
  const auto count = [](Transaction& in) { return rows_of(in, "SELECT COUNT(*) FROM notes", 1); };
  auto looking = reader->begin();
  EXPECT_EQ(count(*looking), (Lines{"0"}));
  {
    auto writing = writer->begin();
    EXPECT_TRUE(add(*writing, "a", 1));
    EXPECT_EQ(count(*looking), (Lines{"0"}));
    EXPECT_TRUE(writing->commit());
  }
  EXPECT_EQ(count(*looking), (Lines{"0"}));
  EXPECT_TRUE(looking->commit());
  EXPECT_EQ(notes(*reader).size(), 1U);
}

TEST_P(RecordsTest, TwoProcessesNeverLoseEachOthersChanges) {
  opened(place());
  constexpr int k_each = 20;
  std::vector<pid_t> children;
  for (int which = 0; which < 2; ++which) {
    const pid_t child = ::fork();
    if (child != 0) {
      children.push_back(child);
      continue;
    }
    auto records = Records::open(place(), Access::write, first_step());
    if (!records) ::_exit(1);
    // Reads and then writes; where SQLite finds that another wrote in between, that is a conflict, and it tries again.
    for (int done = 0, tried = 0; done < k_each; ++tried) {
      auto transaction = (*records)->begin();
      if (!transaction || tried > 100 * k_each) ::_exit(1);
      const auto added = transaction->run("INSERT INTO notes (id, n) SELECT :id, COALESCE(MAX(n), 0) + 1 FROM notes",
                                          {{"id", std::to_string(which) + "-" + std::to_string(done)}});
      const auto kept = added ? transaction->commit() : added;
      if (!kept && kept.error().code != Code::conflict) ::_exit(2);
      if (kept) ++done;
    }
    ::_exit(0);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const auto records = opened(place());
  auto transaction = records->begin();
  EXPECT_EQ(rows_of(*transaction, "SELECT COUNT(*), COUNT(DISTINCT n), MAX(n) FROM notes", 3), (Lines{"40 40 40"}));
}

TEST_P(RecordsTest, TwoProcessesMayMakeTheRecordsAtOnce) {
  std::vector<pid_t> children;
  for (int which = 0; which < 4; ++which) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(Records::open(place(), Access::write, two_steps()) ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    if (on_postgresql()) {
      EXPECT_EQ(status, 0) << "each waits for the others";
    }
  }
  // On SQLite the data directory's lock lets one process in; without it, one may be told to try again.
  const auto records = opened(place(), two_steps());
  auto transaction = records->begin();
  EXPECT_EQ(rows_of(*transaction, "SELECT schema FROM migrations ORDER BY schema", 1), (Lines{"1", "2"}));
}

TEST_P(RecordsTest, TheCopyBeforeAStepKeepsItsRules) {
  std::vector<Migration> steps = two_steps();
  steps.front().statements.emplace_back(
      "CREATE TABLE marks (note TEXT NOT NULL REFERENCES notes (id), CHECK (note <> ''))");
  opened(place(), std::span(steps).first(1));
  opened(place(), steps);
  const auto copy = opened(copy_of_schema_1(), std::span(steps).first(1));
  EXPECT_EQ(*copy->check(), Lines{});
  auto transaction = copy->begin();
  EXPECT_TRUE(add(*transaction, "a", 1));
  EXPECT_TRUE(transaction->run("INSERT INTO marks (note) VALUES ('a')"));
  EXPECT_FALSE(transaction->run("INSERT INTO marks (note) VALUES ('nobody')"));
}

ON_EACH_ENGINE(RecordsTest);

}  // namespace
}  // namespace bellwether::records
