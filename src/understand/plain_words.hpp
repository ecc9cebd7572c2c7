// The words of a text that tell its language: no addresses, names behind @, tags behind #, codes with digits, emoji.
#pragma once

#include "understand/script.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace bellwether::understand {

/// Letters of one script in a row, small, with a blank at both ends. A longer run comes in pieces.
struct PlainWord {
  static constexpr std::size_t k_longest = 32;

  std::array<char16_t, k_longest + 2> letters;
  std::size_t size = 0;  ///< with both blanks
  Script script = Script::none;
  bool begins_sentence = false;

  [[nodiscard]] std::size_t letter_count() const { return size - 2; }
};

/// Reads a text once, from its beginning to its end. Accents written as separate marks are left out; a letter more
/// than twice in a row ("sooooo") stands twice.
class PlainWords {
 public:
  explicit PlainWords(std::string_view text) : text_(text) {}

  /// False at the end of the text.
  [[nodiscard]] bool next(PlainWord& word);

 private:
  [[nodiscard]] bool passes_over_address();
  [[nodiscard]] bool read_word(PlainWord& word, Script script);
  void pass_over_name();

  std::string_view text_;
  std::size_t at_ = 0;
  bool sentence_ends_ = true;
};

}  // namespace bellwether::understand
