#include "guard/access/failures.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

constexpr Failures::Limits k_few{
    .of_account = 3, .of_address = 5, .within = std::chrono::seconds(60), .most_places = 8};

Instant at(std::int64_t seconds) { return Instant{.us = seconds * k_us_per_second}; }

TEST(Failures, AnAccountIsTriedSoOften) {
  Failures failures(k_few);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(failures.begin("ada@example.org", std::to_string(i), at(10)));
  EXPECT_EQ(failures.begin("ADA@example.org ", "another", at(20)), std::chrono::seconds(50));
  EXPECT_FALSE(failures.begin("bea@example.org", "another", at(20)));
  EXPECT_FALSE(failures.begin("ada@example.org", "another", at(70))) << "after a while it is forgotten";
}

TEST(Failures, AnAddressTriesSoOften) {
  Failures failures(k_few);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(failures.begin(std::to_string(i), "192.0.2.1", at(0)));
  EXPECT_TRUE(failures.begin("ada", "192.0.2.1", at(1)));
  EXPECT_FALSE(failures.begin("ada", "192.0.2.2", at(1)));
}

TEST(Failures, ANetworkOfIpv6IsOneAddress) {
  Failures failures(k_few);
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(failures.begin(std::to_string(i), "2001:db8:1:2::" + std::to_string(i), at(0)));
  }
  EXPECT_TRUE(failures.begin("ada", "2001:db8:1:2:ffff::1", at(1)));
  EXPECT_FALSE(failures.begin("ada", "2001:db8:1:3::1", at(1)));
}

TEST(Failures, WhoGotInIsNotCounted) {
  Failures failures(k_few);
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(failures.begin("ada", "192.0.2.1", at(0)));
    failures.succeeded("ada", "192.0.2.1");
    EXPECT_FALSE(failures.begin("bea", "192.0.2.1", at(0)));
    failures.undecided("bea", "192.0.2.1");
  }
  EXPECT_EQ(failures.size(), 0U);
}

TEST(Failures, AFloodDoesNotHideWhatWasTriedOften) {
  Failures failures(k_few);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(failures.begin("ada", "192.0.2.1", at(0)));
  for (int i = 0; i < 1'000; ++i) {
    [[maybe_unused]] const auto wait = failures.begin("x" + std::to_string(i), "y" + std::to_string(i), at(1));
    EXPECT_LE(failures.size(), 8U);
  }
  EXPECT_TRUE(failures.begin("ada", "192.0.2.9", at(2)));
}

}  // namespace
}  // namespace bellwether::guard
