#include "measure/adjusted_difference.hpp"

#include "measure/critical.hpp"

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

Moments of(const std::vector<int>& values) {
  Moments moments;
  for (const int value : values) {
    ++moments.n;
    moments.sum += value;
    moments.sum_squares += static_cast<std::int64_t>(value) * value;
  }
  return moments;
}

TEST(AdjustedDifference, OfOnePlaceIsWelchs) {
  const std::array<Stratum, 1> one = {Stratum{.group = of({1, 2, 3, 6}), .others = of({4, 5, 9, 9, 8})}};
  const auto found = adjusted_difference(one);
  ASSERT_TRUE(found) << to_text(found.error());
  EXPECT_DOUBLE_EQ(found->difference.value, -4);
  const double group = 14.0 / 3, others = 22.0 / 4;  // the sample variances
  const double error = std::sqrt(group / 4 + others / 5);
  const double degrees =
      std::pow(group / 4 + others / 5, 2) / (std::pow(group / 4, 2) / 3 + std::pow(others / 5, 2) / 4);
  EXPECT_NEAR(degrees, 6.794, 0.001);
  EXPECT_NEAR((found->difference.high - found->difference.low) / 2, student_critical(0.95, degrees) * error, 1e-9);
  EXPECT_EQ(found->difference.n, 4);
  EXPECT_EQ(found->others, 5);
  EXPECT_DOUBLE_EQ(found->contribution.value, -4 * 4.0 / 9);
}

/// Those who speak of it were mostly at the worse place: told without the places, it would look bad.
TEST(AdjustedDifference, TakesOutWhatIsDueToThePlace) {
  std::vector<int> bad_group(80, 2), bad_others(20, 1), good_group(20, 9), good_others(80, 8);
  bad_group[0] = 3;
  bad_others[0] = 2;
  good_group[0] = 8;
  good_others[0] = 7;
  const std::array<Stratum, 2> places = {Stratum{.group = of(bad_group), .others = of(bad_others)},
                                         Stratum{.group = of(good_group), .others = of(good_others)}};
  const auto found = adjusted_difference(places);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->difference.value, 1, 0.06);
  EXPECT_GT(found->difference.low, 0);
}

TEST(AdjustedDifference, LeavesOutWhatStandsAloneAndSaysSo) {
  const std::array<Stratum, 3> places = {Stratum{.group = of({1, 2, 3}), .others = of({4, 5, 6})},
                                         Stratum{.group = of({9, 9}), .others = {}},
                                         Stratum{.group = {}, .others = of({1, 1, 1})}};
  const auto found = adjusted_difference(places);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->difference.value, -3);
  EXPECT_EQ(found->without_others, 2);
  EXPECT_DOUBLE_EQ(found->contribution.value, -3 * 3.0 / 11) << "of all answers, those that stand alone, too";
}

TEST(AdjustedDifference, IsNoneOfTooFew) {
  EXPECT_FALSE(adjusted_difference({}));
  const std::array<Stratum, 1> one = {Stratum{.group = of({1}), .others = of({4, 5})}};
  EXPECT_FALSE(adjusted_difference(one));
  const std::array<Stratum, 1> alike = {Stratum{.group = of({1, 1}), .others = of({4, 4})}};
  EXPECT_FALSE(adjusted_difference(alike));
  const std::array<Stratum, 1> half = {Stratum{.group = of({1, 1, 1}), .others = of({4, 6, 5})}};
  const auto found = adjusted_difference(half);
  ASSERT_TRUE(found);
  EXPECT_LT(found->difference.low, found->difference.value) << "alike, and still not sure";
}

/// Three places of different level and with different shares of the group: the interval holds the truth as often as it says.
TEST(AdjustedDifference, CoversTheTruth) {
  struct Place {
    double promoters, detractors, in_group;
  };
  constexpr std::array<Place, 3> k_places = {Place{.promoters = 0.6, .detractors = 0.1, .in_group = 0.1},
                                             Place{.promoters = 0.3, .detractors = 0.3, .in_group = 0.4},
                                             Place{.promoters = 0.15, .detractors = 0.6, .in_group = 0.7}};
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> draw(0, 1);
  constexpr double k_less = 0.15;  // fewer promoters, more detractors in the group: a net share lower by 30 points
  for (const int answers : {40, 400}) {
    int held = 0, told = 0;
    for (int world = 0; world < 4'000; ++world) {
      std::array<Stratum, 3> strata;
      for (int i = 0; i < answers; ++i) {
        const auto place = static_cast<std::size_t>(draw(random) * 3);
        const bool in_group = draw(random) < k_places.at(place).in_group;
        const double less = in_group ? k_less : 0, said = draw(random);
        const double promoters = std::max(0.0, k_places.at(place).promoters - less);
        const double detractors = k_places.at(place).detractors + less;
        const int value = said < promoters ? 100 : said < promoters + detractors ? -100 : 0;
        Moments& of_side = in_group ? strata.at(place).group : strata.at(place).others;
        ++of_side.n;
        of_side.sum += value;
        of_side.sum_squares += static_cast<std::int64_t>(value) * value;
      }
      const auto found = adjusted_difference(strata);
      if (!found) continue;
      ++told;
      if (found->difference.low <= -30 && -30 <= found->difference.high) ++held;
    }
    ASSERT_GT(told, 3'900);
    const double share = static_cast<double>(held) / told;
    EXPECT_GT(share, 0.93) << answers;
    EXPECT_LT(share, 0.97) << answers;
  }
}

}  // namespace
}  // namespace bellwether::measure
