// A text as words with what they may be, for finders that need more than a form.
#pragma once

#include "understand/personal/lexicon.hpp"

#include <cstddef>
#include <string>

namespace bellwether::personal {

/// How a word is written.
enum class Shape : std::uint8_t { lower, capital, capitals, initial, number };

/// What stands between a word and the one before.
enum class Gap : std::uint8_t { nothing, blank, hyphen, apostrophe, comma, dot, colon, line, other };

struct Word {
  std::uint32_t begin = 0, end = 0;
  Roles roles = 0;
  Shape shape = Shape::lower;
  Gap before = Gap::other;

  [[nodiscard]] bool is(Roles any) const { return (roles & any) != 0; }
  [[nodiscard]] bool is_number() const { return shape == Shape::number; }
  [[nodiscard]] bool has_capital() const {
    return shape == Shape::capital || shape == Shape::capitals || shape == Shape::initial;
  }
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// The words and numbers of a text, and what all of them together may be.
struct Words {
  std::string_view text;
  std::vector<Word> all;
  Roles roles = 0;
  std::size_t capitals = 0;   ///< words written in capitals alone
  bool has_capitals = false;  ///< any word begins with one
  bool has_numbers = false;

  /// In lower case without accents, as the lexicon writes it.
  [[nodiscard]] std::string folded(const Word& word) const;
};

/// Reads `text` (at most 4 GiB) into `words`, whose memory is used again. A word is letters of any script, a number
/// begins with a digit; phrases give what they tell to their last word. Bytes that are no UTF-8 stand between words.
void read_words(std::string_view text, const Lexicon& lexicon, Words& words);

}  // namespace bellwether::personal
