#include "learn/evaluation.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace bellwether::learn {
namespace {

using Classes = std::vector<std::size_t>;

TEST(Evaluation, CountsWhatWasRightAndWrong) {
  // Of six that are 0, four were told so; of three that are 1, two; of the one that is 2, none.
  const Classes is = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2};
  const Classes told = {0, 0, 0, 0, 1, 2, 1, 1, 0, 1};
  const Evaluation found = evaluate(is, told, 3);
  EXPECT_EQ(found.n, 10U);
  EXPECT_DOUBLE_EQ(found.accuracy.value, 0.6);
  EXPECT_DOUBLE_EQ(found.classes[0].precision.value, 4.0 / 5);
  EXPECT_DOUBLE_EQ(found.classes[0].recall.value, 4.0 / 6);
  EXPECT_DOUBLE_EQ(found.classes[0].f1.value, 2 * 4.0 / (6 + 5));
  EXPECT_DOUBLE_EQ(found.classes[1].f1.value, 2 * 2.0 / (3 + 4));
  EXPECT_DOUBLE_EQ(found.classes[2].f1.value, 0);
  EXPECT_DOUBLE_EQ(found.macro_f1.value, (8.0 / 11 + 4.0 / 7 + 0) / 3);
  EXPECT_EQ(found.classes[2].n, 1U);
  EXPECT_EQ(found.classes[2].told, 1U);
  EXPECT_LE(found.accuracy.low, 0.6);
  EXPECT_GE(found.accuracy.high, 0.6);
}

TEST(Evaluation, StandsBesideGuessingTheLargestClass) {
  const Evaluation found = evaluate(Classes{1, 1, 1, 0}, Classes{1, 1, 0, 0}, 2);
  EXPECT_EQ(found.largest, 1U);
  EXPECT_DOUBLE_EQ(found.guessing_accuracy, 0.75);
  // F1 of what is always told: 2 · 3 / (3 + 4); of the other: 0.
  EXPECT_DOUBLE_EQ(found.guessing_macro_f1, (6.0 / 7 + 0) / 2);
}

TEST(Evaluation, TakesNothingForAnAnswerThatIsWrong) {
  const Evaluation found = evaluate(Classes{0, 0, 1}, Classes{0, 2, 1}, 2);
  EXPECT_DOUBLE_EQ(found.accuracy.value, 2.0 / 3);
  EXPECT_DOUBLE_EQ(found.classes[0].precision.value, 1);
  EXPECT_DOUBLE_EQ(found.classes[0].recall.value, 0.5);
}

TEST(Evaluation, LeavesClassesOutThatNobodyMet) {
  EXPECT_DOUBLE_EQ(evaluate(Classes{0, 0, 1}, Classes{0, 0, 1}, 5).macro_f1.value, 1);
}

TEST(Evaluation, HasIntervalsThatHoldTheTruthAsOftenAsTheySay) {
  // A reader that is right 80 times in 100, tried on 300 texts, four hundred times.
  std::mt19937_64 random(7);
  std::bernoulli_distribution is_right(0.8), is_one(0.4);
  int held = 0;
  for (int time = 0; time < 400; ++time) {
    Classes is, told;
    for (int i = 0; i < 300; ++i) {
      is.push_back(is_one(random) ? 1 : 0);
      told.push_back(is_right(random) ? is.back() : 1 - is.back());
    }
    const Figure accuracy = evaluate(is, told, 2, {.draws = 300, .seed = static_cast<std::uint64_t>(time)}).accuracy;
    held += accuracy.low <= 0.8 && 0.8 <= accuracy.high ? 1 : 0;
  }
  // 95 % of 400 is 380; six standard deviations of such a count are 26.
  EXPECT_GT(held, 354);
  EXPECT_LT(held, 400);
}

TEST(AreaUnderCurve, IsTheShareOfPairsInTheRightOrder) {
  // Pairs: 3 beats 1 and 2; 2 beats 1 and ties with 2: 3.5 of 4.
  EXPECT_DOUBLE_EQ(area_under_curve(std::vector{3.0, 2.0}, std::vector{1.0, 2.0}).value, 3.5 / 4);
  EXPECT_DOUBLE_EQ(area_under_curve(std::vector{1.0}, std::vector{2.0}).value, 0);
  const Figure nothing = area_under_curve({}, std::vector{1.0});
  EXPECT_DOUBLE_EQ(nothing.value, 0.5);
  EXPECT_DOUBLE_EQ(nothing.low, 0);
  EXPECT_DOUBLE_EQ(nothing.high, 1);
}

TEST(AreaUnderCurve, HasAnIntervalThatHoldsTheTruthAsOftenAsItSays) {
  // Scores one standard deviation apart are in the right order with chance Φ(1 / √2).
  const double truth = 0.5 * std::erfc(-1 / std::sqrt(2.0) / std::sqrt(2.0));
  std::mt19937_64 random(11);
  std::normal_distribution<double> score(0, 1);
  int held = 0;
  for (int time = 0; time < 500; ++time) {
    std::vector<double> positive, negative;
    for (int i = 0; i < 120; ++i) positive.push_back(1 + score(random));
    for (int i = 0; i < 80; ++i) negative.push_back(score(random));
    const Figure area = area_under_curve(positive, negative);
    held += area.low <= truth && truth <= area.high ? 1 : 0;
  }
  // 475 expected, and 29 are six standard deviations.
  EXPECT_GT(held, 446);
  EXPECT_LT(held, 500);
}

}  // namespace
}  // namespace bellwether::learn
