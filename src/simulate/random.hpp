// Randomness that can be asked for anywhere and in any order: a draw depends on its key alone, so that neither the number
// of threads nor the size of the company changes what one customer does on one day.
//
// Source: SplitMix64 (Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), with the
// finaliser of Stafford's variant 13. Standard distributions are not used: each library draws them differently.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::simulate {

/// A bijection of 64 bits in which every input bit moves about half of the output bits.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

inline constexpr std::uint64_t k_golden = 0x9e3779b97f4a7c15ULL;

/// The key of a stream, from the key that it grows out of and numbers that say which one it is.
[[nodiscard]] constexpr std::uint64_t key_of(std::uint64_t parent, std::uint64_t a) {
  return mix(parent + (a + 1) * k_golden);
}
[[nodiscard]] constexpr std::uint64_t key_of(std::uint64_t parent, std::uint64_t a, std::uint64_t b) {
  return key_of(key_of(parent, a), b);
}
[[nodiscard]] constexpr std::uint64_t key_of(std::uint64_t parent, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return key_of(key_of(key_of(parent, a), b), c);
}

/// In [0, 1), from the upper 53 bits.
[[nodiscard]] constexpr double unit_from(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

/// 2^x for x in −1,000 … 1,000, to about 1e-11, by sums and products alone: the mathematics library's functions may differ
/// between machines, and the same seed is to give the same company on all of them.
[[nodiscard]] double two_to(double x);

/// Draws one after the other.
class Stream {
 public:
  explicit constexpr Stream(std::uint64_t key) : state_(key) {}

  constexpr std::uint64_t next() { return mix(state_ += k_golden); }
  constexpr double unit() { return unit_from(next()); }
  constexpr bool chance(double share) { return unit() < share; }

  /// 0 … n − 1, for n in 1 … 2^32; the bias is below n / 2^64 (Lemire 2019).
  constexpr std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>((static_cast<Wide>(next()) * n) >> 64);
  }
  constexpr std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }

  /// So many events where `mean` are expected (Poisson, by Knuth's product of uniforms), for means up to 30; at most 200.
  std::uint32_t times(double mean);

  /// A span around `median`, half of them shorter: median × 2^(spread × normal), 2^(±3.47 spread) at the ends.
  double around(double median, double spread);

  /// Mean 0, variance 1, bell-shaped within ±3.47: the sum of four uniform draws (Irwin–Hall). It needs one draw and no
  /// function of the mathematics library, so that the same seed gives the same company on any machine.
  constexpr float normal() {
    const std::uint64_t bits = next();
    const auto sum =
        static_cast<std::int32_t>((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48));
    return static_cast<float>(sum - 131'070) * k_irwin_hall;
  }

 private:
  __extension__ using Wide = unsigned __int128;
  static constexpr float k_irwin_hall = 1.7320508F / 65'535.5F;  // four uniforms over 65,536 have variance 65,536² / 3
  std::uint64_t state_;
};

/// Picks one of several by weight.
class Pick {
 public:
  Pick() = default;
  /// Weights are not negative, and one at least is positive.
  explicit Pick(std::span<const double> weights);

  /// The index whose share of [0, 1) holds `at`.
  [[nodiscard]] std::uint32_t operator()(double at) const;
  [[nodiscard]] std::size_t size() const { return upto_.size(); }
  [[nodiscard]] double share(std::size_t index) const;

 private:
  std::vector<double> upto_;  ///< cumulative shares; the last is 1
};

}  // namespace bellwether::simulate
