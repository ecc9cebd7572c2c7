// Where a text says how something feels, by the words of a lexicon: turned by a "not", strengthened by a "very", outweighed by a "but".
#pragma once

#include "understand/lexicon.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bellwether::understand {

struct Feeling {
  std::size_t first = 0, last = 0;  ///< words of the text that it rests on, both counted
  double valence = 0;               ///< -4 … 4 as the lexicon says; up to some more where it is strengthened
};

struct Feelings {
  std::vector<Feeling> all;
  double good = 0, bad = 0;  ///< sums of what is above and below 0; bad <= 0
  double sum = 0;            ///< of all, with what stands behind a "but" louder than what stands before
  int exclamations = 0, questions = 0;

  /// −1 … 1: sum / √(sum² + 15), as Hutto and Gilbert, VADER, ICWSM (2014) do it.
  [[nodiscard]] double compound() const;
};

/// `valence` tells how words feel, `intensity` how much they change the next ones. Into an emptied value.
void read_feelings(const Words& words, const Lexicon& valence, const Lexicon& intensity, Feelings& into);

}  // namespace bellwether::understand
