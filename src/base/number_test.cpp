#include "base/number.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether {
namespace {

double read(std::string_view text, DecimalSign sign = DecimalSign::point) {
  const auto number = decimal_from(text, sign);
  return number ? number->value() : -999;
}

TEST(Decimal, ReadsWhatPeopleWrite) {
  EXPECT_EQ(read("9"), 9);
  EXPECT_EQ(read("-12.85"), -12.85);
  EXPECT_EQ(read("+.5"), 0.5);
  EXPECT_EQ(read("5."), 5);
  EXPECT_EQ(read("1,234.5"), 1234.5);
  EXPECT_EQ(read("1'234'567"), 1234567);
  EXPECT_EQ(read("1.234,5", DecimalSign::comma), 1234.5);
  EXPECT_EQ(read("4,5", DecimalSign::comma), 4.5);
  EXPECT_EQ(read("1.5e3"), 1500);
  EXPECT_EQ(read("007"), 7);
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* wrong : {"", "-", ".", "NA", "nan", "inf", "1-2", "12abc", "1,2,3", "1,23", "1,2345", ",5", "1e",
                            "five", "0x10", "1.2.3", "1 000", "=1"}) {
    EXPECT_FALSE(decimal_from(wrong)) << wrong;
  }
}

TEST(Decimal, KeepsFixedPointExactly) {
  EXPECT_EQ(decimal_from("4.5")->hundredths()->value, 450);
  EXPECT_EQ(decimal_from("0.1")->micros()->value, 100'000);
  EXPECT_EQ(decimal_from("12.3456785")->micros()->value, 12'345'679);  // half away from zero
  EXPECT_EQ(decimal_from("-0.005")->hundredths()->value, -1);
  EXPECT_FALSE(decimal_from("1e15")->micros());
  EXPECT_FALSE(decimal_from("99999999999")->hundredths());
  EXPECT_TRUE(decimal_from("1e300").has_value());
  EXPECT_FALSE(decimal_from("1e300")->micros());
  EXPECT_EQ(decimal_from("1e-299")->micros()->value, 0);
}

TEST(Decimal, KnowsWholeNumbers) {
  EXPECT_TRUE(decimal_from("10.00")->is_whole());
  EXPECT_FALSE(decimal_from("10.01")->is_whole());
  EXPECT_TRUE(decimal_from("0.0")->is_whole());
}

RC_GTEST_PROP(Decimal, FixedPointTextReadsBack, (std::int32_t any)) {
  const Hundredths value{any % 1'000'000'000};
  RC_ASSERT(decimal_from(to_text(value))->hundredths() == value);
  const Micros micros{std::int64_t{any} * 1'000'003};
  RC_ASSERT(decimal_from(to_text(micros))->micros() == micros);
}

RC_GTEST_PROP(Decimal, NeverTakesArbitraryBytesForMoreThanTheyAre, (const std::string& any)) {
  // No crash, no undefined arithmetic, whatever comes; a number that is read is finite.
  if (const auto number = decimal_from(any)) RC_ASSERT(number->value() == number->value());
}

}  // namespace
}  // namespace bellwether
