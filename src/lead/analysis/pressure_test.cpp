#include "lead/analysis/pressure.hpp"

#include "lead/analysis/pressure_truth.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

TEST(Pressure, PooledSlopeAndThoseWhoPassOnMore) {
  std::mt19937_64 random(1);
  const PressureDrawn drawn = draw_pressure({.leaders = 30, .weeks = 104, .hard = 2, .more = 3}, random);
  const Pressure pressure = pressure_passed_down(drawn.field);
  ASSERT_TRUE(pressure.pooled);
  for (std::uint32_t leader = 0; leader < 30; ++leader) {
    const LeaderPressure& one = pressure.leaders[leader];
    ASSERT_TRUE(one.slope);
    EXPECT_EQ(one.passes == Passes::more, leader < 2) << leader;
    EXPECT_LT(one.others, 1);  // about 0.5, and a little of the two
  }
}

TEST(Pressure, DrawnLiesBetweenOwnAndAll) {
  std::mt19937_64 random(2);
  const PressureDrawn drawn = draw_pressure({.spread = 0.3}, random);
  const Pressure pressure = pressure_passed_down(drawn.field);
  double low = 1e9;
  double high = -1e9;
  for (const LeaderPressure& one : pressure.leaders) {
    low = std::min(low, one.slope->value);
    high = std::max(high, one.slope->value);
  }
  for (const LeaderPressure& one : pressure.leaders) {
    EXPECT_GE(one.drawn->value, low);
    EXPECT_LE(one.drawn->value, high);
  }
}

TEST(Pressure, LeadersWithoutTeamsOrLoadAreUnknown) {
  std::mt19937_64 random(3);
  PressureDrawn drawn = draw_pressure({.leaders = 8}, random);
  drawn.field.load.emplace_back(52, 1.0);                                           // leads no team
  std::fill(drawn.field.load[0].begin(), drawn.field.load[0].end(), std::nan(""));  // never measured
  const Pressure pressure = pressure_passed_down(drawn.field);
  EXPECT_FALSE(pressure.leaders[0].slope);
  EXPECT_FALSE(pressure.leaders[8].slope);
  EXPECT_EQ(pressure.leaders[8].teams, 0U);
  EXPECT_EQ(pressure.leaders[0].passes, Passes::cant_tell);
}

// Long versions: bench/analysis_truth.cpp.
TEST(Pressure, EqualLeadersAreCalledEqual) {
  const PressureKept kept = pressure_kept({}, 120, 4);
  EXPECT_LE(kept.any_flagged, 0.07);
  EXPECT_NEAR(kept.covers, 0.95, 0.025);
  EXPECT_GT(kept.drawn_covers, 0.93);
  EXPECT_LT(kept.drawn_nearer, 0.5);
}

TEST(Pressure, DrawingTogetherCoversWhereLeadersDiffer) {
  const PressureKept kept = pressure_kept({.leaders = 30, .weeks = 78, .spread = 0.4}, 40, 5);
  EXPECT_NEAR(kept.drawn_covers, 0.95, 0.03);
  EXPECT_LT(kept.drawn_nearer, 0.9);
}

}  // namespace
}  // namespace bellwether::lead
