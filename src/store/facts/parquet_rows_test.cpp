#include "store/facts/parquet_rows.hpp"

#include "store/facts/duck.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

namespace fs = std::filesystem;

struct Parquet : testing::Test {
  Parquet() {
    std::string name = (fs::temp_directory_path() / "bellwether-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~Parquet() override { fs::remove_all(folder); }
  Parquet(const Parquet&) = delete;
  Parquet& operator=(const Parquet&) = delete;

  /// Writes what a query answers as a Parquet file.
  fs::path make(const std::string& name, const std::string& query) {
    const auto database = Database::open({});
    const auto connection = database->connect();
    const fs::path file = folder / name;
    const auto made =
        connection->run("SET TimeZone = 'UTC'; COPY (" + query + ") TO '" + file.string() + "' (FORMAT parquet)");
    EXPECT_TRUE(made) << to_text(made.error());
    return file;
  }

  fs::path folder;
};

using Cells = std::vector<std::optional<std::string_view>>;

TEST_F(Parquet, EveryCellIsTextAndNothingIsNotEmpty) {
  const fs::path file = make(
      "types.parquet",
      "SELECT 'Très bien' AS comment, '' AS empty, NULL::VARCHAR AS nothing, 9 AS nps, 12.85::DECIMAL(9,2) AS "
      "spend, 0.5::DOUBLE AS share, true AS again, DATE '2026-11-22' AS d, TIMESTAMP '2026-11-22 09:30:00.5' AS w, "
      "TIMESTAMPTZ '2026-11-22 09:30:00+02' AS i");
  const auto rows = ParquetRows::open(file);
  ASSERT_TRUE(rows) << to_text(rows.error());
  EXPECT_EQ((*rows)->rows(), 1U);
  const std::vector<std::string> names((*rows)->names().begin(), (*rows)->names().end());
  EXPECT_EQ(names,
            (std::vector<std::string>{"comment", "empty", "nothing", "nps", "spend", "share", "again", "d", "w", "i"}));
  const std::vector<std::string_view> types((*rows)->types().begin(), (*rows)->types().end());
  EXPECT_EQ(types, (std::vector<std::string_view>{"text", "text", "text", "whole", "number", "number", "yes/no", "date",
                                                  "walltime", "instant"}));
  Cells cells;
  ASSERT_EQ((*rows)->next(cells, 100).value(), 1U);
  EXPECT_EQ(cells, (Cells{"Très bien", "", std::nullopt, "9", "12.85", "0.5", "true", "2026-11-22",
                          "2026-11-22 09:30:00.5", "2026-11-22 07:30:00+00"}));
  EXPECT_EQ((*rows)->next(cells, 100).value(), 0U);
  EXPECT_EQ((*rows)->next(cells, 100).value(), 0U);
}

TEST_F(Parquet, RowsComeInOrderInBlocks) {
  const fs::path file = make("long.parquet", "SELECT i AS n, 'row ' || i AS t FROM range(10000) r(i)");
  const auto rows = ParquetRows::open(file);
  ASSERT_TRUE(rows);
  Cells cells;
  std::size_t seen = 0;
  while (true) {
    const std::size_t got = (*rows)->next(cells, 700).value();
    if (got == 0) break;
    ASSERT_LE(got, 700U);
    for (std::size_t row = 0; row < got; ++row, ++seen) {
      ASSERT_EQ(cells[row * 2], std::to_string(seen));
      ASSERT_EQ(cells[row * 2 + 1], "row " + std::to_string(seen));
    }
  }
  EXPECT_EQ(seen, 10000U);
}

TEST_F(Parquet, APathIsNoPattern) {
  const fs::path meant = make("x[1].parquet", "SELECT 1 AS a");
  make("x1.parquet", "SELECT 2 AS a");
  const auto rows = ParquetRows::open(meant);
  ASSERT_TRUE(rows) << to_text(rows.error());
  Cells cells;
  ASSERT_EQ((*rows)->next(cells, 10).value(), 1U);
  EXPECT_EQ(cells[0], "1");
}

TEST_F(Parquet, WhatIsNoneIsTold) {
  EXPECT_EQ(ParquetRows::open(folder / "none.parquet").error().code, Code::not_found);
  std::ofstream(folder / "text.parquet") << "id,comment\n1,good\n";
  EXPECT_EQ(ParquetRows::open(folder / "text.parquet").error().code, Code::bad_input);
  const fs::path cut = make("cut.parquet", "SELECT i FROM range(1000) r(i)");
  fs::resize_file(cut, fs::file_size(cut) / 2);
  EXPECT_EQ(ParquetRows::open(cut).error().code, Code::bad_input);
}

}  // namespace
}  // namespace bellwether::facts
