#include "serve/http/gate.hpp"

#include <gtest/gtest.h>

namespace bellwether::http {
namespace {

using std::chrono::milliseconds;
const Gate::Time k_start{std::chrono::hours(1000)};

Address address(std::string_view text) { return address_from(text).value(); }

TEST(Gate, CountsConnections) {
  Gate gate({.connections = 3, .connections_per_address = 2});
  EXPECT_EQ(gate.enter(address("192.0.2.1"), true), Gate::Entry::open);
  EXPECT_EQ(gate.enter(address("192.0.2.1"), true), Gate::Entry::open);
  EXPECT_EQ(gate.enter(address("192.0.2.1"), true), Gate::Entry::full_for_address);
  EXPECT_EQ(gate.enter(address("192.0.2.2"), true), Gate::Entry::open);
  EXPECT_EQ(gate.enter(address("192.0.2.3"), true), Gate::Entry::full);
  gate.leave(address("192.0.2.1"), true);
  EXPECT_EQ(gate.enter(address("192.0.2.1"), true), Gate::Entry::open);
  EXPECT_EQ(gate.connections(), 3U);
}

TEST(Gate, TakesAnIpv6NetworkForOneAddress) {
  Gate gate({.connections_per_address = 1});
  EXPECT_EQ(gate.enter(address("2001:db8::1"), true), Gate::Entry::open);
  EXPECT_EQ(gate.enter(address("2001:db8::2"), true), Gate::Entry::full_for_address);
  EXPECT_EQ(gate.enter(address("2001:db8:0:1::1"), true), Gate::Entry::open);
}

TEST(Gate, LetsBurstsPassAndHoldsTheLongRun) {
  Gate gate({.requests_per_second = 2, .requests_at_once = 3});
  const Address one = address("192.0.2.1");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(gate.wait_for_request(one, k_start), milliseconds(0));
  EXPECT_EQ(gate.wait_for_request(one, k_start), milliseconds(500)) << "two a second: the next one in half a second";
  EXPECT_EQ(gate.wait_for_request(one, k_start + milliseconds(250)), milliseconds(250));
  EXPECT_EQ(gate.wait_for_request(one, k_start + milliseconds(500)), milliseconds(0));
  EXPECT_EQ(gate.wait_for_request(one, k_start + milliseconds(500)), milliseconds(500));
  EXPECT_EQ(gate.wait_for_request(address("192.0.2.2"), k_start), milliseconds(0));
  int passed = 0;
  for (int ms = 0; ms < 100'000; ++ms)
    passed += gate.wait_for_request(one, k_start + milliseconds(1000 + ms)).count() == 0 ? 1 : 0;
  EXPECT_NEAR(passed, 200, 4);
}

TEST(Gate, HasNoRateWhereNoneIsSet) {
  Gate gate({});
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(gate.wait_for_request(address("192.0.2.1"), k_start), milliseconds(0));
}

TEST(Gate, RemembersOnlySoManyAddresses) {
  Gate gate({.requests_per_second = 1, .requests_at_once = 1, .addresses = 10});
  for (int i = 0; i < 10; ++i) {
    Address one = address("192.0.2.0");
    one.bytes[15] = static_cast<std::uint8_t>(i);
    EXPECT_EQ(gate.wait_for_request(one, k_start), milliseconds(0));
  }
  EXPECT_GT(gate.wait_for_request(address("192.0.2.3"), k_start), milliseconds(0));
  EXPECT_EQ(gate.wait_for_request(address("198.51.100.1"), k_start + milliseconds(1100)), milliseconds(0))
      << "those at rest make room";
  EXPECT_GT(gate.wait_for_request(address("198.51.100.1"), k_start + milliseconds(1100)), milliseconds(0));
}

}  // namespace
}  // namespace bellwether::http
