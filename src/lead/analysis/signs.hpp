// Turning the signs of what groups add up to: how large the largest of several statistics gets when there is nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::lead {

struct SignFlips {
  double largest = 0;  ///< of the statistics as they are: |Σ score| / √Σ score²
  double p = 1;        ///< share of turns, with the one that was seen, in which the largest is at least as large
};

/// `scores` has one row per statistic, each with one score per group; in each turn every group keeps or loses its sign
/// in all rows at once. The same seed gives the same answer. Needs scores that are as likely above zero as below it.
[[nodiscard]] SignFlips flip_signs(std::span<const std::vector<double>> scores, int flips, std::uint64_t seed);

}  // namespace bellwether::lead
