// Which script a character belongs to, and its small letter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bellwether::understand {

enum class Script : std::uint8_t {
  none,  ///< no letter: digits, signs, emoji
  latin,
  cyrillic,
  greek,
  arabic,
  hebrew,
  devanagari,
  bengali,
  gurmukhi,
  gujarati,
  odia,
  tamil,
  telugu,
  kannada,
  malayalam,
  sinhala,
  thai,
  lao,
  burmese,
  khmer,
  georgian,
  armenian,
  ethiopic,
  hangul,
  kana,
  han,
};
inline constexpr std::size_t k_scripts = static_cast<std::size_t>(Script::han) + 1;

/// Source: blocks of Unicode 15, coarsely: vowel signs count as letters of their script, its own digits too.
[[nodiscard]] Script script_of(char32_t c);

/// The small letter of a Latin or Cyrillic one; every other character as it is.
[[nodiscard]] char32_t small(char32_t c);

/// A character read from UTF-8. Bytes that are none read as U+FFFD, one by one.
struct Character {
  char32_t value = 0;
  std::size_t bytes = 0;
};

/// The character at `at`, which must be inside.
[[nodiscard]] Character character_at(std::string_view text, std::size_t at);

}  // namespace bellwether::understand
