// The words of a text, where each stands, and as they are compared: in small letters, with what people lay on them taken off and noted.
//
//   Words words;                       // kept, and used for one text after the other
//   words.read("SOOO good!! @hotel");  // "soo" (shouted, stretched), "good", "!", "!", "@hotel" (a mention)
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::understand {

struct Word {
  enum class Kind : std::uint8_t {
    word,     ///< of letters, with marks and apostrophes inside; in scripts without blanks, one character
    number,   ///< begins with a digit
    emoji,    ///< one pictogram
    mark,     ///< one character of punctuation, or another symbol
    mention,  ///< @somebody
    link,     ///< http…, www…
  };
  std::uint32_t begin = 0, end = 0;  ///< bytes of the text
  std::uint32_t from = 0, to = 0;    ///< bytes of Words::folded()
  Kind kind = Kind::word;
  bool is_shouted = false;    ///< two letters or more, all of them capital
  bool is_stretched = false;  ///< a letter more than twice in a row, which were made two
  bool is_hashtag = false;
  bool denies = false;  ///< "not", in any language (negation.hpp)
  bool turns = false;   ///< "but"
};

class Words {
 public:
  /// Bytes that are looked at of one text; what is behind them is not read.
  static constexpr std::size_t k_most_bytes = 1 << 20;

  /// UTF-8; wrong bytes part words. The text must outlive what is asked of it. Linear in its length.
  void read(std::string_view text);

  [[nodiscard]] std::span<const Word> all() const { return words_; }
  /// All words in small letters, "’" as "'", each with a blank before it and one after the last.
  [[nodiscard]] std::string_view folded() const { return folded_; }
  [[nodiscard]] std::string_view folded(const Word& word) const {
    return std::string_view(folded_).substr(word.from, word.to - word.from);
  }
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  struct Character;
  void add_letters(std::size_t& at);
  void add_number(std::size_t& at);
  void add_single(std::size_t& at, Word::Kind kind);
  void add_run_without_blanks(std::size_t& at, Word::Kind kind);
  [[nodiscard]] Character character(std::size_t at) const;
  Word& begin_word(std::size_t at, Word::Kind kind);
  void end_word(std::size_t at);

  std::string_view text_;
  std::string folded_;
  std::vector<Word> words_;
};

}  // namespace bellwether::understand
