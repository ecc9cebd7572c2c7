#include "serve/fetch/reach.hpp"

#include <gtest/gtest.h>

namespace bellwether::fetch {
namespace {

using http::address_from;

TEST(Reach, IsThePublicInternet) {
  for (const char* text : {"1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                           "172.32.0.0", "192.169.0.0", "223.255.255.255", "2606:2800:220:1::1", "2a00:1450:4001::200e",
                           "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"}) {
    EXPECT_TRUE(is_public(*address_from(text))) << text;
  }
}

TEST(Reach, IsNothingBesideIt) {
  for (const char* text :
       {"0.0.0.0",     "0.1.2.3",         "10.0.0.1",      "10.255.255.255",  "100.64.0.1",   "100.100.100.200",
        "127.0.0.1",   "127.255.255.254", "168.63.129.16", "169.254.169.254", "172.16.0.1",   "172.31.255.255",
        "192.0.0.192", "192.0.2.1",       "192.168.1.1",   "198.18.0.1",      "198.51.100.7", "203.0.113.7",
        "224.0.0.1",   "239.255.255.255", "240.0.0.1",     "255.255.255.255"}) {
    EXPECT_FALSE(is_public(*address_from(text))) << text;
  }
  for (const char* text : {"::",
                           "::1",
                           "::127.0.0.1",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "::ffff:169.254.169.254",
                           "64:ff9b::127.0.0.1",
                           "64:ff9b::10.0.0.1",
                           "64:ff9b::169.254.169.254",
                           "64:ff9b:1::1",
                           "100::1",
                           "2001::1",
                           "2001:db8::1",
                           "2002:7f00:1::",
                           "2002:a00:1::",
                           "3fff::1",
                           "fc00::1",
                           "fd00:ec2::254",
                           "fe80::1",
                           "fec0::1",
                           "ff02::1"}) {
    EXPECT_FALSE(is_public(*address_from(text))) << text;
  }
}

TEST(Reach, IsWidenedByWhatIsAllowedAlone) {
  const std::vector<http::Network> allowed = {*http::network_from("10.1.0.0/16"), *http::network_from("fd00::/8")};
  EXPECT_TRUE(may_reach(*address_from("10.1.2.3"), allowed));
  EXPECT_TRUE(may_reach(*address_from("64:ff9b::10.1.2.3"), allowed));
  EXPECT_TRUE(may_reach(*address_from("fd12::1"), allowed));
  EXPECT_TRUE(may_reach(*address_from("8.8.8.8"), allowed));
  EXPECT_FALSE(may_reach(*address_from("10.2.0.1"), allowed));
  EXPECT_FALSE(may_reach(*address_from("127.0.0.1"), allowed));
  EXPECT_FALSE(may_reach(*address_from("::1"), allowed));
}

}  // namespace
}  // namespace bellwether::fetch
