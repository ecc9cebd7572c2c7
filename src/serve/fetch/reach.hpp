// Which addresses the server may speak to of its own accord. Whoever tells it an address must not come through it to what stands beside
// it: the own machine, the own network, the cloud's list of secrets.
#pragma once

#include "serve/http/network.hpp"

#include <vector>

namespace bellwether::fetch {

/// Whether it is an address of the public internet: none of the special-purpose ones of IANA's registries (loopback, private, shared,
/// link-local, unique-local, multicast, documentation, reserved), nor one of these written as an IPv6 address (mapped, NAT64, 6to4),
/// nor the address that tells machines of a cloud their secrets where it is a public one.
[[nodiscard]] bool is_public(const http::Address& address);

/// Public, or of a network that is allowed.
[[nodiscard]] bool may_reach(const http::Address& address, const std::vector<http::Network>& allowed);

}  // namespace bellwether::fetch
