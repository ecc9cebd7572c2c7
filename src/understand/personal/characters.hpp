// What a byte of a text may be part of, for the finders of personal data.
#pragma once

#include <cstddef>
#include <string_view>

namespace bellwether::personal {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
[[nodiscard]] constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
[[nodiscard]] constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c; }

/// Part of a word; all that is not ASCII is taken for letters.
[[nodiscard]] constexpr bool is_word(char c) {
  return is_digit(c) || is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
/// A byte of a UTF-8 character that is not its first: no range begins or ends before it.
[[nodiscard]] constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Nothing of a word directly behind `end`.
[[nodiscard]] constexpr bool word_ends(std::string_view text, std::size_t end) {
  return end >= text.size() || !is_word(text[end]);
}

}  // namespace bellwether::personal
