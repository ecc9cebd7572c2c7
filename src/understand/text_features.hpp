// What of a text a linear model sees: words, pairs of neighbours, words behind a "not", and pieces of words, each as a numbered slot.
#pragma once

#include "learn/examples.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bellwether::understand {

struct TextFeatures {
  std::uint32_t slots = 1U << 18;  ///< a power of two: things are hashed into so many
  std::size_t longest_piece = 5;   ///< characters of a word's piece, from two on; 0: none
  bool has_pairs = true;
  double pieces_share = 1;  ///< how loud pieces are beside words

  /// Into an emptied list. Each kind's values have squares that add up to its share, so that a long text is not louder than a short one.
  void read(const Words& words, std::vector<learn::Feature>& into) const;
};

}  // namespace bellwether::understand
