#include "serve/http/network.hpp"

#include <gtest/gtest.h>

namespace bellwether::http {
namespace {

Address address(std::string_view text) { return address_from(text).value(); }

TEST(Address, IsReadAndWritten) {
  for (const auto* text : {"192.0.2.1", "2001:db8::1", "::", "0.0.0.0"}) EXPECT_EQ(to_text(address(text)), text);
  EXPECT_EQ(address("::ffff:192.0.2.1"), address("192.0.2.1"));
  for (const auto* text : {"", "192.0.2", "192.0.2.1:80", "[::1]", "unknown", "1::2::3"})
    EXPECT_FALSE(address_from(text)) << text;
}

TEST(Network, HoldsItsAddresses) {
  const auto holds_it = [](const char* network, const char* one) {
    return holds(*network_from(network), address(one));
  };
  EXPECT_TRUE(holds_it("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(holds_it("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(holds_it("192.0.2.128/25", "192.0.2.129"));
  EXPECT_FALSE(holds_it("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(holds_it("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(holds_it("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(holds_it("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(holds_it("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(holds_it("0.0.0.0/0", "8.8.8.8"));
  EXPECT_FALSE(holds_it("0.0.0.0/0", "2001:db8::1")) << "all of IPv4 is not all";
  EXPECT_TRUE(holds_it("::/0", "8.8.8.8"));
  for (const auto* text : {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "all"})
    EXPECT_FALSE(network_from(text)) << text;
}

struct Askers : testing::Test {
  std::string asker(const char* peer, const Headers& headers) {
    const Asker found = asker_of(address(peer), false, headers, proxies);
    return to_text(found.address) + (found.secure ? " secure" : "");
  }
  Proxies proxies{.trusted = {*network_from("10.0.0.0/8"), *network_from("2001:db8::/32")}};
};

TEST_F(Askers, AreThePeerWhereItIsNotTrusted) {
  EXPECT_EQ(asker("192.0.2.9", {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-Proto", "https"}}), "192.0.2.9");
}

TEST_F(Askers, AreTheNearestWhoIsNotTrusted) {
  EXPECT_EQ(asker("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-Proto", "https"}}),
            "198.51.100.1 secure");
  EXPECT_EQ(asker("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6, 198.51.100.1"}}), "198.51.100.1")
      << "the client may write what it likes";
  EXPECT_EQ(asker("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6, 198.51.100.1, 10.1.1.1"}}), "198.51.100.1");
  EXPECT_EQ(asker("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-For", "10.1.1.1"}}), "198.51.100.1")
      << "two lines are one list";
  EXPECT_EQ(asker("10.0.0.1", {{"X-Forwarded-For", "unknown, 10.1.1.1"}}), "10.1.1.1");
  EXPECT_EQ(asker("10.0.0.1", {}), "10.0.0.1");
  EXPECT_EQ(asker("10.0.0.1", {{"Forwarded", "for=198.51.100.1"}}), "10.0.0.1")
      << "only the header that the proxy writes counts";
}

TEST_F(Askers, AreReadFromForwarded) {
  proxies.header = Proxies::Header::forwarded;
  EXPECT_EQ(asker("10.0.0.1", {{"Forwarded", "for=198.51.100.1;proto=https;by=10.0.0.1"}}), "198.51.100.1 secure");
  EXPECT_EQ(asker("2001:db8::1", {{"Forwarded", "for=6.6.6.6, For=\"[2001:db9::7]:4711\""}}), "2001:db9::7");
  EXPECT_EQ(asker("10.0.0.1", {{"Forwarded", "for=\"192.0.2.43:47011\""}}), "192.0.2.43");
  EXPECT_EQ(asker("10.0.0.1", {{"Forwarded", "for=_hidden"}, {"X-Forwarded-For", "6.6.6.6"}}), "10.0.0.1");
}

TEST(Endpoint, IsReadAndWritten) {
  for (const auto* text : {"127.0.0.1:8080", "[::1]:0", "0.0.0.0:65535"})
    EXPECT_EQ(to_text(endpoint_from(text).value()), text);
  for (const auto* text :
       {"", ":80", "127.0.0.1", "127.0.0.1:65536", "::1:80", "[::1]80", "[127.0.0.1]:80", "[:80", "[]:1", "here:80"}) {
    EXPECT_FALSE(endpoint_from(text)) << text;
  }
}

}  // namespace
}  // namespace bellwether::http
