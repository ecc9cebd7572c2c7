// E-mail addresses, found from their "@".
#pragma once

#include "understand/personal/found.hpp"

#include <optional>

namespace bellwether::personal {

/// The address around the "@" at `at` that does not begin before `from`. At most 64 bytes before the "@" and 253 behind
/// it are looked at (RFC 5321 §4.5.3.1).
[[nodiscard]] std::optional<Found> email_around(std::string_view text, std::size_t at, std::size_t from);

}  // namespace bellwether::personal
