// Numbers in the bytes of a row, the low byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace bellwether::inbox {

template <class Number>
void append_number(std::string& bytes, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i)
    bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i));
}

/// Of exactly so many bytes.
template <class Number>
[[nodiscard]] Number number_of(std::span<const std::byte, sizeof(Number)> bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) number |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
  return static_cast<Number>(number);
}

}  // namespace bellwether::inbox
