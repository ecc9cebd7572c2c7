#include "tell/answer_sample.hpp"
#include "tell/fits_terminal.hpp"
#include "tell/golden.hpp"
#include "tell/table.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

using measure::ComparedAnswer;
using measure::ComparedRow;
using measure::Difference;
using measure::Verdict;

ComparedRow compared(measure::AnswerRow now, double before, Difference difference, double p) {
  ComparedRow row{.now = now, .before = now, .difference = difference, .p_adjusted = p};
  row.before->is = measure::Estimate{
      .value = before, .low = before - 9, .high = before + 9, .n = 200, .method = measure::Method::adjusted_wald};
  return row;
}

// The rows of the sample: one fell, one rose, one stays, one has hostile letters, one is withheld, one has nothing before.
ComparedAnswer sample_comparison() {
  ComparedAnswer compared_answer{
      .now = sample_answer(), .query_before = "bellwether measure nps --by unit", .rows = {}};
  const std::vector<measure::AnswerRow> rows = std::move(compared_answer.now.rows);
  compared_answer.now.rows.clear();
  compared_answer.rows = {
      compared(rows[0], 38.25, {.value = -26, .low = -39, .high = -13, .verdict = Verdict::down, .p = 0.0001}, 0.0003),
      compared(rows[1], -60, {.value = 26, .low = 8, .high = 44, .verdict = Verdict::up, .p = 0.004}, 0.008),
      compared(rows[2], 40.1, {.value = -0.1, .low = -12, .high = 11.8, .p = 0.98}, 0.98),
      compared(rows[3], 54.9, {.value = 0.1, .low = -11.8, .high = 12, .p = 0.98}, 0.98),
      {.now = rows[4], .before = {}, .difference = {}},
      {.now = rows[5], .before = {}, .difference = {}}};
  return compared_answer;
}

TEST(ComparisonTable, PutsNowBesideBefore) {
  const std::string drawn = draw_comparison(sample_comparison(), {.columns = 100});
  const std::string lyon = line_with(drawn, "Lyon");
  for (const char* words : {" 12 ", " 38 ", " −26 ", "−39\u00A0…\u00A0−13", "<0.001", "▼ down"}) {
    EXPECT_TRUE(holds(lyon, words)) << words << " in " << lyon;
  }
  const std::string tokyo = line_with(drawn, "東京駅");
  for (const char* words : {" −34 ", " −60 ", " +26 ", "0.008", "▲ up"}) {
    EXPECT_TRUE(holds(tokyo, words)) << words << " in " << tokyo;
  }
  EXPECT_TRUE(holds(drawn, "compared with: bellwether measure nps --by unit\n")) << drawn;
  EXPECT_TRUE(holds(drawn, "adjusted for all rows")) << drawn;
}

// At no decimals a tenth is nothing, and gets no side.
TEST(ComparisonTable, GivesADifferenceOfNothingNoSign) {
  const std::string drawn = draw_comparison(sample_comparison(), {.columns = 100});
  EXPECT_FALSE(holds(drawn, "+0")) << drawn;
  EXPECT_EQ(negative_zero_in(drawn), std::string_view::npos) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "HYPERLINK"), "can't tell yet")) << drawn;
}

TEST(ComparisonTable, ShowsNoFigureOfWhatIsWithheldAndSaysWhy) {
  const std::string nice = line_with(draw_comparison(sample_comparison(), {.columns = 100}), "Nice");
  EXPECT_TRUE(holds(nice, "withheld: fewer than 5 people answered")) << nice;
}

TEST(ComparisonTable, SaysWhereThereIsNothingToCompareWith) {
  const std::string unknown = line_with(draw_comparison(sample_comparison(), {.columns = 100}), "not known");
  EXPECT_TRUE(holds(unknown, "nothing to compare with")) << unknown;
  EXPECT_TRUE(holds(unknown, " 8 ")) << unknown;
}

TEST(ComparisonTable, ColoursByWhetherUpIsBetter) {
  ComparedAnswer answer = sample_comparison();
  const auto colour_of_lyon = [&] {
    const std::string line = line_with(draw_comparison(answer, {.columns = 100, .colour = true}), "Lyon");
    return holds(line, "\x1b[38;5;172m▼") ? "worse" : holds(line, "\x1b[38;5;37m▼") ? "better" : "none";
  };
  EXPECT_STREQ(colour_of_lyon(), "worse");
  answer.now.measure.better = measure::Better::lower;
  EXPECT_STREQ(colour_of_lyon(), "better");
  answer.now.measure.better = measure::Better::neither;
  EXPECT_STREQ(colour_of_lyon(), "none");
}

TEST(ComparisonTable, SaysSoWhenThereIsNothing) {
  ComparedAnswer answer = sample_comparison();
  answer.rows.clear();
  EXPECT_TRUE(holds(draw_comparison(answer, {}), "No facts answer this question."));
}

TEST(ComparisonTable, SpeaksOfOnePWhereThereIsOneRow) {
  ComparedAnswer answer = sample_comparison();
  answer.rows.resize(1);
  EXPECT_TRUE(holds(draw_comparison(answer, {}), "p is two-sided."));
}

TEST(ComparisonTable, FitsTheTerminalAndIsNotSteered) {
  ComparedAnswer answer = sample_comparison();
  answer.now.measure.label = "Net Promoter Score" + std::string(k_hostile) +
                             " of a name that is longer than any page is " +
                             "wide, since nobody is kept from writing one like this";
  for (const std::size_t columns : {40U, 46U, 52U, 72U, 80U, 100U}) {
    for (const bool unicode : {true, false}) {
      const Terminal terminal{.columns = columns, .unicode = unicode};
      expect_fits(draw_comparison(answer, terminal), terminal);
    }
  }
}

TEST(ComparisonTable, FoldsItsRowsWhereTheTerminalIsTooNarrow) {
  const std::string drawn = draw_comparison(sample_comparison(), {.columns = 44});
  EXPECT_TRUE(reads(drawn, "Lyon, 2026-W46 now 12 · before 38 · difference −26 interval −39 … −13 · p <0.001 · ▼ down"))
      << drawn;
  EXPECT_TRUE(reads(drawn, "withheld: fewer than 5 people answered")) << drawn;
  const std::string coloured = draw_comparison(sample_comparison(), {.columns = 44, .colour = true});
  EXPECT_TRUE(holds(coloured, "\x1b[38;5;172m▼ down")) << coloured;
  // Without periods there is room on the narrowest terminal.
  ComparedAnswer answer = sample_comparison();
  for (ComparedRow& row : answer.rows) row.now.from = row.now.to = {};
  EXPECT_TRUE(holds(draw_comparison(answer, {.columns = 40}), "─")) << draw_comparison(answer, {.columns = 40});
}

TEST(ComparisonTable, LooksAsKept) {
  expect_golden("comparison_100.txt", draw_comparison(sample_comparison(), {.columns = 100}));
  expect_golden("comparison_44.txt", draw_comparison(sample_comparison(), {.columns = 44}));
  expect_golden("comparison_72_ascii.txt", draw_comparison(sample_comparison(), {.columns = 72, .unicode = false}));
}

}  // namespace
}  // namespace bellwether::tell
