// What only a server has: passwords, settings that break promises, connections that end.
#include "store/records/places_for_test.hpp"
#include "store/records/postgresql_connection.hpp"
#include "store/records/records.hpp"
#include "store/records/schema.hpp"

#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>
#include <soci/postgresql/soci-postgresql.h>

namespace bellwether::records {
namespace {

using store::Access;

class PostgresqlTest : public testing::Test {
 protected:
  void SetUp() override {
    if (PostgresqlForTest::server() == nullptr) GTEST_SKIP() << PostgresqlForTest::k_missing;
    schema_ = PostgresqlForTest::server()->fresh_schema();
  }
  void TearDown() override { ::unsetenv(engine::k_password_variable); }

  [[nodiscard]] Place place(const std::string& more = "", const std::string& database = "postgres",
                            const std::string& user = "bellwether") const {
    return PostgresqlSchema{.connection = PostgresqlForTest::server()->connection(database, user) + more,
                            .schema = schema_};
  }
  /// What the server's administrator types.
  static void administer(const std::vector<std::string>& lines) {
    soci::session session(soci::postgresql, PostgresqlForTest::server()->connection());
    session << "SET client_min_messages = error";
    for (const std::string& line : lines) session << line;
  }

  std::string schema_;
};

Result<std::unique_ptr<Records>> open(const Place& place, Access access = Access::write) {
  return Records::open(place, access, migrations());
}
std::unique_ptr<Records> opened(const Place& place, Access access = Access::write) {
  auto records = open(place, access);
  EXPECT_TRUE(records) << to_text(records.error());
  return records ? std::move(*records) : nullptr;
}
Error refused(const Place& place, Access access = Access::write) {
  const auto records = open(place, access);
  EXPECT_FALSE(records);
  return records ? Error{} : records.error();
}
Result<void> add(Transaction& transaction, std::string_view id) {
  return transaction.run(
      "INSERT INTO units (id, valid_from, valid_to, label, kind, parent) VALUES (:id, '2026-01-01', "
      "'9999-12-31', '', '', '')",
      {{"id", id}});
}
std::size_t units(Records& records) {
  std::size_t count = 0;
  auto transaction = records.begin();
  EXPECT_TRUE(transaction) << to_text(transaction.error());
  EXPECT_TRUE(transaction->ask("SELECT id FROM units", 1, {}, [&](const Row&) -> Result<void> {
    ++count;
    return {};
  }));
  return count;
}

TEST_F(PostgresqlTest, TakesThePasswordFromTheEnvironmentAndTellsItNobody) {
  const Place guarded = place("", "postgres", "guarded");
  const Error none = refused(guarded);
  EXPECT_EQ(none.code, Code::io);
  EXPECT_NE(none.mend.find("BELLWETHER_RECORDS_PASSWORD"), std::string::npos) << to_text(none);
  ::setenv(engine::k_password_variable, "a wrong one", 1);
  const Error wrong = refused(guarded);
  EXPECT_NE(wrong.mend.find("BELLWETHER_RECORDS_PASSWORD"), std::string::npos) << to_text(wrong);
  EXPECT_EQ(to_text(wrong).find("a wrong one"), std::string::npos) << to_text(wrong);
  ::setenv(engine::k_password_variable, "open sesame", 1);
  const auto records = opened(guarded);
  ASSERT_TRUE(records);
  EXPECT_EQ(records->where().find("sesame"), std::string::npos) << records->where();
  EXPECT_NE(records->where().find("dbname=postgres user=guarded, schema " + schema_), std::string::npos);
}

TEST_F(PostgresqlTest, AServerThatRepeatsThePasswordIsNotRepeated) {
  ::setenv(engine::k_password_variable, "open sesame", 1);
  const auto records = opened(place());
  auto transaction = records->begin();
  const auto failed = transaction->run("SELECT CAST('open sesame' AS BIGINT)");
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find("\"…\""), std::string::npos) << failed.error().message;
  EXPECT_EQ(to_text(failed.error()).find("sesame"), std::string::npos) << to_text(failed.error());
}

TEST(PostgresqlConnection, WithAPasswordInTheSettingsOrOtherwiseWrongIsRefusedAndNotRepeated) {
  for (const char* wrong : {"host=/tmp password=sesame", "postgresql://ana:sesame@server/cx", "password=open sesame",
                            "sesame", "postgresql://ana:sesame@server:door/cx?sslpassword=sesame"}) {
    const Error error = refused(PostgresqlSchema{.connection = wrong});
    EXPECT_EQ(error.code, Code::bad_input) << wrong;
    EXPECT_EQ(to_text(error).find("sesame"), std::string::npos) << to_text(error);
    EXPECT_NE(to_text(error).find("[records] postgresql"), std::string::npos) << to_text(error);
  }
}

TEST(PostgresqlConnection, WhatTheServerSaysIsOneLineWithoutThePassword) {
  EXPECT_EQ(engine::without_password("ERROR:  no \n\tDETAIL: \"a \t b\", a \t b\n", "a \t b"),
            "ERROR: no DETAIL: \"…\", …");
  EXPECT_EQ(engine::without_password("all is well", ""), "all is well");
}

TEST(PostgresqlConnection, MayBeWrittenAsAnAddressToo) {
  const auto connection =
      engine::connection_of({.connection = "postgresql://ana@db.example:5433/cx?sslmode=verify-full", .schema = "cx"});
  ASSERT_TRUE(connection) << to_text(connection.error());
  EXPECT_EQ(connection->where, "postgresql host=db.example port=5433 dbname=cx user=ana, schema cx");
  EXPECT_NE(connection->told.find("sslmode='verify-full'"), std::string::npos) << connection->told;
}

TEST_F(PostgresqlTest, SaysWhatIsMissing) {
  const Error database = refused(place("", "nowhere"));
  EXPECT_EQ(database.code, Code::not_found) << to_text(database);
  EXPECT_NE(database.mend.find("createdb"), std::string::npos) << to_text(database);
  const Error server = refused(PostgresqlSchema{.connection = "host=/nowhere dbname=cx"});
  EXPECT_EQ(server.code, Code::io);
  EXPECT_EQ(server.where, "postgresql host=/nowhere dbname=cx, schema bellwether");
  EXPECT_EQ(server.message.find('\n'), std::string::npos) << server.message;
  const Error nothing = refused(place(), Access::read);
  EXPECT_EQ(nothing.code, Code::not_found);
  EXPECT_EQ(nothing.message, "nothing is known of the organisation yet");
}

TEST_F(PostgresqlTest, RefusesADatabaseThatCanNotKeepWhatIsPromised) {
  const Error early = refused(place(" options='-c synchronous_commit=off'"));
  EXPECT_EQ(early.code, Code::unsupported);
  EXPECT_NE(early.message.find("synchronous_commit = off"), std::string::npos) << to_text(early);
  administer({"CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"});
  const Error latin = refused(place("", "latin"));
  EXPECT_EQ(latin.code, Code::unsupported);
  EXPECT_NE(latin.message.find("LATIN1"), std::string::npos) << to_text(latin);
  opened(place());
  administer({"ALTER TABLE " + schema_ + ".units ALTER COLUMN id TYPE text COLLATE \"en-x-icu\""});
  const Error sorted = refused(place(), Access::read);
  EXPECT_EQ(sorted.code, Code::unsupported);
  EXPECT_NE(sorted.message.find("units.id sorts by the rules of a language"), std::string::npos) << to_text(sorted);
}

TEST_F(PostgresqlTest, AWriterWaitsForTheOneBeforeAndIsToldWhenThatTakesTooLong) {
  const auto first = opened(place()), second = opened(place());
  {
    auto shorter = second->begin();
    EXPECT_TRUE(shorter->run("SET lock_timeout = '50ms'"));
    EXPECT_TRUE(shorter->commit());
  }
  auto writing = first->begin();
  EXPECT_TRUE(add(*writing, "Lyon"));
  const auto late = second->begin();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::conflict) << to_text(late.error());
  EXPECT_NE(to_text(late.error()).find("another program holds the records"), std::string::npos);
  EXPECT_TRUE(writing->commit());
  EXPECT_EQ(units(*second), 1U);
}

