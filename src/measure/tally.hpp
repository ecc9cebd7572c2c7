// The sufficient statistics of one slice: exact integers that add and subtract without a trace of rounding.
#pragma once

#include "base/number.hpp"
#include "base/result.hpp"
#include "measure/catalogue.hpp"
#include "measure/estimate.hpp"
#include "measure/significance.hpp"

#include <cstdint>

namespace bellwether::measure {

struct Tally {
  std::int64_t n = 0;  ///< answers; facts for a measure without a value; different values for distinct
  std::int64_t positive = 0, negative = 0;
  Int128 sum = 0, sum_squares = 0;
  std::int64_t scale = 1;      ///< of the sums
  std::int64_t employees = 0;  ///< answers among n that came from employees

  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Of both together. Counts of distinct values don't add up: not for them.
[[nodiscard]] Tally operator+(const Tally& a, const Tally& b);
/// Of `whole` without `part`, which must be in it.
[[nodiscard]] Tally operator-(const Tally& whole, const Tally& part);

[[nodiscard]] Moments moments_of(const Tally& tally);

/// The measure's estimate in its unit; not for distributions.
/// Errors: `not_enough`; `bad_input` where answers count as positive and as negative at once.
[[nodiscard]] Result<Estimate> estimate_of(const Measure& measure, const Tally& tally, double level);

}  // namespace bellwether::measure
