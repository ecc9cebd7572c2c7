#include "measure/skewed_mean.hpp"

#include "measure/coverage_amounts.hpp"

#include <cmath>
#include <fstream>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

struct Sums {
  std::int64_t n = 0;
  Powers powers;
  explicit Sums(const std::vector<std::int64_t>& hundredths) {
    for (const Int128 x : hundredths) {
      ++n;
      powers = powers + Powers{.sum = x, .squares = x * x, .cubes = x * x * x};
    }
  }
  [[nodiscard]] Result<Estimate> skewed(double level = 0.95) const {
    return skewed_mean(n, powers.sum, powers.squares, 100, powers, level);
  }
  [[nodiscard]] Result<Estimate> student(double level = 0.95) const {
    return mean(n, powers.sum, powers.squares, 100, level);
  }
};

TEST(SkewedMean, AgreesWithSciPy) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/estimates.json");
  const auto golden = nlohmann::json::parse(file);
  for (const auto& is : golden.at("skewed_mean")) {
    const Sums sums(is["hundredths"].get<std::vector<std::int64_t>>());
    const auto e = sums.skewed(is["level"]).value();
    const double width = is["high"].get<double>() - is["low"].get<double>();
    EXPECT_NEAR(skewness(sums.n, sums.powers), is["skewness"].get<double>(), 1e-9);
    EXPECT_NEAR(e.value, is["value"].get<double>(), 1e-9 * width);
    EXPECT_NEAR(e.low, is["low"].get<double>(), 1e-9 * width);
    EXPECT_NEAR(e.high, is["high"].get<double>(), 1e-9 * width);
    EXPECT_EQ(e.method, Method::skewed_t);
  }
}

TEST(SkewedMean, ReachesFurtherToTheSideOfTheTail) {
  const auto e = Sums({100, 120, 90, 110, 105, 95, 2'000}).skewed().value();
  EXPECT_GT(e.high - e.value, 2 * (e.value - e.low));
}

TEST(SkewedMean, OfEvenValuesIsStudents) {
  const Sums sums({100, 200, 300, 400, 500});
  EXPECT_DOUBLE_EQ(skewness(sums.n, sums.powers), 0);
  EXPECT_DOUBLE_EQ(sums.skewed()->low, sums.student()->low);
  EXPECT_DOUBLE_EQ(sums.skewed()->high, sums.student()->high);
}

TEST(SkewedMean, SaysNothingOfOneValueAndOfEqualOnes) {
  EXPECT_EQ(Sums({500}).skewed().error().code, Code::not_enough);
  EXPECT_EQ(Sums({500, 500, 500}).skewed().error().code, Code::not_enough);
}

RC_GTEST_PROP(SkewedMean, HoldsTheValueAndTurnsRoundWithTheValues, ()) {
  auto values = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-1'000, 1'000'000));
  values.push_back(0);
  values.push_back(7);
  const auto e = Sums(values).skewed().value();
  RC_ASSERT(e.low <= e.value && e.value <= e.high && std::isfinite(e.low) && std::isfinite(e.high));
  for (std::int64_t& value : values) value = -value;
  const auto turned = Sums(values).skewed().value();
  const double slack = 1e-9 * (e.high - e.low);
  RC_ASSERT(std::abs(turned.low + e.high) <= slack && std::abs(turned.high + e.low) <= slack);
}

RC_GTEST_PROP(SkewedMean, PowersOfTwoSlicesAddUp, (std::vector<std::int32_t> a, std::vector<std::int32_t> b)) {
  std::vector<std::int64_t> both(a.begin(), a.end());
  const Sums of_a(both);
  const Sums of_b(std::vector<std::int64_t>(b.begin(), b.end()));
  both.insert(both.end(), b.begin(), b.end());
  const Sums of_both(both);
  RC_ASSERT(of_a.powers + of_b.powers == of_both.powers);
  RC_ASSERT(of_both.powers - of_b.powers == of_a.powers);
}

TEST(SkewedMean, HoldsTheTruthOfSkewedAmounts) {
  for (const Amounts amounts : {Amounts::lognormal_one, Amounts::exponential, Amounts::gamma_half}) {
    for (const std::int64_t n : {10, 30}) {
      EXPECT_GE(coverage_of_free_mean(amounts, FreeMean::skewed, n, 0.95, 4'000).coverage, 0.90) << n;
    }
  }
}

}  // namespace
}  // namespace bellwether::measure
