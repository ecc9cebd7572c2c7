#include "measure/ratio.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

PairSums sums_of(const Pairs& pairs, std::int64_t scale_x = 1, std::int64_t scale_y = 1) {
  PairSums sums{.scale_x = scale_x, .scale_y = scale_y};
  for (const auto& [a, b] : pairs) {
    const Int128 x = a;
    const Int128 y = b;
    sums =
        sums +
        PairSums{.n = 1, .x = x, .y = y, .xx = x * x, .yy = y * y, .xy = x * y, .scale_x = scale_x, .scale_y = scale_y};
  }
  return sums;
}

Pairs pairs_of(const nlohmann::json& is) {
  Pairs pairs;
  for (std::size_t i = 0; i < is["x"].size(); ++i) pairs.emplace_back(is["x"][i], is["y"][i]);
  return pairs;
}

nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/ratios.json");
  return nlohmann::json::parse(file).at(group);
}

void expect_near(double ours, double theirs) { EXPECT_NEAR(ours, theirs, 1e-9 * std::max(1.0, std::abs(theirs))); }

TEST(Ratio, AgreesWithNumPyOnBothSidesOfTheBorder) {
  int fieller = 0;
  for (const auto& is : golden("ratio")) {
    const auto e = ratio(sums_of(pairs_of(is), 100, 1000), is["level"]).value();
    expect_near(e.value, is["value"]);
    expect_near(e.low, is["low"]);
    expect_near(e.high, is["high"]);
    EXPECT_EQ(word_of(e.method), is["method"].get<std::string>());
    fieller += e.method == Method::fieller ? 1 : 0;
  }
  EXPECT_GT(fieller, 2);
}

TEST(Ratio, SaysWhenTheDenominatorCouldBeNothing) {
  // Of 6 visits one bought: t × se of the mean is 2.57 × 1/6, more than the mean of 1/6.
  const auto answer = ratio(sums_of({{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {50, 1}, {40, 1}}));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::not_enough);
  EXPECT_NE(answer.error().message.find("too uncertain"), std::string::npos);
}

TEST(Ratio, HasNoStepAtTheBorder) {
  // The same pairs, y moved up little by little: both methods' bounds are nearly the same where one takes over.
  double before = 0;
  bool was_fieller = true;
  bool crossed = false;
  for (std::int64_t lift = 0; lift < 8000; lift += 10) {
    Pairs pairs;
    for (std::int64_t i = 0; i < 20; ++i)
      pairs.emplace_back(1000 + 37 * ((i * 7) % 11), 100 + lift + 150 * ((i * 5) % 13));
    const auto e = ratio(sums_of(pairs));
    if (!e) continue;
    const double arm = (e->high - e->value) / e->value;
    const bool is_fieller = e->method == Method::fieller;
    if (was_fieller && !is_fieller && before > 0) {
      EXPECT_NEAR(arm / before, 1, 0.12);
      crossed = true;
    }
    was_fieller = is_fieller;
    before = arm;
  }
  EXPECT_TRUE(crossed);
}

TEST(Ratio, KnowsNothingFromTooLittle) {
  EXPECT_EQ(ratio({}).error().code, Code::not_enough);
  EXPECT_EQ(ratio(sums_of({{1, 2}})).error().code, Code::not_enough);
  EXPECT_EQ(ratio(sums_of({{1, 0}, {2, 0}})).error().code, Code::not_enough);
  EXPECT_EQ(ratio(sums_of({{1, 2}, {2, 4}, {3, 6}})).error().code, Code::not_enough);
}

TEST(ClusteredShare, AgreesWithNumPy) {
  for (const auto& is : golden("clustered")) {
    const auto e = clustered_share(sums_of(pairs_of(is))).value();
    expect_near(e.value, is["value"]);
    expect_near(e.low, is["low"]);
    expect_near(e.high, is["high"]);
  }
}

TEST(ClusteredShare, CountsCustomersWhereAllAreAlike) {
  // Ten customers with a hundred contacts each and no hit: Wilson of 0 in 10 with t(9) = 2.262157, not of 0 in 1,000.
  const auto e = clustered_share(sums_of(Pairs(10, {0, 100}))).value();
  EXPECT_EQ(e.low, 0);
  EXPECT_NEAR(e.high, 2.262157 * 2.262157 / (10 + 2.262157 * 2.262157), 1e-6);
  EXPECT_EQ(e.n, 1000);
  EXPECT_EQ(clustered_share(sums_of({{3, 2}, {2, 2}})).error().code, Code::bad_input);
}

RC_GTEST_PROP(Ratio, IntervalHoldsTheValueAndCutsChangeNothing, ()) {
  const auto pairs = *rc::gen::container<Pairs>(
      rc::gen::pair(rc::gen::inRange<std::int64_t>(-100, 1000), rc::gen::inRange<std::int64_t>(0, 500)));
  const auto cut = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, pairs.size() + 1));
  const PairSums whole = sums_of(pairs);
  RC_ASSERT(sums_of({pairs.begin() + cut, pairs.end()}) + sums_of({pairs.begin(), pairs.begin() + cut}) == whole);
  if (const auto e = ratio(whole)) RC_ASSERT(e->low <= e->value && e->value <= e->high);
}

RC_GTEST_PROP(ClusteredShare, StaysBetweenNoneAndAll, ()) {
  const auto pairs = *rc::gen::container<Pairs>(
      rc::gen::pair(rc::gen::inRange<std::int64_t>(0, 3), rc::gen::inRange<std::int64_t>(2, 9)));
  if (const auto e = clustered_share(sums_of(pairs))) {
    RC_ASSERT(0 <= e->low && e->low <= e->value && e->value <= e->high && e->high <= 1);
  }
}

}  // namespace
}  // namespace bellwether::measure
