// Do the elements pull together? How far their scores lie apart, and which is the weakest.
#pragma once

#include "measure/estimate.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::lead {

using measure::Estimate;

struct Alignment {
  Estimate agreement;  ///< 0 … 1: one less the spread of the scores by the largest that could be; n counts elements
  double spread = 0;   ///< standard deviation of the true scores, what chance adds taken out
  std::size_t weakest = 0;      ///< lowest score, as an index into what was given
  std::vector<double> chances;  ///< of each, to be the weakest in truth; 0 for the unknown
};

/// Scores on 0 … 100, with their intervals; unknown ones are left out and told by a chance of 0. Spread: the scores'
/// variance less the mean of theirs; its interval turns the noncentral chi-square of their sum of squares around, at
/// their mean variance (exact where all are known equally well). The weakest: drawn `draws` times from normal curves as
/// wide as the intervals' arms, below and above apart. Takes the scores' errors as independent; elements that share
/// facts agree a little more than this knows.
/// Error: `not_enough` with fewer than 2 known scores.
[[nodiscard]] Result<Alignment> alignment_of(std::span<const std::optional<Estimate>> scores, double level = 0.95,
                                             int draws = 4000, std::uint64_t seed = 1);

}  // namespace bellwether::lead
