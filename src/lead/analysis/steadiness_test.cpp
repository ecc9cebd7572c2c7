#include "lead/analysis/steadiness.hpp"

#include "lead/analysis/golden.hpp"
#include "lead/analysis/habits_truth.hpp"
#include "lead/analysis/rate_ratio.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

TEST(RateRatio, AgreesWithSciPy) {
  for (const auto& is : golden("rate_ratios")) {
    const auto ratio = rate_ratio({.events = is["here"][0], .exposure = is["here"][1]},
                                  {.events = is["there"][0], .exposure = is["there"][1]})
                           .value();
    EXPECT_NEAR(ratio.ratio.value, is["value"], 1e-10);
    EXPECT_NEAR(ratio.ratio.low, is["low"], 1e-8);
    EXPECT_NEAR(ratio.ratio.high, is["high"], 1e-7);
    EXPECT_NEAR(ratio.p, is["p"], 1e-10);
  }
}

TEST(RateRatio, WithoutAnyThereIsOpenAbove) {
  const auto ratio = rate_ratio({.events = 4, .exposure = 2}, {.events = 0, .exposure = 2}).value();
  EXPECT_TRUE(ratio.ratio.open_above);
  EXPECT_GT(ratio.ratio.low, 0.5);
  EXPECT_EQ(rate_ratio({.events = 0, .exposure = 1}, {.events = 0, .exposure = 1}).error().code, Code::not_enough);
  EXPECT_EQ(rate_ratio({.events = 1, .exposure = 0}, {.events = 0, .exposure = 1}).error().code, Code::not_enough);
}

/// Thirty weeks, every third one hard; three acts in calm weeks, `hard` in hard ones, now one more and now one less.
std::vector<LeaderWeek> thirty_weeks(std::int64_t hard) {
  std::vector<LeaderWeek> weeks;
  for (std::int32_t week = 0; week < 30; ++week) {
    const bool is_hard = week % 3 == 2;
    const std::int64_t wobble = week % 2 == 0 ? 1 : -1;
    weeks.push_back({.leader = 0, .week = week, .load = is_hard ? 1.3 : 0.8, .acts = (is_hard ? hard : 3) + wobble});
  }
  return weeks;
}

TEST(Steadiness, PartsTheLeadersOwnWeeks) {
  const Steadiness steadiness = steadiness_of(thirty_weeks(3));
  ASSERT_EQ(steadiness.leaders.size(), 1U);
  EXPECT_EQ(steadiness.leaders[0].hard, 10U);
  EXPECT_EQ(steadiness.leaders[0].calm, 20U);
  const auto& acts = steadiness.leaders[0].held[0];
  ASSERT_TRUE(acts);
  EXPECT_DOUBLE_EQ(acts->ratio.value, 1);
  EXPECT_FALSE(steadiness.leaders[0].held[1]);  // nothing was promised
  EXPECT_EQ(steadiness.pooled[0].error().code, Code::not_enough);
}

TEST(Steadiness, WhoStopsInHardWeeksFalls) {
  const Steadiness steadiness = steadiness_of(thirty_weeks(1));  // 0 or 2 a week against 2 or 4
  EXPECT_EQ(steadiness.leaders[0].held[0]->holds, Holds::falls);
  EXPECT_NEAR(steadiness.leaders[0].held[0]->ratio.value, 1.0 / 3, 1e-12);
}

TEST(Steadiness, LoadThatNeverMovesSaysNothing) {
  std::vector<LeaderWeek> weeks = thirty_weeks(3);
  for (LeaderWeek& week : weeks) week.load = 1;
  const Steadiness steadiness = steadiness_of(weeks);
  EXPECT_EQ(steadiness.leaders[0].hard, 0U);
  EXPECT_FALSE(steadiness.leaders[0].held[0]);
}

TEST(Steadiness, CoversAndCriesNoWolf) {
  const SteadyKept steady = steady_kept({}, 120, 1);
  const SteadyKept fading = steady_kept({.ratio = 0.6}, 40, 2);
  for (std::size_t b = 0; b < 3; ++b) {
    EXPECT_LE(steady.any_flagged[b], 0.09) << b;
    EXPECT_NEAR(steady.covers[b], 0.95, 0.02) << b;
    EXPECT_GT(steady.pooled_covers[b], 0.88) << b;
    EXPECT_NEAR(fading.covers[b], 0.95, 0.03) << b;
    EXPECT_GT(fading.any_flagged[b], 0.9) << b;
  }
}

}  // namespace
}  // namespace bellwether::lead
