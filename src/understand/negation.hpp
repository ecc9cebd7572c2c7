// How far a "not" reaches: over the words behind it, until a mark or a "but" ends it.
#pragma once

#include "understand/words.hpp"

#include <string_view>

namespace bellwether::understand {

/// Goes along the words of one text, in order. Languages: en de fr es pt it nl.
class Negation {
 public:
  /// `reach`: in words.
  explicit Negation(int reach = k_words) : reach_(reach) {}

  /// Whether the word stands behind a denying word whose reach has not ended. The denying word itself is not denied by itself. `is_harmless`:
  /// it denies in another language than the text's.
  [[nodiscard]] bool reaches(const Word& word, std::string_view folded, bool is_harmless = false);

  // Each word of a text knows this of itself (words.hpp).
  static bool denies(std::string_view folded);
  static bool turns(std::string_view folded);  ///< "but", "however"

 private:
  static constexpr int k_words = 5;
  int reach_;
  int left_ = 0;
};

}  // namespace bellwether::understand
