// What the cells of one column look like: shares, bounds, lengths, value sets. Evidence for guess.hpp.
#pragma once

#include "base/number.hpp"
#include "listen/columns/time_format.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::listen {

/// A column of a file's first rows. Everything is a view into the caller's memory.
struct SampleColumn {
  std::string_view name;   ///< header, or empty where the file has none
  std::string_view label;  ///< question text, where the file has one
  std::span<const std::string_view> cells;
};

/// Words that say "nothing here": NA, N/A, nan, null, none, -, #N/A and the like.
[[nodiscard]] bool is_na_word(std::string_view trimmed);

/// A number that begins the cell, as in "10 - extremely likely", "4/5", "5 stars": its end, or 0.
[[nodiscard]] std::size_t leading_number(std::string_view trimmed);

struct ColumnProfile {
  std::uint64_t cells = 0;
  std::uint64_t blank = 0;    ///< nothing but white space
  std::uint64_t na = 0;       ///< NA words
  std::uint64_t filled = 0;   ///< the rest; everything below counts these only
  std::uint64_t number = 0;   ///< decimal numbers with `decimal`
  std::uint64_t whole = 0;    ///< of them, whole
  std::uint64_t leading = 0;  ///< begin with a number and go on with words: "10 - extremely likely"
  std::uint64_t padded = 0;   ///< numbers with a zero in front ("00042"): codes
  std::uint64_t email = 0, url = 0, phone = 0, boolean = 0, hex_id = 0, person = 0;
  std::uint64_t spaced = 0;  ///< at least two words, or Han/Kana text of six or more
  DecimalSign decimal = DecimalSign::point;
  double low = 0, high = 0;    ///< of the numbers
  bool ascending = true;       ///< all are whole numbers, each greater than the one before
  std::uint64_t distinct = 0;  ///< up to k_distinct
  bool distinct_is_more = false;
  static constexpr std::size_t k_distinct = 20'000;
  double mean_length = 0;  ///< in code points
  std::uint32_t p90_length = 0;
  double mean_words = 0;      ///< Han and Kana: two characters count as a word
  std::uint32_t longest = 0;  ///< in bytes
  /// Values with their counts, most frequent first; only while there are at most 64 different ones.
  std::vector<std::pair<std::string, std::uint64_t>> values;
  /// Numbers with their counts, ascending; only while there are at most 128 different ones.
  std::vector<std::pair<double, std::uint64_t>> numbers;
  TimeGuess time;

  [[nodiscard]] double share(std::uint64_t of_filled) const {
    return filled == 0 ? 0 : static_cast<double>(of_filled) / static_cast<double>(filled);
  }
  /// Every filled cell differs from all others.
  [[nodiscard]] bool unique() const { return filled > 1 && !distinct_is_more && distinct == filled; }
};

[[nodiscard]] ColumnProfile profile(const SampleColumn& column);

}  // namespace bellwether::listen
