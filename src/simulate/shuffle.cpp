#include "simulate/shuffle.hpp"

#include "base/invariant.hpp"
#include "simulate/random.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::simulate {

namespace {

/// A pseudo-random step within 0 … size − 1 that depends on the other half.
std::uint64_t step(std::uint64_t key, unsigned round, std::uint64_t half, std::uint64_t size) {
  const std::uint64_t bits = mix(key + round * k_golden + half * 0xd6e8feb86659fd93ULL) >> 32;
  return (bits * size) >> 32;
}

}  // namespace

Shuffle::Shape Shuffle::shape_of(std::uint64_t n) {
  invariant(n >= 1 && n <= (std::uint64_t{1} << 40));
  const std::uint64_t a = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::sqrt(static_cast<double>(n))));
  return {.n = n, .a = a, .b = (n + a - 1) / a};
}

// a × b exceeds n by less than a, so that walking on from a place outside is rare.
std::uint64_t Shuffle::place_of(std::uint64_t item) const {
  std::uint64_t x = forth(item);
  while (x >= n_) x = forth(x);
  return x;
}

std::uint64_t Shuffle::item_at(std::uint64_t place) const {
  std::uint64_t x = back(place);
  while (x >= n_) x = back(x);
  return x;
}

std::uint64_t Shuffle::forth(std::uint64_t x) const {
  std::uint64_t left = x % a_;
  std::uint64_t right = x / a_;
  for (unsigned round = 0; round < k_rounds; round += 2) {
    left += step(key_, round, right, a_);
    if (left >= a_) left -= a_;
    right += step(key_, round + 1, left, b_);
    if (right >= b_) right -= b_;
  }
  return right * a_ + left;
}

std::uint64_t Shuffle::back(std::uint64_t x) const {
  std::uint64_t left = x % a_;
  std::uint64_t right = x / a_;
  for (unsigned round = k_rounds; round > 0; round -= 2) {
    right += b_ - step(key_, round - 1, left, b_);
    if (right >= b_) right -= b_;
    left += a_ - step(key_, round - 2, right, a_);
    if (left >= a_) left -= a_;
  }
  return right * a_ + left;
}

}  // namespace bellwether::simulate
