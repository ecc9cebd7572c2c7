// A keyed shuffle of 0 … n − 1 that is never written down: where each one goes and who came from where are worked out
// when asked for. It is how a day finds its customers, and a customer his or her days, without a table of either.
//
// Source: generalised Feistel network over a × b ≥ n with cycle walking (Black & Rogaway, Ciphers with Arbitrary Finite
// Domains, CT-RSA 2002, method FE). For variety, not for secrecy.
#pragma once

#include <cstdint>

namespace bellwether::simulate {

class Shuffle {
 public:
  /// n items laid out as a × b >= n; worked out once for many keys.
  struct Shape {
    std::uint64_t n = 1, a = 1, b = 1;
  };
  /// n in 1 … 2^40.
  [[nodiscard]] static Shape shape_of(std::uint64_t n);

  Shuffle(const Shape& shape, std::uint64_t key) : n_(shape.n), a_(shape.a), b_(shape.b), key_(key) {}
  Shuffle(std::uint64_t n, std::uint64_t key) : Shuffle(shape_of(n), key) {}

  [[nodiscard]] std::uint64_t place_of(std::uint64_t item) const;  ///< where `item` < n goes to
  [[nodiscard]] std::uint64_t item_at(std::uint64_t place) const;  ///< who came to `place` < n: the inverse

 private:
  static constexpr unsigned k_rounds = 4;
  [[nodiscard]] std::uint64_t forth(std::uint64_t x) const;
  [[nodiscard]] std::uint64_t back(std::uint64_t x) const;

  std::uint64_t n_, a_, b_, key_;
};

}  // namespace bellwether::simulate
