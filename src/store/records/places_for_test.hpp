// Places for records on each engine, so that one list of tests holds for both.
#pragma once

#include "store/records/place.hpp"
#include "store/records/postgresql_for_test.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::records {

enum class EngineName { sqlite, postgresql };

/// A temporary folder, and places of one engine that go with the test (PostgreSQL's with the program).
class PlacesForTest : public testing::TestWithParam<EngineName> {
 protected:
  PlacesForTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bellwether-records-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    if (on_postgresql() && PostgresqlForTest::server() != nullptr)
      schema_ = PostgresqlForTest::server()->fresh_schema();
  }
  ~PlacesForTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  PlacesForTest(const PlacesForTest&) = delete;
  PlacesForTest& operator=(const PlacesForTest&) = delete;

  void SetUp() override {
    if (on_postgresql() && PostgresqlForTest::server() == nullptr) GTEST_SKIP() << PostgresqlForTest::k_missing;
  }

  [[nodiscard]] bool on_postgresql() const { return GetParam() == EngineName::postgresql; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// records.sqlite of the folder, or a schema of the test's own.
  [[nodiscard]] Place place() const {
    if (!on_postgresql()) return SqliteFile{.path = folder_ / "records.sqlite"};
    return PostgresqlSchema{.connection = PostgresqlForTest::server()->connection(), .schema = schema_};
  }
  /// Where the copy of the first schema is made before the second.
  [[nodiscard]] Place copy_of_schema_1() const {
    if (!on_postgresql()) return SqliteFile{.path = folder_ / "records.sqlite.schema-1"};
    return PostgresqlSchema{.connection = PostgresqlForTest::server()->connection(), .schema = schema_ + "_schema_1"};
  }
  /// Makes the folder a data directory whose records stand at place().
  void write_settings() const {
    if (!on_postgresql()) return;
    std::ofstream(folder_ / "bellwether.toml")
        << "[records]\npostgresql = \"" << PostgresqlForTest::server()->connection() << "\"\nschema = \"" << schema_
        << "\"\n";
  }

 private:
  std::filesystem::path folder_;
  std::string schema_;
};

inline std::string engine_name(const testing::TestParamInfo<EngineName>& of) {
  return of.param == EngineName::postgresql ? "Postgresql" : "Sqlite";
}

/// Runs every TEST_P of SUITE on each engine.
#define ON_EACH_ENGINE(SUITE)                                                                                    \
  INSTANTIATE_TEST_SUITE_P(                                                                                      \
      On, SUITE,                                                                                                 \
      testing::Values(::bellwether::records::EngineName::sqlite, ::bellwether::records::EngineName::postgresql), \
      ::bellwether::records::engine_name)

}  // namespace bellwether::records
