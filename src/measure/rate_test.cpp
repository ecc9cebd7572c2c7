#include "measure/rate.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

void expect_near(double ours, double theirs) { EXPECT_NEAR(ours, theirs, 1e-9 * std::max(1e-3, std::abs(theirs))); }

TEST(Rate, AgreesWithSciPy) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/rates.json");
  const nlohmann::json golden = nlohmann::json::parse(file).at("rate");
  for (const auto& is : golden) {
    const auto garwood = rate(is["events"], is["exposure"], is["level"], PoissonInterval::garwood).value();
    expect_near(garwood.value, is["value"]);
    expect_near(garwood.low, is["garwood_low"]);
    expect_near(garwood.high, is["garwood_high"]);
    const auto mid_p = rate(is["events"], is["exposure"], is["level"]).value();
    expect_near(mid_p.low, is["mid_p_low"]);
    expect_near(mid_p.high, is["mid_p_high"]);
  }
}

TEST(Rate, OfNothingSeenWorkedByHand) {
  // Garwood: e^−λ = 0.025 at λ = 3.688879. Mid-P: half of e^−λ is 0.025 at λ = 2.995732, the rule of three.
  EXPECT_NEAR(rate(0, 1, 0.95, PoissonInterval::garwood)->high, 3.688879, 1e-6);
  EXPECT_NEAR(rate(0, 1)->high, 2.995732, 1e-6);
  EXPECT_EQ(rate(0, 1)->low, 0);
  EXPECT_NEAR(rate(0, 100)->high, 0.02995732, 1e-8);
}

TEST(Rate, NeedsAnExposure) {
  EXPECT_EQ(rate(0, 0).error().code, Code::not_enough);
  EXPECT_EQ(rate(3, -1).error().code, Code::bad_input);
  EXPECT_EQ(rate(3, std::nan("")).error().code, Code::bad_input);
}

TEST(Rate, OfVeryManyEventsIsNearlyNormal) {
  const auto e = rate(1'000'000'000'000, 1).value();
  EXPECT_NEAR(e.high - e.value, 1.959964e6, 10);
  EXPECT_NEAR(e.value - e.low, 1.959964e6, 10);
}

TEST(Rate, HasNoStepWhereTheExactSumsEnd) {
  for (const auto interval : {PoissonInterval::mid_p, PoissonInterval::garwood}) {
    const auto exact = rate(10'000'000, 1, 0.95, interval).value();
    const auto near = rate(10'000'001, 1, 0.95, interval).value();
    EXPECT_NEAR(near.low - exact.low, 1, 0.01);
    EXPECT_NEAR(near.high - exact.high, 1, 0.01);
  }
}

RC_GTEST_PROP(Rate, IntervalHoldsTheValueAndGarwoodHoldsMidP, ()) {
  const auto events = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
  const double exposure = *rc::gen::inRange(1, 1'000'000) / 1000.0;
  const auto mid_p = rate(events, exposure).value();
  const auto garwood = rate(events, exposure, 0.95, PoissonInterval::garwood).value();
  RC_ASSERT(0 <= mid_p.low && mid_p.low <= mid_p.value && mid_p.value <= mid_p.high);
  RC_ASSERT(garwood.low <= mid_p.low && mid_p.high <= garwood.high);
}

}  // namespace
}  // namespace bellwether::measure
