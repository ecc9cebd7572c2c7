#include "serve/fetch/reach.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace bellwether::fetch {

namespace {

using http::Address;
using http::Network;

std::vector<Network> networks(std::initializer_list<std::string_view> texts) {
  std::vector<Network> all;
  for (const std::string_view text : texts) all.push_back(http::network_from(text).value());
  return all;
}

/// What stands outside of this is not the public internet, but the IPv4 addresses, which are written as ::ffff:a.b.c.d.
const std::vector<Network>& public_ones() {
  static const std::vector<Network> k_all = networks({"0.0.0.0/0", "2000::/3"});
  return k_all;
}

/// Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and those after it).
const std::vector<Network>& special_ones() {
  static const std::vector<Network> k_all =
      networks({"0.0.0.0/8",        // "this" network; 0.0.0.0 reaches the own machine
                "10.0.0.0/8",       // private
                "100.64.0.0/10",    // shared by a provider's customers; metadata of Alibaba's cloud
                "127.0.0.0/8",      // loopback
                "168.63.129.16",    // Azure's own services for a machine, at a public address
                "169.254.0.0/16",   // link-local; metadata of most clouds
                "172.16.0.0/12",    // private
                "192.0.0.0/24",     // protocols; metadata of Oracle's cloud
                "192.0.2.0/24",     // documentation
                "192.88.99.0/24",   // relays of 6to4
                "192.168.0.0/16",   // private
                "198.18.0.0/15",    // benchmarks
                "198.51.100.0/24",  // documentation
                "203.0.113.0/24",   // documentation
                "224.0.0.0/4",      // multicast
                "240.0.0.0/4",      // reserved, broadcast
                "2001::/23",        // protocols: Teredo, benchmarks, ORCHID
                "2001:db8::/32",    // documentation
                "2002::/16",        // 6to4: any IPv4 address, also a private one
                "3fff::/20"});      // documentation
  return k_all;
}

bool is_in(const std::vector<Network>& all, const Address& address) {
  return std::ranges::any_of(all, [&](const Network& network) { return holds(network, address); });
}

/// What a translator between IPv6 and IPv4 would reach for 64:ff9b::a.b.c.d (RFC 6052); any other address as it is.
Address translated(const Address& address) {
  static const Network k_nat64 = http::network_from("64:ff9b::/96").value();
  if (!holds(k_nat64, address)) return address;
  Address four = http::address_from("0.0.0.0").value();
  std::copy_n(address.bytes.begin() + 12, 4, four.bytes.begin() + 12);
  return four;
}

}  // namespace

bool is_public(const Address& address) {
  const Address reached = translated(address);
  return is_in(public_ones(), reached) && !is_in(special_ones(), reached);
}

bool may_reach(const Address& address, const std::vector<Network>& allowed) {
  return is_public(address) || is_in(allowed, address) || is_in(allowed, translated(address));
}

}  // namespace bellwether::fetch
