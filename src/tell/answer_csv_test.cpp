#include "tell/answer_csv.hpp"

#include "base/number.hpp"
#include "tell/answer_sample.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::tell {
namespace {

using Table = std::vector<std::vector<std::string>>;

// Reads as a spreadsheet does: quotes count only where a cell begins; what follows the closing quote is added to it.
Table read(std::string_view csv, char delimiter) {
  Table rows(1, {""});
  bool quoted = false;
  bool at_start = true;
  for (std::size_t at = 0; at < csv.size(); ++at) {
    const char sign = csv[at];
    std::string& cell = rows.back().back();
    if (quoted && sign == '"' && at + 1 < csv.size() && csv[at + 1] == '"') {
      cell += '"';
      ++at;
    } else if (quoted && sign == '"') {
      quoted = false;
    } else if (quoted) {
      cell += sign;
    } else if (sign == '"' && at_start) {
      quoted = true;
      at_start = false;
    } else if (sign == delimiter) {
      rows.back().emplace_back();
      at_start = true;
    } else if (sign == '\n' || sign == '\r') {
      rows.push_back({""});
      at_start = true;
    } else {
      cell += sign;
      at_start = false;
    }
  }
  return rows;
}

TEST(CsvCell, LeavesPlainTextAndNumbersAlone) {
  for (const char* text : {"", "Lyon", "12.5", "-12.5", "+3", "1e-3", "it's", "a=b", "x@y"}) {
    EXPECT_EQ(csv_cell(text), text);
  }
}

TEST(CsvCell, GuardsWhatASpreadsheetWouldRun) {
  EXPECT_EQ(csv_cell("=1+1"), "'=1+1");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("+cmd|' /C calc'!A0"), "'+cmd|' /C calc'!A0");
  EXPECT_EQ(csv_cell("-2+3"), "'-2+3");
  EXPECT_EQ(csv_cell("-"), "'-");
  EXPECT_EQ(csv_cell("＝1"), "'＝1");
  EXPECT_EQ(csv_cell("\t=1"), "\"'\t'=1\"");
  EXPECT_EQ(csv_cell("\r\n=1"), "\"'\r\n'=1\"");
}

TEST(CsvCell, QuotesWhatRfc4180Asks) {
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
}

RC_GTEST_PROP(CsvCell, NeverBeginsAFormulaWhateverTheDelimiter, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("==+-@@;;,\t\n\r\"\" '1aA(")));
  const char delimiter = *rc::gen::elementOf(std::string(",;\t"));
  for (const auto& row : read("x," + csv_cell(text) + ",y\r\n", delimiter)) {
    for (const std::string& cell : row) {
      const std::size_t begin = cell.find_first_not_of(' ');
      if (begin == std::string::npos) continue;
      const bool runs = std::string_view("=+-@").find(cell[begin]) != std::string_view::npos;
      // A plain number may begin with its sign.
      RC_ASSERT(begin > 0 || !runs || decimal_from(cell).has_value());
    }
  }
}

RC_GTEST_PROP(CsvCell, GivesTheTextBackButForApostrophes, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("=+-@;,\n\r\"1aB ")));
  const Table table = read("x," + csv_cell(text), ',');
  RC_ASSERT(table.size() == 1);
  RC_ASSERT(table[0].size() == 2);
  std::string back;
  for (const char sign : table[0][1]) {
    if (sign != '\'') back += sign;
  }
  RC_ASSERT(back == text);
}

TEST(AnswerCsv, HasOneLineARowThatReadsBack) {
  const measure::Answer answer = sample_answer();
  const std::string csv = answer_csv(answer);
  EXPECT_TRUE(
      csv.starts_with("unit,from,to,measure,value,low,high,level,n,method,withheld,query,snapshot,version\r\n"));
  Table table = read(csv, ',');
  std::erase_if(table, [](const auto& row) { return row.size() == 1 && row[0].empty(); });  // between CR and LF
  ASSERT_EQ(table.size(), answer.rows.size() + 1);
  for (const auto& row : table) EXPECT_EQ(row.size(), 14U);
  EXPECT_EQ(table[1],
            (std::vector<std::string>{"Lyon", "2026-11-09", "2026-11-16", "nps", "12.25", "3.5", "21.125", "0.95",
                                      "214", "adjusted-wald", "", answer.query, "1f0c9a2e-42", "0.1.0+5d2f91ab"}));
  EXPECT_EQ(table[2][4], "-34");  // a plain number stays one
  EXPECT_EQ(table[3][0], "'=HYPERLINK(\"http://x\")");
  EXPECT_EQ(table[5][4], "");
  EXPECT_EQ(table[5][8], "3");
  EXPECT_EQ(table[5][10], "fewer than 5 people answered");
  EXPECT_EQ(table[6][0], "");
  EXPECT_EQ(table[6][1], "");
}

TEST(AnswerCsv, HasColumnsForWeightsOnlyWhereTheyWereAskedFor) {
  measure::Answer answer = sample_answer();
  const std::size_t plain = read(answer_csv(answer), ',').at(0).size();
  answer.weighted_by = {"unit", "attribute.age"};
  answer.rows[0].weighting =
      measure::Weighting{.effective_n = 180.5, .design_effect = 1.25, .rounds = 3, .largest_gap = 0};
  Table table = read(answer_csv(answer), ',');
  std::erase_if(table, [](const auto& row) { return row.size() == 1; });
  ASSERT_EQ(table.size(), 7U);
  for (const auto& row : table) ASSERT_EQ(row.size(), plain + 5);
  const auto last_of = [&](std::size_t row) {
    return std::vector<std::string>(table[row].end() - 5, table[row].end());
  };
  EXPECT_EQ(last_of(0),
            (std::vector<std::string>{"weighted_by", "effective_n", "design_effect", "rounds", "largest_gap"}));
  EXPECT_EQ(last_of(1), (std::vector<std::string>{"unit,attribute.age", "180.5", "1.25", "3", "0"}));
  EXPECT_EQ(last_of(5), (std::vector<std::string>{"unit,attribute.age", "", "", "", ""}));
}

}  // namespace
}  // namespace bellwether::tell
