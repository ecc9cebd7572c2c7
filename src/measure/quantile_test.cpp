#include "measure/quantile.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

Histogram histogram_of_values(const std::vector<std::int64_t>& values, std::int64_t scale = 1) {
  std::vector<Histogram::Bar> bars;
  for (const std::int64_t value : values) bars.push_back({.value = value, .count = 1});
  return histogram_of(bars, scale);
}

TEST(Quantile, AgreesWithNumPyAndSciPy) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/quantiles.json");
  const nlohmann::json golden = nlohmann::json::parse(file).at("quantile");
  for (const auto& is : golden) {
    const Histogram values = histogram_of_values(is["values"]);
    const auto e = quantile(values, is["share"], is["level"]).value();
    EXPECT_NEAR(e.value, is["value"].get<double>(), 1e-9);
    EXPECT_NEAR(e.low, is["low"].get<double>(), 1e-8 * e.high);
    EXPECT_NEAR(e.high, is["high"].get<double>(), 1e-8 * e.high);
    const auto ranks = quantile(values, is["share"], is["level"], QuantileInterval::ranks).value();
    EXPECT_EQ(ranks.low, is["rank_low"].get<double>());
    EXPECT_EQ(ranks.high, is["rank_high"].get<double>());
  }
}

TEST(Quantile, NamesHowManyItNeeds) {
  // Five values lie all on one side of the median with chance 2 × 0.5^5 = 6 %, six with 3 %.
  const auto five = quantile(histogram_of_values({1, 2, 3, 4, 5}), 0.5);
  ASSERT_FALSE(five);
  EXPECT_EQ(five.error().code, Code::not_enough);
  EXPECT_EQ(five.error().message, "only 5 values here");
  EXPECT_EQ(five.error().mend, "the interval of this quantile takes at least 6");
  EXPECT_TRUE(quantile(histogram_of_values({1, 2, 3, 4, 5, 6}), 0.5));
  // 0.9^36 = 0.0225 is the first power under 2.5 %.
  EXPECT_EQ(quantile(histogram_of_values({1, 2}), 0.9).error().mend, "the interval of this quantile takes at least 36");
  EXPECT_EQ(quantile({}, 0.5).error().code, Code::not_enough);
}

TEST(Quantile, IsInTheMeasuresUnit) {
  const auto e = quantile(histogram_of_values({100, 250, 300, 350, 400, 450, 475}, 100), 0.5).value();
  EXPECT_EQ(e.value, 3.5);
  EXPECT_EQ(quantile(histogram_of({{.value = 500, .count = 40}}, 100), 0.5)->low, 5);
}

RC_GTEST_PROP(Quantile, IntervalHoldsTheValueAndCutsChangeNothing, ()) {
  const auto values =
      *rc::gen::suchThat(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-50, 51)),
                         [](const auto& v) { return v.size() >= 6; });
  const auto cut = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, values.size() + 1));
  const Histogram whole = histogram_of_values(values);
  const Histogram merged = merge(histogram_of_values({values.begin() + cut, values.end()}),
                                 histogram_of_values({values.begin(), values.begin() + cut}));
  RC_ASSERT(merged == whole);
  for (const auto interval : {QuantileInterval::between, QuantileInterval::ranks}) {
    for (const double share : {0.5, 0.7}) {
      const auto e = quantile(whole, share, 0.8, interval);
      if (!e) continue;
      RC_ASSERT(e->low <= e->value && e->value <= e->high);
      RC_ASSERT(static_cast<double>(whole.bars.front().value) <= e->low);
      RC_ASSERT(e->high <= static_cast<double>(whole.bars.back().value));
    }
  }
}

}  // namespace
}  // namespace bellwether::measure
