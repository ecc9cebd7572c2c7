// A store grows with the program: forward only, a copy kept, and never into the hands of an older program.
#include "store/facts/schema.hpp"

#include "store/facts/store_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

std::vector<Migration> steps_to(int last) {
  std::vector<Migration> steps;
  steps.push_back(
      {.to = 1,
       .what = "a table",
       .sql =
           "CREATE TABLE meta (name VARCHAR, value VARCHAR); CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (41)"});
  if (last >= 2) steps.push_back({.to = 2, .what = "a column", .sql = "ALTER TABLE t ADD COLUMN b INTEGER"});
  if (last >= 3) steps.push_back({.to = 3, .what = "its values", .sql = "UPDATE t SET b = a + 1"});
  return steps;
}

std::int64_t ask(const std::filesystem::path& file, const std::string& sql) {
  const auto database = Database::open({.file = file, .read_only = true});
  EXPECT_TRUE(database) << to_text(database.error());
  return database->connect()->number(sql).value().value_or(-1);
}

TEST(Schema, AnOlderStoreIsBroughtForwardAndKeptBeside) {
  const Folder folder;
  const DatabaseSettings settings{.file = folder.path() / "f.duckdb"};
  ASSERT_TRUE(migrate(settings, steps_to(1)));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "f.duckdb.schema-0"));
  const auto migrated = migrate(settings, steps_to(3));
  ASSERT_TRUE(migrated) << to_text(migrated.error());
  EXPECT_EQ(ask(*settings.file, "SELECT b FROM t"), 42);
  EXPECT_EQ(ask(*settings.file, "SELECT value FROM meta WHERE name = 'schema'"), 3);
  EXPECT_EQ(ask(folder.path() / "f.duckdb.schema-1", "SELECT a FROM t"), 41);
  EXPECT_EQ(ask(folder.path() / "f.duckdb.schema-1", "SELECT value FROM meta WHERE name = 'schema'"), 1);
  ASSERT_TRUE(migrate(settings, steps_to(3)));  // nothing left to do
}

TEST(Schema, AStepThatFailsChangesNothing) {
  const Folder folder;
  const DatabaseSettings settings{.file = folder.path() / "f.duckdb"};
  ASSERT_TRUE(migrate(settings, steps_to(1)));
  auto steps = steps_to(2);
  steps.back().sql += "; UPDATE nowhere SET x = 1";
  EXPECT_FALSE(migrate(settings, steps));
  EXPECT_EQ(ask(*settings.file, "SELECT value FROM meta WHERE name = 'schema'"), 1);
  EXPECT_EQ(ask(*settings.file, "SELECT COUNT(*) FROM information_schema.columns WHERE table_name = 't'"), 1);
}

TEST(Schema, ANewerStoreIsRefusedPolitely) {
  const Folder folder;
  const DatabaseSettings settings{.file = folder.path() / "f.duckdb"};
  ASSERT_TRUE(migrate(settings, steps_to(3)));
  const auto refused = migrate(settings, steps_to(2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_NE(refused.error().message.find("schema 3"), std::string::npos);
  EXPECT_NE(refused.error().message.find("schema 2"), std::string::npos);
  EXPECT_FALSE(refused.error().mend.empty());
}

TEST(Schema, ReadingDoesNotMigrate) {
  const Folder folder;
  DatabaseSettings settings{.file = folder.path() / "f.duckdb"};
  ASSERT_TRUE(migrate(settings, steps_to(1)));
  settings.read_only = true;
  const auto refused = migrate(settings, steps_to(2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_EQ(ask(*settings.file, "SELECT value FROM meta WHERE name = 'schema'"), 1);
}

TEST(Schema, AStoreOfTomorrowIsNotOpened) {
  const Folder folder;
  {
    const Opened opened = open_store(folder.path());
  }
  {
    const auto database = Database::open({.file = folder.path() / "facts.duckdb"});
    ASSERT_TRUE(database->connect()->run("UPDATE meta SET value = '99' WHERE name = 'schema'"));
  }
  auto directory = store::DataDirectory::open(folder.path(), store::Access::write, "test");
  const auto facts = Facts::open(*directory);
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().code, Code::conflict);
  EXPECT_NE(facts.error().message.find("schema 99"), std::string::npos) << facts.error().message;
}

TEST(Schema, ReadingWhereNothingIsYetSaysSo) {
  const Folder folder;
  auto directory = store::DataDirectory::open(folder.path(), store::Access::read, "test");
  ASSERT_TRUE(directory);
  EXPECT_EQ(Facts::open(*directory).error().code, Code::not_found);
}

}  // namespace
}  // namespace bellwether::facts
