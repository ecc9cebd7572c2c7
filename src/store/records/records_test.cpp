#include "store/records/records.hpp"

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

class RecordsTest : public testing::Test {
 protected:
  RecordsTest() {
    std::string pattern = (fs::temp_directory_path() / "bellwether-records-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~RecordsTest() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  RecordsTest(const RecordsTest&) = delete;
  RecordsTest& operator=(const RecordsTest&) = delete;

  [[nodiscard]] fs::path file(const std::string& name = "records.sqlite") const { return folder_ / name; }

  fs::path folder_;
};

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

std::unique_ptr<Records> opened(const fs::path& file, std::span<const Migration> steps = first_step(),
                                Access access = Access::write) {
  auto records = Records::open(file, access, steps);
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

TEST_F(RecordsTest, KeepsWhatWasCommittedOverAnotherOpening) {
  {
    const auto records = opened(file());
    auto transaction = records->begin();
    EXPECT_TRUE(add(*transaction, "a", 9'000'000'000));
    EXPECT_TRUE(transaction->run("INSERT INTO notes (id, n) VALUES (:id, :n)", {{"id", "b"}, {"n", std::nullopt}}));
    EXPECT_TRUE(transaction->commit());
  }
  EXPECT_EQ(notes(*opened(file())), (Lines{"a 9000000000 2024-10-04", "b NULL NULL"}));
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(RecordsTest, WhatIsNotCommittedIsGone) {
  const auto records = opened(file());
  {
    auto transaction = records->begin();
    EXPECT_TRUE(add(*transaction, "a", 1));
  }
  EXPECT_EQ(notes(*records), Lines{});
}

TEST_F(RecordsTest, AnErrorInTheMiddleLeavesNothing) {
  const auto records = opened(file());
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

TEST_F(RecordsTest, AKilledProcessLeavesWhatItHadCommittedAndNothingElse) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto records = Records::open(file(), Access::write, first_step());
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
  EXPECT_EQ(notes(*opened(file())), (Lines{"kept 1 2024-10-04"}));
}

TEST_F(RecordsTest, OneTransactionAtATime) {
  const auto records = opened(file());
  auto first = records->begin();
  ASSERT_TRUE(first);
  const auto second = records->begin();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::conflict);
  EXPECT_TRUE(first->commit());
  EXPECT_TRUE(records->begin());
}

TEST_F(RecordsTest, ForReadingNothingIsMadeAndNothingCanBeWritten) {
  const auto missing = Records::open(file(), Access::read, first_step());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::not_found);
  EXPECT_FALSE(fs::exists(file()));
  opened(file());
  const auto records = opened(file(), first_step(), Access::read);
  auto transaction = records->begin();
  EXPECT_FALSE(add(*transaction, "a", 1));
}

TEST_F(RecordsTest, WritesAheadFullyInStepAndKeepsForeignKeys) {
  const auto records = opened(file(), two_steps());
  {
    auto transaction = records->begin();
    EXPECT_EQ(rows_of(*transaction, "PRAGMA journal_mode", 1), (Lines{"wal"}));
    EXPECT_EQ(rows_of(*transaction, "PRAGMA synchronous", 1), (Lines{"2"}));
    EXPECT_FALSE(transaction->run("INSERT INTO links (note) VALUES ('nobody')"));
  }
  const auto checked = records->check();
  ASSERT_TRUE(checked);
  EXPECT_EQ(*checked, Lines{});
}

TEST_F(RecordsTest, AnOlderStoreIsCopiedAndBroughtUpStepByStep) {
  {
    const auto records = opened(file());
    auto transaction = records->begin();
    EXPECT_TRUE(add(*transaction, "a", 1));
    EXPECT_TRUE(transaction->commit());
    // Still open, so that what was committed stands only in the log beside the file when it is opened again.
    EXPECT_GT(fs::file_size(file("records.sqlite-wal")), 0U);
    const auto newer = opened(file(), two_steps());
    auto look = newer->begin();
    EXPECT_EQ(rows_of(*look, "SELECT id, n, words FROM notes", 3), (Lines{"a 1 none"}));
    EXPECT_EQ(rows_of(*look, "SELECT schema, what FROM migrations ORDER BY schema", 2),
              (Lines{"1 notes", "2 words of notes"}));
  }
  // The copy is a store of the old schema with everything in it.
  EXPECT_EQ(notes(*opened(file("records.sqlite.schema-1"))), (Lines{"a 1 2024-10-04"}));
}

TEST_F(RecordsTest, AStepThatFailsLeavesTheStoreAsItWas) {
  opened(file());
  std::vector<Migration> steps = two_steps();
  steps.back().statements.emplace_back("CREATE TABLE notes (id TEXT)");  // is there already
  const auto failed = Records::open(file(), Access::write, steps);
  ASSERT_FALSE(failed);
  const auto records = opened(file());  // still of schema 1
  auto transaction = records->begin();
  EXPECT_EQ(rows_of(*transaction, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'links'", 1), (Lines{"0"}));
}

TEST_F(RecordsTest, AFreshStoreNeedsNoCopy) {
  opened(file(), two_steps());
  EXPECT_FALSE(fs::exists(file("records.sqlite.schema-1")));
}

TEST_F(RecordsTest, ANewerStoreIsRefusedPolitely) {
  opened(file(), two_steps());
  for (const Access access : {Access::read, Access::write}) {
    const auto refused = Records::open(file(), access, first_step());
    ASSERT_FALSE(refused);
    EXPECT_EQ(to_text(refused.error()),
              file().string() +
                  ": these records have schema 2, made by a newer Bellwether; this one knows schema 1\n"
                  "  → use the newer Bellwether, or another data directory");
  }
}

TEST_F(RecordsTest, AnOlderStoreIsNotChangedByReading) {
  opened(file());
  const auto refused = Records::open(file(), Access::read, two_steps());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_NE(refused.error().message.find("schema 1 and must be brought to schema 2"), std::string::npos);
}

TEST_F(RecordsTest, ADamagedFileIsSaidToBeDamaged) {
  std::ofstream(file()) << "This is a letter, not a database. " << std::string(4096, 'x');
  const auto refused = Records::open(file(), Access::write, first_step());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::damaged) << to_text(refused.error());
}

TEST_F(RecordsTest, DamageInTheMiddleIsFoundByACheck) {
  {
    const auto records = opened(file());
    auto transaction = records->begin();
    for (int i = 0; i < 2000; ++i) EXPECT_TRUE(add(*transaction, "note " + std::to_string(i), i));
    EXPECT_TRUE(transaction->commit());
  }
  std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(static_cast<std::streamoff>(fs::file_size(file()) / 2));
  bytes << std::string(4096, '\x7F');
  bytes.close();
  const auto records = opened(file());
  const auto checked = records->check();
  EXPECT_TRUE(!checked || !checked->empty());
}

TEST_F(RecordsTest, AStoredDayOrNumberThatIsNoneIsDamage) {
  const auto records = opened(file());
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

TEST_F(RecordsTest, AFolderWithSpacesAndUmlautsIsFine) {
  const fs::path folder = folder_ / "Größe und mehr = 'x'";
  fs::create_directories(folder);
  opened(folder / "records.sqlite");
  EXPECT_TRUE(fs::exists(folder / "records.sqlite"));
}

TEST_F(RecordsTest, TheShippedSchemaOpens) {
  const auto records = opened(file(), migrations());
  auto transaction = records->begin();
  EXPECT_TRUE(
      transaction->run("INSERT INTO units (id, valid_from, valid_to, label, kind, parent) VALUES ('a', '2026-01-01', "
                       "'9999-12-31', '', '', '')"));
  EXPECT_FALSE(
      transaction->run("INSERT INTO units (id, valid_from, valid_to, label, kind, parent) VALUES ('b', '2026-01-01', "
                       "'2025-01-01', '', '', '')"));
}

}  // namespace
}  // namespace bellwether::records
