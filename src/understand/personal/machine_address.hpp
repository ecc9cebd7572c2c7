// Addresses of machines: IPv4 and IPv6.
#pragma once

#include "understand/personal/found.hpp"
#include "understand/personal/number.hpp"

#include <optional>

namespace bellwether::personal {

/// Four groups of 0 to 255 with one dot between.
[[nodiscard]] bool is_ip4(const Number& number, std::string_view text);

/// An IPv6 address with "::" or all eight groups (RFC 4291). Times and ratios have neither.
[[nodiscard]] std::optional<Found> ip6_at(std::string_view text, std::size_t at);

}  // namespace bellwether::personal
