#include "store/inbox/known_keys.hpp"

#include "store/inbox/entry_rows.hpp"
#include "store/inbox/tables.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace bellwether::inbox {
namespace {

/// Spread over the tree, as hashes are.
Key key(std::uint64_t number) {
  const std::uint64_t spread = number * 0x9E3779B97F4A7C15U;
  Key made;
  std::memcpy(made.bytes.data(), &spread, sizeof spread);
  std::memcpy(made.bytes.data() + sizeof spread, &number, sizeof number);
  return made;
}

struct Keys : testing::Test {
  static constexpr std::size_t k_list = 1'000;

  Keys() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-keys-XXXXXX").string();
    folder = mkdtemp(name.data());
    open();
  }
  ~Keys() override {
    keys.reset();
    engine.reset();
    std::filesystem::remove_all(folder);
  }

  /// As after a start, or a stop that nobody announced.
  void open() {
    keys.reset();
    engine.reset();
    auto opened = Engine::open(folder / "inbox.sqlite", Engine::Open::write);
    ASSERT_TRUE(opened) << to_text(opened.error());
    engine.emplace(*std::move(opened));
    const auto made = make_tables(*engine, folder / "inbox.sqlite");
    ASSERT_TRUE(made) << to_text(made.error());
    auto known = KnownKeys::open(*engine, 7, k_list);
    ASSERT_TRUE(known) << to_text(known.error());
    keys.emplace(*std::move(known));
  }
  /// One transaction with keys of these numbers.
  void add(std::uint64_t first, std::uint64_t many, Day today = Day{20'000}, bool commits = true) {
    ASSERT_TRUE(keys->tend(today));
    ASSERT_TRUE(engine->run("BEGIN IMMEDIATE"));
    for (std::uint64_t number = first; number < first + many; ++number) {
      keys->add(key(number), {.number = number, .content = 3 * number});
    }
    ASSERT_TRUE(keys->write());
    ASSERT_TRUE(engine->run(commits ? "COMMIT" : "ROLLBACK"));
    commits ? keys->committed() : keys->undone();
  }
  [[nodiscard]] std::size_t known(std::uint64_t first, std::uint64_t many) {
    std::size_t count = 0;
    for (std::uint64_t number = first; number < first + many; ++number) {
      const auto found = keys->find(key(number));
      EXPECT_TRUE(found);
      if (!found || !*found) continue;
      EXPECT_EQ((*found)->number, number);
      EXPECT_EQ((*found)->content, 3 * number);
      ++count;
    }
    return count;
  }
  [[nodiscard]] std::int64_t in_tree() const { return engine->number("SELECT COUNT(*) FROM keys_0").value_or(-1); }
  [[nodiscard]] std::int64_t in_lists() const {
    const auto bytes = engine->number(
        "SELECT COALESCE(SUM(LENGTH(keys)), 0) FROM (SELECT keys FROM list_0 UNION ALL SELECT keys FROM list_1)");
    return bytes.value_or(-1) / 32;
  }

  std::filesystem::path folder;
  std::optional<Engine> engine;
  std::optional<KnownKeys> keys;
};

TEST_F(Keys, AreKnownInTheListInTheTreeAndInBetween) {
  for (std::uint64_t first = 1; first <= 10'000; first += 100) {
    add(first, 100);
    ASSERT_EQ(known(1, first + 99), first + 99) << first;
  }
  EXPECT_EQ(known(10'001, 100), 0U);
  EXPECT_GT(in_tree(), 7'000) << "most are in the tree by now";
  EXPECT_LT(in_lists(), 3'000);
}

TEST_F(Keys, AreKnownWhereverTheProgramStopped) {
  for (std::uint64_t first = 1; first <= 5'000; first += 250) {
    add(first, 250);
    if (first / 250 % 3 == 2) open();  // a list is carried anew then
    ASSERT_EQ(known(1, first + 249), first + 249) << first;
  }
  EXPECT_GT(in_tree(), 2'500);
}

TEST_F(Keys, OfATransactionThatWasUndoneAreNot) {
  add(1, 1'500);  // long: the next one closes it
  add(2'000, 10);
  ASSERT_GT(in_tree(), 0) << "it is being carried";
  const auto carried = in_tree();
  add(5'000, 10, Day{20'000}, false);
  EXPECT_EQ(in_tree(), carried);
  EXPECT_EQ(known(5'000, 10), 0U);
  add(5'000, 10);
  EXPECT_EQ(known(5'000, 10), 10U);
  for (std::uint64_t first = 6'000; first < 6'800; first += 100) add(first, 100);
  EXPECT_EQ(known(1, 1'500), 1'500U) << "none was left out on the way into the tree";
}

TEST_F(Keys, AgeByTrees) {
  add(1, 100, Day{20'000});
  add(200, 100, Day{20'006});
  add(400, 100, Day{20'007});
  EXPECT_EQ(known(1, 100), 100U) << "seven days later";
  add(600, 100, Day{20'008});
  add(800, 100, Day{20'013});
  EXPECT_EQ(known(1, 500), 300U);
  open();
  add(1'000, 100, Day{20'014});
  EXPECT_EQ(known(1, 399), 0U) << "of two terms ago";
  EXPECT_EQ(known(400, 700), 400U) << "of the last term, and new ones";
}

TEST_F(Keys, AgeOnlyWhenAListIsCarriedToItsEnd) {
  add(1, 1'000, Day{20'000});
  add(2'000, 1, Day{20'006});  // closes the list
  add(2'001, 1, Day{20'007});  // it is not carried to its end yet
  EXPECT_EQ(known(1, 1'000), 1'000U);
  for (std::uint64_t day = 8; day < 14; ++day) add(3'000 + day, 1, Day{static_cast<std::int32_t>(20'000 + day)});
  EXPECT_EQ(known(1, 1'000), 1'000U);
  for (std::uint64_t day = 14; day < 40; ++day) add(3'000 + day, 1, Day{static_cast<std::int32_t>(20'000 + day)});
  EXPECT_EQ(known(1, 1'000), 0U);
  EXPECT_EQ(known(3'033, 7), 7U);
}

/// As the first version made it.
constexpr const char* k_of_version_1 = R"(
CREATE TABLE entries (number INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL);
CREATE TABLE keys_0 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE keys_1 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('schema', 1), ('moved', 2), ('young', 1), ('young_since', 20000);
INSERT INTO entries VALUES (1, 'one'), (2, 'two'), (3, 'three'), (9, 'nine');
DELETE FROM entries WHERE number IN (2, 9);
INSERT INTO keys_1 VALUES (x'00000000000000000000000000000007', 3, 21);
)";

/// As the second version made it: a row for each entry, and for each key of a list.
constexpr const char* k_of_version_2 = R"(
CREATE TABLE entries (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE keys_0 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE keys_1 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE list_0 (number INTEGER PRIMARY KEY, key BLOB NOT NULL, content INTEGER NOT NULL);
CREATE TABLE list_1 (number INTEGER PRIMARY KEY, key BLOB NOT NULL, content INTEGER NOT NULL);
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('schema', 2), ('moved', 0), ('young', 0), ('young_since', 20000), ('last', 9),
                         ('filling', 1), ('carrying', 1), ('carried_into', 0);
INSERT INTO entries VALUES (1, 'one'), (3, 'three');
INSERT INTO list_0 VALUES (2, x'00000000000000000000000000000006', 14);
INSERT INTO list_1 VALUES (3, x'00000000000000000000000000000007', 21);
)";

struct OlderTables : testing::TestWithParam<const char*> {
  OlderTables() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-keys-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~OlderTables() override { std::filesystem::remove_all(folder); }

  std::filesystem::path folder;
};

TEST_P(OlderTables, AreBroughtUpToDate) {
  {
    const auto engine = Engine::open(folder / "inbox.sqlite", Engine::Open::write);
    ASSERT_TRUE(engine);
    ASSERT_TRUE(engine->run(GetParam()));
    for (const char* time : {"at first", "once is enough"}) {
      const auto made = make_tables(*engine, folder / "inbox.sqlite");
      ASSERT_TRUE(made) << time << ": " << to_text(made.error());
    }
    EXPECT_EQ(engine->number("SELECT value FROM state WHERE name = 'last'"), 9) << "no number is given twice";
    EXPECT_EQ(engine->number("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'old%'"), 0);
    const auto waiting = read_entries(*engine, 0, 10, 1'000);
    ASSERT_TRUE(waiting);
    ASSERT_EQ(waiting->size(), 2U);
    EXPECT_EQ(waiting->at(0).number, 1U);
    EXPECT_EQ(waiting->at(0).bytes, "one");
    EXPECT_EQ(waiting->at(1).number, 3U);
    EXPECT_EQ(waiting->at(1).bytes, "three");
    auto keys = KnownKeys::open(*engine, 7);
    ASSERT_TRUE(keys);
    for (const std::uint64_t number :
         GetParam() == k_of_version_1 ? std::vector<std::uint64_t>{3} : std::vector<std::uint64_t>{2, 3}) {
      Key key;
      key.bytes[15] = static_cast<std::byte>(number + 4);
      const auto found = keys->find(key);
      ASSERT_TRUE(found && *found) << number;
      EXPECT_EQ((*found)->number, number);
      EXPECT_EQ((*found)->content, 7 * number);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, OlderTables, testing::Values(k_of_version_1, k_of_version_2));

}  // namespace
}  // namespace bellwether::inbox
