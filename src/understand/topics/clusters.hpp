// Pieces that mean alike, put together; and those of the groups that mean nearly the same, put together once more.
#pragma once

#include "understand/topics/pieces.hpp"
#include "understand/topics/rows_of_numbers.hpp"
#include "understand/topics/word_vectors.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace bellwether::topics {

/// Where a piece points to: the sum of its words' vectors, each as loud as its word tells clusters apart.
struct Space {
  WordVectors words;
  std::vector<float> loudness;  ///< by word
  std::vector<float> middle;    ///< of all pieces, taken off
  /// Of length 1, into k_dimensions numbers. False where none of its words has a vector.
  bool place(std::span<const Token> tokens, float* into) const;
};

struct Clusters {
  Space space;
  RowsOfNumbers centres;                ///< by cluster, of length 1
  std::vector<std::uint32_t> of;        ///< by piece learned from: its cluster, or k_none
  std::vector<std::uint32_t> group_of;  ///< by cluster: those that mean nearly the same are of one
  std::size_t groups = 0;

  struct Nearest {
    std::uint32_t cluster = k_none;
    float likeness = 0;  ///< cosine
  };
  /// `place` as Space::place() gives it.
  [[nodiscard]] Nearest nearest(const float* place) const;
};

/// Spherical k-means (Dhillon and Modha, Machine Learning 42 (2001) 143–175) from seeds drawn far apart (Arthur and Vassilvitskii, SODA
/// 2007); then words are made as loud as they tell the clusters apart (Kullback and Leibler's divergence of a word's clusters from all pieces'),
/// and it goes on. `weights`: by piece learned from, how many like it there are, damped. The same pieces give the same clusters.
[[nodiscard]] Clusters cluster(const Pieces& pieces, std::span<const std::uint32_t> learned_from,
                               std::span<const float> weights, std::size_t count, const std::stop_token& stop = {});

}  // namespace bellwether::topics
