// Every value that was seen, and how often: what quantiles, bootstraps and agreement are estimated from.
#pragma once

#include "base/number.hpp"

#include <cstdint>
#include <vector>

namespace bellwether::measure {

struct Histogram {
  struct Bar {
    std::int64_t value = 0;  ///< in units of 1/scale
    std::int64_t count = 0;
    friend bool operator==(const Bar&, const Bar&) = default;
  };
  std::vector<Bar> bars;   ///< by value, each value once, none of count 0: as histogram_of() makes them
  std::int64_t scale = 1;  ///< > 0

  [[nodiscard]] std::int64_t n() const;
  [[nodiscard]] Int128 sum() const;
  [[nodiscard]] Int128 sum_squares() const;
  /// A bar's value in the measure's unit.
  [[nodiscard]] double at(const Bar& bar) const { return static_cast<double>(bar.value) / static_cast<double>(scale); }

  friend bool operator==(const Histogram&, const Histogram&) = default;
};

/// From bars in any order, values also more than once. Counts >= 0.
[[nodiscard]] Histogram histogram_of(std::vector<Histogram::Bar> bars, std::int64_t scale = 1);

/// Of both slices; both on the same scale.
[[nodiscard]] Histogram merge(const Histogram& a, const Histogram& b);

}  // namespace bellwether::measure
