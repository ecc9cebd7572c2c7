// 128-bit ids, written as UUIDs (RFC 9562).
#pragma once

#include "base/time.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether {

/// A UUID as two big-endian halves, so that comparing ids is comparing bytes.
struct Id {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Id&, const Id&) = default;
};

/// UUIDv7: 48 bits of milliseconds, then random bits of the system's generator. For what happens now.
[[nodiscard]] Id new_id(Instant at);

/// UUIDv8 made of 122 bits that the caller worked out from content: 64 of `key` and 58 of `content`. For rows of files,
/// so that the same row gets the same id each time it is met.
[[nodiscard]] Id derived_id(std::uint64_t key, std::uint64_t content);
/// The `key` that a derived id was made from.
[[nodiscard]] std::uint64_t key_of(const Id& derived);

[[nodiscard]] std::string to_text(const Id& id);  ///< "018f…-….", lower case
[[nodiscard]] std::optional<Id> id_from_text(std::string_view text);

}  // namespace bellwether
