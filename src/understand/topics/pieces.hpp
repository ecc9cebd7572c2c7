// Texts of one language as rows of numbered words, cut into pieces that speak of one thing: a short text whole, of a long one its sentences.
#pragma once

#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::topics {

inline constexpr std::uint32_t k_none = UINT32_MAX;

/// A word as it is written, and what it has in common with its other forms.
struct Token {
  std::uint32_t form = k_none;  ///< k_none: a sentence or clause ends here
  std::uint32_t stem = k_none;  ///< k_none: an ordinary word ("the")
};

/// How much a word says by itself.
enum class Weight : std::uint8_t {
  ordinary,  ///< "the": passed over
  light,     ///< "not", "how", "want": says something beside others, and is no topic
  full,
};

struct Piece {
  std::uint32_t text = 0;            ///< as it was added
  std::uint32_t begin = 0, end = 0;  ///< of the tokens
};

class Pieces {
 public:
  /// Light and ordinary words are those of the language in the catalogue; of one that it does not have, what most texts have (settle()).
  explicit Pieces(std::string_view language);

  void add(std::uint32_t text, const understand::Words& words);
  /// After the last one.
  void settle();

  [[nodiscard]] std::string_view language() const { return language_; }
  [[nodiscard]] std::span<const Piece> all() const { return pieces_; }
  [[nodiscard]] std::span<const Token> tokens(const Piece& piece) const {
    return std::span(tokens_).subspan(piece.begin, piece.end - piece.begin);
  }
  [[nodiscard]] std::size_t stems() const { return stem_weights_.size(); }
  [[nodiscard]] std::size_t forms() const { return forms_.size(); }
  [[nodiscard]] Weight weight(std::uint32_t stem) const { return stem_weights_[stem]; }
  [[nodiscard]] std::uint32_t stem(std::uint32_t form) const { return forms_[form].stem; }
  [[nodiscard]] std::string_view folded(std::uint32_t form) const { return forms_[form].folded; }
  /// As people write it inside a sentence: "Bahn", "PIN", "card".
  [[nodiscard]] std::string_view written(std::uint32_t form) const;
  /// "up", "off": told with the word that it follows.
  [[nodiscard]] bool is_particle(std::uint32_t form) const { return forms_[form].is_particle; }
  [[nodiscard]] bool denies(std::uint32_t form) const { return forms_[form].denies; }
  /// In a script whose words are not parted by blanks.
  [[nodiscard]] bool is_joined(std::uint32_t form) const { return forms_[form].is_joined; }

 private:
  struct Form {
    std::string folded;
    std::string capital, shouted;  ///< as it was written so first
    std::uint32_t small_count = 0, capital_count = 0, shouted_count = 0;
    std::uint32_t stem = k_none;
    bool denies = false, is_joined = false, is_particle = false;
  };
  void add_word(std::string_view folded, std::string_view written, bool is_shouted, bool begins_sentence,
                bool is_joined);
  void add_joined(std::string_view run);
  void add_break();
  void cut_up(std::uint32_t text, std::size_t begin, std::span<const std::size_t> sentences);
  [[nodiscard]] std::size_t saying(std::size_t from, std::size_t to) const;
  std::uint32_t form_of(std::string_view folded);
  std::uint32_t stem_of(std::string_view folded);

  std::string language_;
  std::map<std::string, Weight, std::less<>> listed_;
  std::set<std::string, std::less<>> particles_;
  bool has_list_ = false;
  std::vector<Token> tokens_;
  std::vector<Piece> pieces_;
  std::vector<Form> forms_;
  std::vector<Weight> stem_weights_;
  std::unordered_map<std::string, std::uint32_t> form_numbers_, stem_numbers_;
};

/// What a word has in common with its other forms: its ending taken off. Small, so that hardly any two words fall together that differ.
[[nodiscard]] std::string stem(std::string_view folded, std::string_view language);

}  // namespace bellwether::topics
