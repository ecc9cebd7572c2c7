#include "lead/analysis/linkage.hpp"

#include "lead/analysis/golden.hpp"
#include "lead/analysis/habits_truth.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

/// One value for each unit, said in two weeks.
Outcome held_still(const std::vector<double>& values) {
  Outcome outcome{.grid = {values.size(), 2}, .mean = {}, .n = std::vector<std::int64_t>(2 * values.size(), 9)};
  for (const double value : values) outcome.mean.insert(outcome.mean.end(), {value, value});
  return outcome;
}

TEST(Linkage, BetweenUnitsAgreesWithSciPy) {
  for (const auto& is : golden("correlation")) {
    const auto between = linkage_of(held_still(is["x"]), held_still(is["y"])).between.value();
    EXPECT_NEAR(between.correlation.value, is["r"], 1e-10);
    EXPECT_NEAR(between.correlation.low, is["low"], 1e-9);
    EXPECT_NEAR(between.correlation.high, is["high"], 1e-9);
    EXPECT_NEAR(between.reliability_employees, 1, 1e-9);  // two weeks that say the same leave no noise
    EXPECT_NEAR(between.without_noise, between.correlation.value, 1e-9);
  }
}

TEST(Linkage, FindsTheLagWithinUnits) {
  std::mt19937_64 random(1);
  const LinkageDrawn drawn = draw_linkage({.within = 0.5}, random);
  const auto within = linkage_of(drawn.employees, drawn.customers).within.value();
  EXPECT_EQ(within.lag, 2);
  EXPECT_GT(within.correlation.low, 0.3);
  EXPECT_LT(within.p_corrected, 0.01);
  EXPECT_GT(within.effective_n, 100);
  EXPECT_LT(within.effective_n, 1.3 * static_cast<double>(within.correlation.n));
}

TEST(Linkage, NoiseIsToldBesideWhatItHides) {
  std::mt19937_64 random(2);
  LinkageDrawn drawn = draw_linkage({.units = 200, .weeks = 30, .between = 0.8}, random);
  std::normal_distribution<double> noise(0, 5);
  for (double& mean : drawn.employees.mean) mean += noise(random);
  const auto between = linkage_of(drawn.employees, drawn.customers).between.value();
  EXPECT_LT(between.reliability_employees, 0.75);
  EXPECT_LT(between.correlation.value, 0.72);
  EXPECT_NEAR(between.without_noise, 0.8, 0.12);
}

TEST(Linkage, SaysWhatIsMissing) {
  const Linkage linkage = linkage_of(held_still({1, 2, 3}), held_still({3, 2, 1}));
  EXPECT_EQ(linkage.between.error().code, Code::not_enough);
  EXPECT_EQ(linkage.within.error().code, Code::not_enough);
}

TEST(Linkage, CoversAndCriesNoWolf) {
  const LinkageKept none = linkage_kept({}, 150, 3);
  EXPECT_LT(none.within_found, 0.10);
  EXPECT_GT(none.within_covers, 0.90);
  EXPECT_GT(none.between_covers, 0.90);
  const LinkageKept some = linkage_kept({.between = 0.5, .within = 0.3}, 80, 4);
  EXPECT_GT(some.within_found, 0.95);
  EXPECT_GT(some.within_covers, 0.93);
  EXPECT_GT(some.lag_right, 0.95);
}

}  // namespace
}  // namespace bellwether::lead
