// Normal numbers that are the same on any machine for the same seed; the standard library's distributions are not.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace bellwether::lead {

/// Box & Muller, Annals of Mathematical Statistics 29 (1958) 610–611, on the Mersenne Twister, which the standard
/// fixes.
class NormalDraws {
 public:
  explicit NormalDraws(std::uint64_t seed) : random_(seed) {}

  double next() {
    if (kept_) {
      kept_ = false;
      return other_;
    }
    const double radius = std::sqrt(-2 * std::log1p(-unit()));
    const double angle = 2 * std::numbers::pi * unit();
    other_ = radius * std::sin(angle);
    kept_ = true;
    return radius * std::cos(angle);
  }
  double unit() { return static_cast<double>(random_() >> 11) * 0x1p-53; }  ///< in [0, 1)

 private:
  std::mt19937_64 random_;
  double other_ = 0;
  bool kept_ = false;
};

}  // namespace bellwether::lead