TEST_F(PostgresqlTest, AnOldProgramWritesNothingIntoANewSchema) {
  const auto old = opened(place());
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back({.to = steps.back().to + 1, .what = "more", .statements = {"CREATE TABLE more (id TEXT)"}});
  EXPECT_TRUE(Records::open(place(), Access::write, steps));
  const auto late = old->begin();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::conflict);
  EXPECT_EQ(late.error().message, "another Bellwether has changed the schema of these records meanwhile");
}

TEST_F(PostgresqlTest, GoesOnAfterTheServerWasStartedAgain) {
  const PostgresqlForTest& server = *PostgresqlForTest::server();
  const auto records = opened(place());
  {
    auto kept = records->begin();
    EXPECT_TRUE(add(*kept, "Lyon"));
    EXPECT_TRUE(kept->commit());
    auto lost = records->begin();
    EXPECT_TRUE(add(*lost, "Nice"));
    server.stop();
    const auto broken = lost->commit();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, Code::io) << to_text(broken.error());
  }
  const auto away = records->begin();
  EXPECT_FALSE(away);
  server.start();
  EXPECT_EQ(units(*records), 1U);
}

TEST_F(PostgresqlTest, ACheckTellsOfRulesSwitchedOffAndOfAServerThatMayLoseWhatItKeeps) {
  const auto records = opened(place());
  administer({"ALTER TABLE " + schema_ + ".units ADD CONSTRAINT named CHECK (label <> '') NOT VALID",
              "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()"});
  const auto off = [] {
    std::string value;
    soci::session session(soci::postgresql, PostgresqlForTest::server()->connection());
    session << "SHOW full_page_writes", soci::into(value);
    return value == "off";
  };
  while (!off()) std::this_thread::yield();  // the server reads its settings when it comes to it
  const auto found = opened(place())->check();
  administer({"ALTER SYSTEM RESET full_page_writes", "SELECT pg_reload_conf()"});
  while (off()) std::this_thread::yield();
  ASSERT_TRUE(found) << to_text(found.error());
  EXPECT_EQ(*found, (std::vector<std::string>{
                        "the server runs with full_page_writes = off: a loss of power may damage the records",
                        "the rule named was never held against the rows of units"}));
}

