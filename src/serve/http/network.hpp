// Addresses as values: who asks, and whom of those between we believe.
#pragma once

#include "base/result.hpp"
#include "serve/http/message.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::http {

/// An IPv4 or IPv6 address; IPv4 is kept as ::ffff:a.b.c.d, so that both ways of writing one are the same.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Address&, const Address&) = default;
};
/// Without port or brackets; nothing for anything else.
[[nodiscard]] std::optional<Address> address_from(std::string_view text);
[[nodiscard]] std::string to_text(const Address& address);  ///< "192.0.2.1", "2001:db8::1"
/// What one customer of a network provider holds: an IPv4 address, or the 64 first bits of an IPv6 one.
[[nodiscard]] Address holder_of(const Address& address);

/// "10.0.0.0/8", "2001:db8::/32", or one address.
struct Network {
  Address address;
  int bits = 128;  ///< of the 16 bytes
};
/// Error: `bad_input`.
[[nodiscard]] Result<Network> network_from(std::string_view text);
[[nodiscard]] bool holds(const Network& network, const Address& address);

/// The proxies that are believed, and the one header that they write. Only one: a header that a proxy does not write
/// itself, it hands on as the client wrote it.
struct Proxies {
  enum class Header : std::uint8_t { x_forwarded_for, forwarded };
  std::vector<Network> trusted;
  Header header = Header::x_forwarded_for;
};

struct Asker {
  Address address;
  bool secure = false;    ///< came over TLS at the outermost hop that is believed
  bool by_proxy = false;  ///< the peer itself is a trusted proxy
};
/// Goes from the peer back through the header as long as the nearer one is trusted. What is no address ("unknown",
/// "_hidden") ends the way.
/// Sources: RFC 7239; X-Forwarded-For and -Proto as proxies commonly write them.
[[nodiscard]] Asker asker_of(const Address& peer, bool secure, const Headers& headers, const Proxies& proxies);

/// A place to listen at: "127.0.0.1:8080", "[::1]:8080"; port 0 takes any free one.
struct Endpoint {
  Address address;
  std::uint16_t port = 0;
};
/// Error: `bad_input`.
[[nodiscard]] Result<Endpoint> endpoint_from(std::string_view text);
[[nodiscard]] std::string to_text(const Endpoint& endpoint);

}  // namespace bellwether::http
