#include "serve/http/network.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace bellwether::http {

namespace {

constexpr std::array<std::uint8_t, 12> k_ipv4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_ipv4(const Address& address) {
  return std::equal(k_ipv4_prefix.begin(), k_ipv4_prefix.end(), address.bytes.begin());
}

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (trouble != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

}  // namespace

std::optional<Address> address_from(std::string_view text) {
  const std::string written(text);  // inet_pton wants an end
  Address address;
  if (inet_pton(AF_INET6, written.c_str(), address.bytes.data()) == 1) return address;
  std::ranges::copy(k_ipv4_prefix, address.bytes.begin());
  if (inet_pton(AF_INET, written.c_str(), address.bytes.data() + k_ipv4_prefix.size()) == 1) return address;
  return {};
}

std::string to_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool four = is_ipv4(address);
  inet_ntop(four ? AF_INET : AF_INET6, address.bytes.data() + (four ? k_ipv4_prefix.size() : 0), text.data(),
            text.size());
  return text.data();
}

Address holder_of(const Address& address) {
  Address holder = address;
  if (!is_ipv4(address)) std::fill(holder.bytes.begin() + 8, holder.bytes.end(), std::uint8_t{0});
  return holder;
}

Result<Network> network_from(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = address_from(text.substr(0, slash));
  const int most = address && is_ipv4(*address) && text.find(':') == std::string_view::npos ? 32 : 128;
  const auto bits = slash == std::string_view::npos ? most : number_from<int>(text.substr(slash + 1));
  if (!address || !bits || *bits < 0 || *bits > most) {
    return fail(Code::bad_input, fmt::format("\"{}\" is no network", text), {},
                "write it as 10.0.0.0/8, 2001:db8::/32 or one address");
  }
  return Network{.address = *address, .bits = 128 - most + *bits};
}

bool holds(const Network& network, const Address& address) {
  const auto whole = static_cast<std::size_t>(network.bits / 8);
  if (!std::equal(address.bytes.begin(), address.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  network.address.bytes.begin())) {
    return false;
  }
  if (network.bits % 8 == 0) return true;
  const auto differing = static_cast<unsigned>(address.bytes[whole] ^ network.address.bytes[whole]);
  return differing >> static_cast<unsigned>(8 - network.bits % 8) == 0;
}

namespace {

/// One hop of a header: whom the proxy saw, and over what.
struct Hop {
  std::string_view from;
  std::string_view scheme;
};

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

/// "[2001:db8::1]:4711" and "192.0.2.1:80" without what is no address.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) return text.substr(1, std::min(text.find(']'), text.size()) - 1);
  if (std::ranges::count(text, ':') == 1) return text.substr(0, text.find(':'));
  return text;
}

std::vector<Hop> hops_of_forwarded(const Headers& headers) {
  std::vector<Hop> hops;
  for (const std::string_view line : headers.all("Forwarded")) {
    for (const std::string_view element : split(line, ',')) {
      Hop hop;
      for (const std::string_view pair : split(element, ';')) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string_view name = trim(pair.substr(0, equals));
        const std::string_view value = unquoted(trim(pair.substr(equals + 1)));
        if (equals_ignoring_case(name, "for")) hop.from = value;
        if (equals_ignoring_case(name, "proto")) hop.scheme = value;
      }
      hops.push_back(hop);
    }
  }
  return hops;
}

std::vector<std::string_view> listed(const Headers& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const std::string_view line : headers.all(name)) {
    for (const std::string_view value : split(line, ',')) values.push_back(trim(value));
  }
  return values;
}

std::vector<Hop> hops_of_x_forwarded(const Headers& headers) {
  const auto froms = listed(headers, "X-Forwarded-For");
  const auto schemes = listed(headers, "X-Forwarded-Proto");
  std::vector<Hop> hops(froms.size());
  // Some proxies write one scheme for the whole way, others one a hop: counted from the near end, the last one stands
  // for all before.
  for (std::size_t back = 0; back < froms.size(); ++back) {
    Hop& hop = hops[froms.size() - 1 - back];
    hop.from = froms[froms.size() - 1 - back];
    if (back < schemes.size()) hop.scheme = schemes[schemes.size() - 1 - back];
  }
  return hops;
}

}  // namespace

Asker asker_of(const Address& peer, bool secure, const Headers& headers, const Proxies& proxies) {
  const auto is_trusted = [&](const Address& address) {
    return std::ranges::any_of(proxies.trusted, [&](const Network& network) { return holds(network, address); });
  };
  Asker asker{.address = peer, .secure = secure, .by_proxy = is_trusted(peer)};
  if (!asker.by_proxy) return asker;
  const auto hops =
      proxies.header == Proxies::Header::forwarded ? hops_of_forwarded(headers) : hops_of_x_forwarded(headers);
  for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(asker.address); ++hop) {
    const auto from = address_from(without_port(hop->from));
    if (!from) break;
    asker.address = *from;
    if (!hop->scheme.empty()) asker.secure = equals_ignoring_case(hop->scheme, "https");
  }
  return asker;
}

Result<Endpoint> endpoint_from(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const bool bracketed = text.starts_with('[');
  if (colon != std::string_view::npos && (!bracketed || (colon > 0 && text[colon - 1] == ']'))) {
    const std::string_view host = bracketed ? text.substr(1, colon - 2) : text.substr(0, colon);
    const auto address = address_from(host);
    const auto port = number_from<std::uint16_t>(text.substr(colon + 1));
    const bool is_written_as_meant = bracketed == (host.find(':') != std::string_view::npos);
    if (address && port && is_written_as_meant) return Endpoint{.address = *address, .port = *port};
  }
  return fail(Code::bad_input, fmt::format("\"{}\" is no place to listen at", text), {},
              "write an address and a port, as in 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080");
}

std::string to_text(const Endpoint& endpoint) {
  const std::string address = to_text(endpoint.address);
  return is_ipv4(endpoint.address) ? fmt::format("{}:{}", address, endpoint.port)
                                   : fmt::format("[{}]:{}", address, endpoint.port);
}

}  // namespace bellwether::http
