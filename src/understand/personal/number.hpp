// Digits in groups, as phone numbers, cards and ids are written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace bellwether::personal {

inline constexpr std::size_t k_longest_number = 40;  ///< in bytes, so that reading from each place stays linear

struct Number {
  std::size_t begin = 0, end = 0;
  bool plus = false, bracket = false;
  std::array<char, k_longest_number> digits{};
  std::size_t count = 0;
  std::array<std::uint8_t, k_longest_number> groups{};  ///< digits in each
  std::array<char, k_longest_number> separators{};      ///< first character behind each group but the last
  std::array<std::uint8_t, k_longest_number> ends{};    ///< of each group, from `begin`
  std::size_t group_count = 0;

  [[nodiscard]] bool is_grouped(std::initializer_list<unsigned> sizes) const;
  [[nodiscard]] bool separated_only_by(std::string_view any) const;
  /// The first groups alone: what stands behind may be another number.
  [[nodiscard]] Number first_groups(std::size_t n) const;
  [[nodiscard]] unsigned digit(std::size_t i) const { return static_cast<unsigned>(digits[i] - '0'); }
};

/// The number at `at`: an optional plus or bracket, then digits with at most three separators between groups.
[[nodiscard]] Number number_at(std::string_view text, std::size_t at);

}  // namespace bellwether::personal
