#include "tell/table.hpp"

#include "base/text.hpp"
#include "tell/answer_sample.hpp"
#include "tell/columns_table.hpp"
#include "tell/golden.hpp"
#include "tell/text_table.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

// Terminal column at which `words` stand in a line of the drawing that holds `beside`.
std::size_t column_of(const std::string& drawing, std::string_view beside, std::string_view words) {
  for (const std::string_view line : split(drawing, '\n')) {
    if (line.find(beside) == std::string_view::npos) continue;
    const std::size_t at = line.find(words);
    if (at != std::string_view::npos) return width(line.substr(0, at));
  }
  return std::string::npos;
}

TEST(TextTable, KeepsColumnsInPlaceBehindWideCharacters) {
  const std::string drawing = text_table({{.head = "unit"}, {.head = "n", .right = true}, {.head = "why"}},
                                         {{{.text = "東京駅"}, {.text = "7"}, {.text = "here"}},
                                          {{.text = "Lyon"}, {.text = "1,204"}, {.text = "here"}},
                                          {{.text = "e\u0301te\u0301"}, {.text = "12"}, {.text = "here"}}},
                                         {.columns = 60});
  // The widest unit takes 6 columns, n takes 5, two between each: "why" begins at 6 + 2 + 5 + 2.
  for (const char* unit : {"東京駅", "Lyon", "e\u0301te\u0301"})
    EXPECT_EQ(column_of(drawing, unit, "here"), 15U) << unit;
}

TEST(TextTable, NarrowsTheWidestColumnFirst) {
  const std::string drawing =
      text_table({{.head = "a", .least = 6}, {.head = "b", .least = 3}},
                 {{{.text = "a very long cell that must give"}, {.text = "short"}}}, {.columns = 20});
  // 20 columns less the gap of 2 and "short" leave 13.
  EXPECT_NE(drawing.find("a very long …  short"), std::string::npos) << drawing;
}

TEST(TextTable, FoldsRowsThatNoNarrowingMakesFit) {
  const std::vector<Column> columns = {{.head = "unit", .least = 10},
                                       {.head = "now", .right = true, .least = 8},
                                       {.head = "spared", .right = true, .least = 8, .spare = true},
                                       {.head = "0  100", .least = 10, .picture = true}};
  const std::vector<std::vector<Cell>> rows = {
      {{.text = "Lyon Part-Dieu"}, {.text = "12345678"}, {.text = "2"}, {.text = "----o-----"}},
      {{.text = "Nice"}, {.text = "withheld: fewer than five people", .to_end = true}}};
  EXPECT_EQ(text_table(columns, rows, {.columns = 24}),
            "Lyon Part-Dieu\n"
            "  now 12345678\n"
            "  spared 2\n"
            "Nice\n"
            "  withheld: fewer than\n"
            "  five people\n");
}

TEST(AnswerTable, LooksAsKept) {
  expect_golden("answer_100.txt", draw_table(sample_answer(), {.columns = 100}));
  expect_golden("answer_72_ascii.txt", draw_table(sample_answer(), {.columns = 72, .unicode = false}));
}

TEST(AnswerTable, FitsTheTerminal) {
  for (const std::size_t columns : {40U, 46U, 52U, 72U, 80U, 100U}) {
    const std::string drawing = draw_table(sample_answer(), {.columns = columns});
    for (const std::string_view line : split(drawing, '\n')) EXPECT_LE(width(line), columns) << line;
  }
}

TEST(AnswerTable, NeverLetsASliceSteerTheTerminal) {
  EXPECT_EQ(draw_table(sample_answer(), {.columns = 100}).find('\x1b'), std::string::npos);
}

TEST(AnswerTable, CountsHaveNoInterval) {
  measure::Answer answer = sample_answer();
  answer.measure.unit = "signals";
  answer.measure.better = measure::Better::neither;
  answer.rows.resize(2);
  for (double value : {1204.0, 96.0}) {
    measure::AnswerRow& row = answer.rows[value > 100 ? 0 : 1];
    row.is = measure::Estimate{.value = value, .low = value, .high = value, .n = 96, .method = measure::Method::exact};
  }
  const std::string drawing = draw_table(answer, {.columns = 72});
  EXPECT_EQ(drawing.find("interval"), std::string::npos) << drawing;
  EXPECT_NE(drawing.find("1,204"), std::string::npos);
}

TEST(AnswerTable, SaysSoWhenThereIsNothing) {
  measure::Answer answer = sample_answer();
  answer.rows.clear();
  EXPECT_NE(draw_table(answer, {}).find("No facts answer this question."), std::string::npos);
}

TEST(ColumnsTable, LooksAsKept) {
  const std::vector<ColumnRow> rows = {
      {.column = "Date de la visite",
       .taken_for = "time, day before month",
       .why = "312 cells have a first number above 12, none a second"},
      {.column = "Recommandation (0-10)",
       .taken_for = "rating nps, 0 to 10",
       .why = "every cell is a whole number from 0 to 10, and the name says recommend"},
      {.column = "備考", .taken_for = "text", .why = "long cells with many different words"},
      {.column = "magasin", .taken_for = "unit", .why = "12 different names; could be a touchpoint", .doubtful = true}};
  expect_golden("columns_100.txt", draw_columns(rows, {.columns = 100}));
}

TEST(ColumnsTable, CountsWhatItDoesNotShow) {
  const std::vector<ColumnRow> rows(646, {.column = "q", .taken_for = "attribute", .why = "anything else"});
  EXPECT_NE(draw_columns(rows, {.columns = 100}).find("586 more columns"), std::string::npos);
}

}  // namespace
}  // namespace bellwether::tell
