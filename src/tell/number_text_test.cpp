#include "tell/number_text.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

using measure::Estimate;

// Decimals by hand: an interval of 9 is 9 steps wide at 0 decimals; 2.2 only 2, but 22 at one; 0.14 is 14 at two.
TEST(NumberText, TellsAsManyDecimalsAsTheIntervalSupports) {
  EXPECT_EQ(decimals_for({.value = 32, .low = 27, .high = 36}), 0);
  EXPECT_EQ(decimals_for({.value = 53.4161, .low = 52.3, .high = 54.5}), 1);
  EXPECT_EQ(decimals_for({.value = 4.123, .low = 4.05, .high = 4.19}), 2);
  EXPECT_EQ(decimals_for({.value = 4.123, .low = 4.1229, .high = 4.1231}), 3);
  EXPECT_EQ(decimals_for({.value = 12, .low = 12, .high = 12}), 0);
  EXPECT_EQ(decimals_for({.value = 12.5, .low = 12.5, .high = 12.5}), 2);
}

TEST(NumberText, WritesATrueMinusAndNeverMinusZero) {
  EXPECT_EQ(number_text(-12.5, 1), "−12.5");
  EXPECT_EQ(number_text(-0.04, 1), "0.0");
  EXPECT_EQ(number_text(-0.4, 0), "0");
}

TEST(NumberText, MarksThousandsBeforeThePointOnly) {
  EXPECT_EQ(number_text(1204, 0), "1,204");
  EXPECT_EQ(number_text(999, 0), "999");
  EXPECT_EQ(number_text(-1234567.1236, 3), "−1,234,567.124");
}

TEST(NumberText, PutsTheUnitBehindUnlessItIsPoints) {
  EXPECT_EQ(number_text(42, 0, "%"), "42\u00A0%");
  EXPECT_EQ(number_text(12, 0, "points"), "12");
  EXPECT_EQ(number_text(1, 0, "signals"), "1\u00A0signal");
  EXPECT_EQ(number_text(4.25, 1, "stars"), "4.2\u00A0stars");  // 4.25 is exact in binary: half goes to even
}

TEST(NumberText, SaysAmountsOfDifferenceWithoutASign) {
  EXPECT_EQ(amount_text(-24.3, 0, "points"), "24\u00A0points");
  EXPECT_EQ(amount_text(1, 0, "points"), "1\u00A0point");
  EXPECT_EQ(amount_text(3, 0, "%"), "3\u00A0percentage points");
  EXPECT_EQ(amount_text(1, 0, "%"), "1\u00A0percentage point");
  EXPECT_EQ(interval_text(-3, 21, 0), "−3\u00A0…\u00A021");
  EXPECT_EQ(level_text(0.95), "95\u00A0%");
}

}  // namespace
}  // namespace bellwether::tell
