#include "tell/answer_words.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

Day on(int year, unsigned month, unsigned day) { return *day_from({year, month, day}); }

TEST(AnswerWords, PutsALabelInItsUnit) {
  EXPECT_EQ(in_unit("Net Promoter Score", "points"), "Net Promoter Score, in points");
  EXPECT_EQ(in_unit("Care", "of 5"), "Care, of 5");
  EXPECT_EQ(in_unit("Visits", "per leader"), "Visits, per leader");
  EXPECT_EQ(in_unit("Share", ""), "Share");
}

TEST(AnswerWords, NamesCalendarPeriods) {
  EXPECT_EQ(period_text(on(2026, 11, 9), on(2026, 11, 16)), "2026-W46");
  EXPECT_EQ(period_text(on(2026, 10, 1), on(2026, 11, 1)), "2026-10");
  EXPECT_EQ(period_text(on(2026, 11, 9), on(2026, 11, 17)), "2026-11-09 … 2026-11-16");
  EXPECT_EQ(period_words(on(2026, 11, 9), on(2026, 11, 16)), "week\u00A046, 2026");
  EXPECT_EQ(period_words(on(2026, 10, 1), on(2026, 11, 1)), "October 2026");
  EXPECT_EQ(period_words(on(2026, 10, 1), on(2027, 1, 1)), "quarter\u00A04 of 2026");
  EXPECT_EQ(period_words(on(2026, 1, 1), on(2027, 1, 1)), "2026");
  EXPECT_EQ(period_words(on(2026, 1, 1), on(2026, 1, 2)), "1\u00A0January 2026");
}

// 2024-12-30 is the Monday of the first ISO week of 2025.
TEST(AnswerWords, NamesTheIsoYearOfAWeek) {
  EXPECT_EQ(period_words(on(2024, 12, 30), on(2025, 1, 6)), "week\u00A001, 2025");
}

TEST(AnswerWords, SaysMonthAndYearOnceWhereTheyAreTheSame) {
  EXPECT_EQ(days_words(on(2026, 11, 9), on(2026, 11, 16)), "9 to 15\u00A0November 2026");
  EXPECT_EQ(days_words(on(2026, 10, 26), on(2026, 11, 2)), "26 October to 1\u00A0November 2026");
  EXPECT_EQ(days_words(on(2026, 12, 28), on(2027, 1, 4)), "28\u00A0December 2026 to 3\u00A0January 2027");
}

TEST(WeightingLines, TellWhatWeightsCost) {
  measure::Answer answer;
  measure::AnswerRow row{.slice = {{"unit", "Lyon"}}, .from = {}, .to = {}, .is = measure::Estimate{}, .n = 1204};
  row.weighting = measure::Weighting{.effective_n = 963.2, .design_effect = 1.25, .rounds = 4, .largest_gap = 1e-10};
  EXPECT_TRUE(weighting_lines(answer, {&row}).empty()) << "nothing is weighted";
  answer.weighted_by = {"segment", "attribute.age"};
  const measure::AnswerRow withheld{.slice = {}, .from = {}, .to = {}, .is = measure::Withheld{"why"}};
  EXPECT_EQ(weighting_lines(answer, {&row, &withheld}),
            (std::vector<std::string>{
                "Answers are weighted to the population's spread over segment, attribute.age.",
                "Lyon: 1,204 answers know as much as 963 of equal weight (design effect 1.25; 4 rounds of raking)."}));
  measure::AnswerRow dear = row;
  dear.weighting->design_effect = 3;
  std::vector<const measure::AnswerRow*> many(9, &row);
  many.push_back(&dear);
  EXPECT_EQ(weighting_lines(answer, many).back(),
            "Design effects go from 1.25 to 3.00; --json and --csv tell each row's.");
}

}  // namespace
}  // namespace bellwether::tell
