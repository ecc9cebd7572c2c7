#include "listen/import/rejects_file.hpp"

#include "listen/rows/rows_for_tests.hpp"

#include <array>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string safe(std::string_view cell) {
  std::string out;
  append_safe_cell(cell, out);
  return out;
}

TEST(RejectsFile, NeverLetsASpreadsheetRunACell) {
  EXPECT_EQ(safe("=1+1"), "\"'=1+1\"");
  EXPECT_EQ(safe("@SUM(A1)"), "\"'@SUM(A1)\"");
  EXPECT_EQ(safe("+cmd|' /C calc'!A0"), "\"'+cmd|' /C calc'!A0\"");
  EXPECT_EQ(safe("\t=1"), "\"'\t=1\"");
  EXPECT_EQ(safe("-5"), "-5");
  EXPECT_EQ(safe("- nothing"), "\"'- nothing\"");
  EXPECT_EQ(safe("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
}

TEST(RejectsFile, AppearsWholeOrNotAtAll) {
  const TestFolder folder;
  const std::array<Header, 2> headers{Header{"id", "", ""}, Header{"text", "", ""}};
  const auto file = folder.path() / "reviews.csv";
  {
    RejectsFile rejects(file, {}, headers);
    EXPECT_EQ(rejects.finish().value(), std::nullopt);
  }
  {
    RejectsFile left(file, {}, headers);
    ASSERT_TRUE(left.add(2, "text", "too long", std::array<std::string_view, 2>{"1", "=x"}));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));

  RejectsFile rejects(file, {}, headers);
  ASSERT_TRUE(rejects.add(2, "text", "too long", std::array<std::string_view, 2>{"1", "=x"}));
  ASSERT_TRUE(rejects.add(
      RejectedLine{.line = 4, .column = {}, .reason = "1 cell where there are 2 columns", .raw = "oops", .cells = {}}));
  const auto whole = rejects.finish().value();
  ASSERT_EQ(whole, folder.path() / "reviews.csv.rejected.csv");
  EXPECT_EQ(text_of(*whole),
            "line,column,reason,id,text\n2,text,too long,1,\"'=x\"\n4,,1 cell where there are 2 columns,oops\n");
}

TEST(RejectsFile, GoesElsewhereWhereItCantBeWritten) {
  const TestFolder folder;
  RejectsFile rejects("/proc/reviews.csv", folder.path() / "rejected", {});
  ASSERT_TRUE(rejects.add(1, "", "why", {}));
  EXPECT_EQ(rejects.finish().value(), folder.path() / "rejected/reviews.csv.rejected.csv");
}

}  // namespace
}  // namespace bellwether::listen
