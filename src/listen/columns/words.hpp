// Names of columns as plain words, and phrases that are looked for in them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::listen {

/// The words of a name: lower case, without accents and plural s, parted at camelCase, digits and marks.
/// "reviewScores_2 (Été)" → review, score, 2, ete.
struct Words {
  std::vector<std::string> words;
  std::string joined;  ///< all of them in one: "reviewscores2ete", without a plural s at the end
  [[nodiscard]] bool empty() const { return words.empty(); }
};
[[nodiscard]] Words words_of(std::string_view name);

/// The words with one blank between them, for comparing what people wrote: "Très satisfait !" → "tres satisfait".
/// Plural s stays.
[[nodiscard]] std::string plain(std::string_view text);

/// Phrases of a lexicon. A * in a phrase stands for any words between.
class Phrases {
 public:
  void add(std::string_view phrase);

  /// 1: the name is a phrase of these. 0.5 … 0.95: one stands at its end, at its beginning or inside, and the more of the
  /// name it covers, the better. 0: none.
  [[nodiscard]] double in_name(const Words& name) const;
  /// Whether one of them stands anywhere.
  [[nodiscard]] bool in_text(const Words& text) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Phrase {
    std::vector<std::string> words;
    std::string joined;
    bool has_gap = false;
  };
  /// The word behind the phrase that begins at `at`, or 0.
  [[nodiscard]] static std::size_t match(const Phrase& phrase, const std::vector<std::string>& words, std::size_t at);

  std::vector<Phrase> phrases_;
  std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>> by_first_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_joined_;
};

}  // namespace bellwether::listen
