// A log as power cuts leave it. The whole way, with a server, is tests/troubled_test.cpp.
#include "store/facts/torn_log.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace bellwether::facts {
namespace {

namespace fs = std::filesystem;

class TornLogs : public testing::Test {
 protected:
  TornLogs() { fs::create_directories(folder); }
  ~TornLogs() override {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  /// A log of 100 bytes with an entry at 40, whose checksum is 7.
  void write_log() const {
    std::string log(100, 'x');
    const std::uint64_t checksum = 7;
    std::memcpy(log.data() + 48, &checksum, sizeof checksum);
    std::ofstream(folder / "facts.duckdb.wal", std::ios::binary) << log;
  }
  static Error corrupt(int content, int checksum) {
    return Error{
        .code = Code::damaged,
        .message = fmt::format("IO Error: Failure while replaying WAL file \"w\": Corrupt WAL file: entry at byte "
                               "position {} computed checksum 5381 does not match stored checksum {}",
                               content, checksum),
        .where = {},
        .mend = {}};
  }
  fs::path folder = fs::temp_directory_path() / ("bellwether-torn-" + std::to_string(getpid()));
};

TEST_F(TornLogs, AreCutBeforeTheEntryAndKept) {
  write_log();
  const auto torn = cut_torn_log(folder / "facts.duckdb", corrupt(56, 7)).value();
  ASSERT_TRUE(torn);
  EXPECT_EQ(torn->from, 40U);
  EXPECT_EQ(torn->bytes, 60U);
  EXPECT_EQ(fs::file_size(folder / "facts.duckdb.wal"), 40U);
  EXPECT_EQ(fs::file_size(torn->kept), 100U);
}

TEST_F(TornLogs, AreLeftAloneWhereTheMessageDoesNotFit) {
  write_log();
  for (const Error& why : {corrupt(56, 8), corrupt(57, 7), corrupt(5'600, 7), corrupt(3, 7),
                           Error{.code = Code::damaged, .message = "Corrupt block", .where = {}, .mend = {}}}) {
    EXPECT_FALSE(cut_torn_log(folder / "facts.duckdb", why).value()) << why.message;
  }
  EXPECT_EQ(fs::file_size(folder / "facts.duckdb.wal"), 100U);
  EXPECT_FALSE(fs::exists(folder / "facts.duckdb.wal.torn"));
}

}  // namespace
}  // namespace bellwether::facts
