#include "base/id.hpp"

#include <fmt/format.h>
#include <sodium.h>

namespace bellwether {

namespace {

constexpr std::uint64_t k_variant = 0x8000'0000'0000'0000ULL;
constexpr std::uint64_t k_low_62 = 0x3FFF'FFFF'FFFF'FFFFULL;
constexpr std::uint64_t k_content_58 = 0x03FF'FFFF'FFFF'FFFFULL;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Id new_id(Instant at) {
  std::array<std::uint64_t, 2> random{};
  randombytes_buf(random.data(), sizeof random);
  const auto ms = static_cast<std::uint64_t>(at.us / 1000);
  return Id{.high = (ms << 16) | 0x7000ULL | (random[0] & 0x0FFFULL), .low = k_variant | (random[1] & k_low_62)};
}

Id derived_id(std::uint64_t key, std::uint64_t content) {
  // Layout: 48 bits of key, version 8, 12 bits of key, variant, 4 bits of key, 58 bits of content.
  return Id{.high = (key & 0xFFFF'FFFF'FFFF'0000ULL) | 0x8000ULL | ((key >> 4) & 0x0FFFULL),
            .low = k_variant | ((key & 0xFULL) << 58) | (content & k_content_58)};
}

std::uint64_t key_of(const Id& derived) {
  return (derived.high & 0xFFFF'FFFF'FFFF'0000ULL) | ((derived.high & 0x0FFFULL) << 4) | ((derived.low >> 58) & 0xFULL);
}

std::string to_text(const Id& id) {
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", id.high >> 32, (id.high >> 16) & 0xFFFF, id.high & 0xFFFF,
                     id.low >> 48, id.low & 0xFFFF'FFFF'FFFFULL);
}

std::optional<Id> id_from_text(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Id id;
  int digit = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (text[at] != '-') return std::nullopt;
      continue;
    }
    const int value = hex_value(text[at]);
    if (value < 0) return std::nullopt;
    std::uint64_t& half = digit < 16 ? id.high : id.low;
    half = (half << 4) | static_cast<std::uint64_t>(value);
    ++digit;
  }
  return id;
}

}  // namespace bellwether
