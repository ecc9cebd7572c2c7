#include "tell/interval_bar.hpp"

#include "base/text.hpp"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::tell {
namespace {

using measure::Estimate;
using measure::Method;

// Eleven columns over 0 … 100: ten to a column; 20 stands at column 2, 50 at 5, 70 at 7.
TEST(IntervalBar, StandsWhereTheNumbersSay) {
  const BarScale scale{.low = 0, .high = 100};
  EXPECT_EQ(interval_bar({.value = 50, .low = 20, .high = 70}, scale, 11, true), "  ───●──   ");
  EXPECT_EQ(interval_bar({.value = 50, .low = 20, .high = 70}, scale, 11, false), "  ---o--   ");
}

TEST(IntervalBar, MarksZeroInside) {
  const BarScale scale{.low = -50, .high = 50};
  EXPECT_EQ(interval_bar({.value = 30, .low = 20, .high = 40}, scale, 11, true), "     ┊ ─●─ ");
  EXPECT_EQ(interval_bar({.value = 0, .low = -10, .high = 10}, scale, 11, true), "    ─●─    ");
}

// 8 columns for 16: half a column is one; 9 of 16 are 4.5 columns: four full ones and four eighths.
TEST(IntervalBar, DrawsCountsFromZero) {
  const BarScale scale{.low = 0, .high = 16, .counts = true};
  EXPECT_EQ(interval_bar({.value = 9, .low = 9, .high = 9}, scale, 8, true), "████▌   ");
  EXPECT_EQ(interval_bar({.value = 9, .low = 9, .high = 9}, scale, 8, false), "#####   ");
  EXPECT_EQ(interval_bar({.value = 0, .low = 0, .high = 0}, scale, 8, true), "        ");
}

// −34 … 60 spans 94; an eighth is 11.75, so steps of 20: −40 … 60.
TEST(IntervalBar, SharesARoundScale) {
  const std::vector<Estimate> estimates = {{.value = 12, .low = 3, .high = 60, .method = Method::wilson},
                                           {.value = -20, .low = -34, .high = 2, .method = Method::wilson}};
  const BarScale scale = scale_for(estimates);
  EXPECT_EQ(scale.low, -40);
  EXPECT_EQ(scale.high, 60);
  EXPECT_FALSE(scale.counts);
}

TEST(IntervalBar, BeginsCountsAtZero) {
  const std::vector<Estimate> counts = {{.value = 40, .low = 40, .high = 40}, {.value = 90, .low = 90, .high = 90}};
  const BarScale scale = scale_for(counts);
  EXPECT_EQ(scale.low, 0);
  EXPECT_EQ(scale.high, 90);
  EXPECT_TRUE(scale.counts);
}

RC_GTEST_PROP(IntervalBar, IsAlwaysAsWideAsAsked, ()) {
  const double low = *rc::gen::inRange(-1000, 1000);
  const double value = low + *rc::gen::inRange(0, 500);
  const Estimate estimate{
      .value = value, .low = low, .high = value + *rc::gen::inRange(0, 500), .method = Method::wilson};
  const std::vector<Estimate> all = {estimate};
  const auto columns = *rc::gen::inRange<std::size_t>(3, 60);
  const bool unicode = *rc::gen::arbitrary<bool>();
  RC_ASSERT(width(interval_bar(estimate, scale_for(all), columns, unicode)) == columns);
}

}  // namespace
}  // namespace bellwether::tell
