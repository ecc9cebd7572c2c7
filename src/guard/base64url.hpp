// Base 64 in the alphabet of URLs, without padding (RFC 7515, appendix C).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::guard {

[[nodiscard]] std::string to_base64url(std::string_view bytes);

/// Nothing where a letter is of another alphabet, there is padding, or bits that belong to no byte are set: one text for any bytes.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace bellwether::guard
