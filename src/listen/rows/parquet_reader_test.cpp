#include "listen/rows/parquet_reader.hpp"

#include "listen/rows/rows_for_tests.hpp"

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(Parquet, ReadsWhatAnotherProgramWrote) {
  const ReadAll read = read_all(BELLWETHER_SOURCE_DIR "/src/listen/rows/parquet_reader_sample.parquet");
  EXPECT_EQ(read.form, "Parquet");
  EXPECT_EQ(read.headers, (std::vector<std::string>{"id", "score", "comment", "at", "ok"}));
  EXPECT_EQ(read.rows, (Rows{{"1", "9.5", "très bien", "2026-01-31 10:30:00", "true"},
                             {"2", "∅", "", "2026-02-01 00:00:00", "false"},
                             {"3", "4.0", "∅", "∅", "∅"}}));
}

TEST(Parquet, RefusesWhatIsCutOff) {
  EXPECT_EQ(read_text("PAR1 and nothing that a Parquet file has").error.code, Code::bad_input);
}

TEST(Parquet, HoldsTheLimitOnColumns) {
  RowLimits limits;
  limits.columns = 4;
  EXPECT_EQ(read_all(BELLWETHER_SOURCE_DIR "/src/listen/rows/parquet_reader_sample.parquet", limits).error.code,
            Code::too_large);
}

}  // namespace
}  // namespace bellwether::listen
