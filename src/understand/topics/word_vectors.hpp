// What words mean, learned from which others they stand near to in the very texts.
#pragma once

#include "understand/topics/pieces.hpp"
#include "understand/topics/rows_of_numbers.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace bellwether::topics {

struct WordVectors {
  static constexpr std::size_t k_dimensions = 96;
  static constexpr std::size_t k_most_words = 10'000;
  static constexpr std::size_t k_window = 6;  ///< words that say something, to either side, within a piece

  std::vector<std::uint32_t> word_of;  ///< by stem; k_none of one that is too rare
  std::vector<std::uint32_t> stem_of;  ///< by word
  std::vector<std::uint32_t> pieces;   ///< by word: how many of those learned from have it
  RowsOfNumbers rows;                  ///< by word, of length 1: words that mean alike point alike
};

/// Positive pointwise mutual information of words that stand near to each other, with the smaller word's share smoothed (power 3/4), in its
/// strongest directions. Sources: Levy, Goldberg and Dagan, TACL 3 (2015) 211–225; the directions by random projection with power
/// iterations: Halko, Martinsson and Tropp, SIAM Review 53 (2011) 217–288. The same pieces give the same vectors. Words of fewer than three
/// of the pieces have none.
[[nodiscard]] WordVectors learn_words(const Pieces& pieces, std::span<const std::uint32_t> learned_from,
                                      const std::stop_token& stop = {});

}  // namespace bellwether::topics
