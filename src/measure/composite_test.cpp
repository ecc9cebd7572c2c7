#include "measure/composite.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

Part part(double value, double low, double high, double weight = 1) {
  return {.estimate = {.value = value, .low = low, .high = high, .n = 10}, .weight = weight};
}

TEST(Composite, OfIndependentPartsWorkedByHand) {
  // Weights 1/4 and 3/4: 65; arms below √((10/4)² + (8 × 3/4)²) = 6.5, above √((20/4)² + (16 × 3/4)²) = 13.
  const auto e = composite(std::vector{part(50, 40, 70, 1), part(70, 62, 86, 3)}).value();
  EXPECT_NEAR(e.value, 65, 1e-12);
  EXPECT_NEAR(e.value - e.low, 6.5, 1e-12);
  EXPECT_NEAR(e.high - e.value, 13, 1e-12);
  EXPECT_EQ(e.n, 20);
  EXPECT_EQ(e.method, Method::mover);
}

TEST(Composite, OfCorrelatedPartsIsLessSure) {
  // Two parts of equal weight and arm 10: independent √50, together 10, against each other 0.
  const std::vector<Part> parts{part(50, 40, 60), part(50, 40, 60)};
  EXPECT_NEAR(composite(parts)->high - 50, std::sqrt(50.0), 1e-12);
  EXPECT_NEAR(composite(parts, std::vector{1.0, 1.0, 1.0, 1.0})->high - 50, 10, 1e-12);
  EXPECT_NEAR(composite(parts, std::vector{1.0, -1.0, -1.0, 1.0})->high - 50, 0, 1e-6);
  // The delta method: √(w' Σ w) with errors 10 and r = 0.5 is √(25 + 25 + 25).
  EXPECT_NEAR(composite(parts, std::vector{1.0, 0.5, 0.5, 1.0})->high - 50, std::sqrt(75.0), 1e-12);
}

TEST(Composite, TakesStandardErrors) {
  const Estimate one = from_standard_error(3, 0.3, 40);
  const Estimate other = from_standard_error(5, 0.4, 60);
  const auto e = composite(std::vector<Part>{{.estimate = one}, {.estimate = other}}).value();
  EXPECT_NEAR(e.value, 4, 1e-12);
  EXPECT_NEAR(e.high - e.value, 1.959964 * 0.25, 1e-6);
  EXPECT_EQ(e.n, 100);
}

TEST(Composite, RefusesWhatCantBe) {
  const std::vector<Part> parts{part(50, 40, 60), part(50, 40, 60)};
  EXPECT_EQ(composite({}).error().code, Code::not_enough);
  EXPECT_EQ(composite(std::vector{part(1, 0, 2, 0)}).error().code, Code::not_enough);
  EXPECT_EQ(composite(std::vector{part(1, 0, 2, -1)}).error().code, Code::bad_input);
  EXPECT_EQ(composite(parts, std::vector{1.0, 0.5}).error().code, Code::bad_input);
  EXPECT_EQ(composite(parts, std::vector{1.0, 0.5, 0.4, 1.0}).error().code, Code::bad_input);
  EXPECT_EQ(composite(parts, std::vector{1.0, 2.0, 2.0, 1.0}).error().code, Code::bad_input);
  EXPECT_EQ(composite(parts, std::vector{0.9, 0.5, 0.5, 1.0}).error().code, Code::bad_input);
  // Three parts can't all move against each other.
  const std::vector<Part> three(3, part(50, 40, 60));
  EXPECT_EQ(composite(three, std::vector{1.0, -0.9, -0.9, -0.9, 1.0, -0.9, -0.9, -0.9, 1.0}).error().code,
            Code::bad_input);
  auto mixed = parts;
  mixed[1].estimate.level = 0.9;
  EXPECT_EQ(composite(mixed).error().code, Code::bad_input);
}

RC_GTEST_PROP(Composite, OfOnePartIsThatPartAndWeightsHaveNoSize, ()) {
  const double value = *rc::gen::inRange(0, 100);
  const double below = *rc::gen::inRange(0, 30);
  const double above = *rc::gen::inRange(0, 30);
  const double weight = *rc::gen::inRange(1, 9);
  const auto e = composite(std::vector{part(value, value - below, value + above, weight), part(7, 0, 9, 0)}).value();
  RC_ASSERT(std::abs(e.low - (value - below)) < 1e-9 && std::abs(e.high - (value + above)) < 1e-9);
  RC_ASSERT(e.low <= e.value && e.value <= e.high && e.n == 10);
}

}  // namespace
}  // namespace bellwether::measure