TEST_F(PostgresqlTest, TheCopyTakesTheOthersPlaceInTwoLines) {
  const std::vector<Migration> old = {{.to = 1, .what = "notes", .statements = {"CREATE TABLE notes (id TEXT)"}}};
  std::vector<Migration> steps = old;
  steps.push_back({.to = 2, .what = "none", .statements = {"DROP TABLE notes"}});
  {
    const auto first = Records::open(place(), Access::write, old);
    auto transaction = (*first)->begin();
    EXPECT_TRUE(transaction->run("INSERT INTO notes (id) VALUES ('a')"));
    EXPECT_TRUE(transaction->commit());
  }
  EXPECT_TRUE(Records::open(place(), Access::write, steps));
  administer({"DROP SCHEMA " + schema_ + " CASCADE", "ALTER SCHEMA " + schema_ + "_schema_1 RENAME TO " + schema_});
  const auto again = Records::open(place(), Access::write, old);
  ASSERT_TRUE(again) << to_text(again.error());
  auto transaction = (*again)->begin();
  EXPECT_TRUE(transaction->ask("SELECT id FROM notes", 1, {}, [](const Row& row) -> Result<void> {
    EXPECT_EQ(row.text(0), "a");
    return {};
  }));
}

TEST_F(PostgresqlTest, ADataDirectoryWhoseServerIsAwayHasRecordsAndSaysWhyTheyCanNotBeRead) {
  std::string folder = (std::filesystem::temp_directory_path() / "bellwether-records-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const auto toml = std::filesystem::path(folder) / "bellwether.toml";
  {
    std::ofstream(toml) << "[records]\npostgresql = \"" << PostgresqlForTest::server()->connection()
                        << "\"\nschema = \"" << schema_ << "\"\n";
    const auto directory = store::DataDirectory::open(folder, Access::write, "test");
    EXPECT_FALSE(Records::are_in(*directory));
    EXPECT_TRUE(Records::open(*directory));
    EXPECT_TRUE(Records::are_in(*directory));
  }
  std::ofstream(toml) << "[records]\npostgresql = \"host=/nowhere\"\n";
  const auto directory = store::DataDirectory::open(folder, Access::read, "test");
  EXPECT_TRUE(Records::are_in(*directory));
  EXPECT_FALSE(Records::open(*directory));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace bellwether::records
