#include "measure/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/bootstraps.json");
  return nlohmann::json::parse(file).at(group);
}

Histogram histogram_of_values(const std::vector<std::int64_t>& values) {
  std::vector<Histogram::Bar> bars;
  for (const std::int64_t value : values) bars.push_back({.value = value, .count = 1});
  return histogram_of(bars);
}

TEST(Bca, AgreesWithSciPyOnTheSameResamples) {
  for (const auto& is : golden("bounds")) {
    const std::vector<double> without = is["without"];
    const std::vector<std::int64_t> ones(without.size(), 1);
    EXPECT_NEAR(acceleration(without, ones), is["acceleration"].get<double>(), 1e-12);
    const auto bounds = bca_bounds(is["value"], is["resampled"], is["acceleration"], is["level"]);
    EXPECT_NEAR(bounds.low, is["low"].get<double>(), 1e-9);
    EXPECT_NEAR(bounds.high, is["high"].get<double>(), 1e-9);
  }
}

TEST(Bca, OfMeansComesCloseToSciPy) {
  for (const auto& is : golden("means")) {
    const auto e = bootstrap_mean(histogram_of_values(is["values"]), 0.95, {.resamples = 20'000}).value();
    const double length = is["high"].get<double>() - is["low"].get<double>();
    EXPECT_NEAR(e.value, is["value"].get<double>(), 1e-9);
    EXPECT_NEAR(e.low, is["low"].get<double>(), 0.03 * length);
    EXPECT_NEAR(e.high, is["high"].get<double>(), 0.03 * length);
  }
}

TEST(Bootstrap, OfAShareIsNearTheWilsonInterval) {
  // 400 of 1,000 above 2: 0.3701 … 0.4307 by Wilson.
  const Statistic above_two = [](const Histogram& h) {
    double hits = 0;
    for (const auto& bar : h.bars) hits += bar.value > 2 ? static_cast<double>(bar.count) : 0;
    return hits / static_cast<double>(h.n());
  };
  const auto e = bootstrap(histogram_of({{1, 300}, {2, 300}, {3, 250}, {4, 150}}), above_two).value();
  EXPECT_NEAR(e.value, 0.4, 1e-12);
  EXPECT_NEAR(e.low, 0.3701, 0.004);
  EXPECT_NEAR(e.high, 0.4307, 0.004);
}

TEST(Bootstrap, FollowsItsSeed) {
  const Histogram values = histogram_of_values({3, 9, 27, 81, 243, 5, 6, 7});
  const auto first = bootstrap_mean(values, 0.95, {.seed = 5}).value();
  const auto again = bootstrap_mean(values, 0.95, {.seed = 5}).value();
  const auto other = bootstrap_mean(values, 0.95, {.seed = 6}).value();
  EXPECT_EQ(first.low, again.low);
  EXPECT_EQ(first.high, again.high);
  EXPECT_NE(first.high, other.high);
}

TEST(Bootstrap, NeedsValuesThatDiffer) {
  EXPECT_EQ(bootstrap_mean({}).error().code, Code::not_enough);
  EXPECT_EQ(bootstrap_mean(histogram_of({{5, 1}})).error().code, Code::not_enough);
  EXPECT_EQ(bootstrap_mean(histogram_of({{5, 100}})).error().code, Code::not_enough);
}

RC_GTEST_PROP(Bootstrap, IntervalHoldsTheValueInsideWhatWasSeen, ()) {
  const auto values = *rc::gen::suchThat(
      rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-20, 21)), [](const auto& v) {
        return v.size() >= 2 && *std::min_element(v.begin(), v.end()) < *std::max_element(v.begin(), v.end());
      });
  const auto e = bootstrap_mean(histogram_of_values(values), 0.9, {.resamples = 100}).value();
  RC_ASSERT(e.low <= e.value && e.value <= e.high);
  RC_ASSERT(-20 <= e.low && e.high <= 20);
}

}  // namespace
}  // namespace bellwether::measure
