#include "lead/analysis/signs.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>

namespace bellwether::lead {

namespace {

/// Rows of scores as one block, group by group, each row of length 1.
struct Scores {
  std::size_t rows = 0, groups = 0;
  std::vector<double> of;
};

Scores standardised(std::span<const std::vector<double>> scores) {
  Scores all{.rows = scores.size(), .groups = scores.empty() ? 0 : scores.front().size(), .of = {}};
  all.of.assign(all.rows * all.groups, 0.0);
  for (std::size_t r = 0; r < all.rows; ++r) {
    invariant(scores[r].size() == all.groups);
    double squares = 0;
    for (const double score : scores[r]) squares += score * score;
    if (squares <= 0) continue;
    for (std::size_t g = 0; g < all.groups; ++g) all.of[g * all.rows + r] = scores[r][g] / std::sqrt(squares);
  }
  return all;
}

double largest_of(const std::vector<double>& sums) {
  double largest = 0;
  for (const double sum : sums) largest = std::max(largest, std::abs(sum));
  return largest;
}

}  // namespace

SignFlips flip_signs(std::span<const std::vector<double>> scores, int flips, std::uint64_t seed) {
  invariant(flips > 0);
  const Scores all = standardised(scores);
  std::vector<double> sums(all.rows, 0.0);
  for (std::size_t i = 0; i < all.of.size(); ++i) sums[i % all.rows] += all.of[i];
  SignFlips result{.largest = largest_of(sums)};

  std::mt19937_64 random(seed);
  int as_large = 0;
  for (int flip = 0; flip < flips; ++flip) {
    std::fill(sums.begin(), sums.end(), 0.0);
    std::uint64_t bits = 0;
    for (std::size_t g = 0; g < all.groups; ++g) {
      if (g % 64 == 0) bits = random();
      const double sign = (bits & 1) != 0 ? 1.0 : -1.0;
      bits >>= 1;
      for (std::size_t r = 0; r < all.rows; ++r) sums[r] += sign * all.of[g * all.rows + r];
    }
    // Few groups give the same turn again, but for rounding.
    if (largest_of(sums) >= result.largest - 1e-12) ++as_large;
  }
  result.p = static_cast<double>(as_large + 1) / static_cast<double>(flips + 1);
  return result;
}

}  // namespace bellwether::lead
