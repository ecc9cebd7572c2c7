#include "serve/api/key_rates.hpp"

#include <gtest/gtest.h>

namespace bellwether::api {
namespace {

using std::chrono::milliseconds;

TEST(KeyRates, HoldTheLongRunAndLetBurstsPass) {
  KeyRates rates(2);
  const KeyRates::Time start{};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(rates.wait_for_request("a", start), milliseconds(0));
  EXPECT_EQ(rates.wait_for_request("a", start), milliseconds(500));
  EXPECT_EQ(rates.wait_for_request("b", start), milliseconds(0));  // each has its own
  EXPECT_EQ(rates.wait_for_request("a", start + milliseconds(500)), milliseconds(0));
  EXPECT_EQ(rates.wait_for_request("a", start + milliseconds(750)), milliseconds(250));
}

TEST(KeyRates, LessThanOneASecond) {
  KeyRates rates(0.1);
  const KeyRates::Time start{};
  EXPECT_EQ(rates.wait_for_request("a", start), milliseconds(0));
  EXPECT_EQ(rates.wait_for_request("a", start), milliseconds(10'000));
}

TEST(KeyRates, NoneIsNoLimit) {
  KeyRates rates(0);
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(rates.wait_for_request("a", {}), milliseconds(0));
}

}  // namespace
}  // namespace bellwether::api
