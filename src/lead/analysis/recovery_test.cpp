#include "lead/analysis/recovery.hpp"

#include "lead/analysis/habits_truth.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

// Baseline 7, 8, 7, 8 …: mean 7.5, standard deviation √(8 × 0.25 / 7) = 0.5345; then down to 3, and up by one a week.
Column dipped() {
  Column weeks{7, 8, 7, 8, 7, 8, 7, 8, 3, 4, 5, 6, 7, 8, 7, 8};
  return weeks;
}

TEST(Recovery, WorkedByHand) {
  const Recovery recovery = recovery_of(std::vector<Shock>{{.unit = 0, .began = 8}}, {1, 16}, dipped());
  const ShockStory& story = recovery.shocks[0];
  EXPECT_EQ(story.end, ShockEnd::back);
  EXPECT_DOUBLE_EQ(story.baseline, 7.5);
  EXPECT_NEAR(story.band, 0.5345, 1e-4);
  EXPECT_DOUBLE_EQ(story.dip, 4.5 - 7.5);  // 3, 4, 5, 6
  // Two weeks in a row above 6.97 on average: 7 and 8, weeks 12 and 13; 6 and 7 are not.
  EXPECT_EQ(story.weeks, 4U);
  EXPECT_EQ(recovery.withstood->value, 0);
}

TEST(Recovery, LastSeenBelowIsCensored) {
  Column weeks = dipped();
  weeks.resize(12);
  const Recovery recovery = recovery_of(std::vector<Shock>{{.unit = 0, .began = 8}}, {1, 12}, weeks);
  EXPECT_EQ(recovery.shocks[0].end, ShockEnd::not_yet);
  EXPECT_EQ(recovery.shocks[0].weeks, 4U);
  EXPECT_EQ(recovery.median_weeks.error().code, Code::not_enough);
}

TEST(Recovery, TheNextShockEndsTheWatch) {
  const std::vector<Shock> shocks{{.unit = 0, .began = 8}, {.unit = 0, .began = 11}};
  const Recovery recovery = recovery_of(shocks, {1, 16}, dipped());
  EXPECT_EQ(recovery.shocks[0].end, ShockEnd::not_yet);
  EXPECT_EQ(recovery.shocks[0].weeks, 3U);
}

TEST(Recovery, TooLittleBeforeIsUnknown) {
  const Recovery recovery = recovery_of(std::vector<Shock>{{.unit = 0, .began = 3}}, {1, 16}, dipped());
  EXPECT_EQ(recovery.shocks[0].end, ShockEnd::unknown);
  EXPECT_EQ(recovery.withstood.error().code, Code::not_enough);
}

TEST(Recovery, HalfOfItInThreeWeeksIsBackWithinOneDeviationInAboutSix) {
  // A dip of 4 deviations, half gone every three weeks: one deviation is left after six. Two noisy weeks reach it a
  // little early.
  std::mt19937_64 random(1);
  double sum = 0;
  for (int draw = 0; draw < 40; ++draw) sum += draw_recovery({}, random).median_weeks->value / 40;
  EXPECT_GT(sum, 4.3);
  EXPECT_LT(sum, 6.5);
}

TEST(Recovery, AShockThatDoesNothingIsWithstoodNineteenTimesInTwenty) {
  std::mt19937_64 random(2);
  double stood = 0;
  for (int draw = 0; draw < 60; ++draw) stood += draw_recovery({.dip = 0}, random).withstood->value / 60;
  EXPECT_NEAR(stood, 0.95, 0.02);
}

}  // namespace
}  // namespace bellwether::lead
