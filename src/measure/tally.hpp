// The sufficient statistics of one slice: exact integers that add and subtract without a trace of rounding.
#pragma once

#include "base/number.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/catalogue.hpp"
#include "measure/estimate.hpp"
#include "measure/significance.hpp"
#include "measure/skewed_mean.hpp"
#include "measure/spans.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::measure {

/// How often a value was given; where a measure judges several items, of each item apart.
struct Given {
  std::int64_t item = 0;
  std::int64_t value = 0;  ///< in units of 1/scale; for words a number that stands for the word within one answer
  std::int64_t count = 0;
  friend auto operator<=>(const Given&, const Given&) = default;
};

struct Tally {
  std::int64_t n = 0;  ///< answers; facts for a measure without a value; different values for distinct
  std::int64_t positive = 0, negative = 0;
  Int128 sum = 0, sum_squares = 0;
  std::int64_t scale = 1;      ///< of the sums and of given values
  std::int64_t employees = 0;  ///< answers among n that came from employees

  Powers powers;  ///< of a mean without a scale, in hundredths

  Int128 per_sum = 0, per_squares = 0, cross = 0;  ///< ratio: the denominator, and Σ value × denominator
  std::int64_t per_scale = 1;
  std::int64_t clusters = 0;  ///< repeat: different values of what is followed; the sums are over these
  double exposure = 0;        ///< rate, share of others: what it is counted against
  std::optional<Day> newest;  ///< the latest fact, where it was asked for
  std::vector<Given> given;   ///< quantile, agreement: by item, then value
  std::vector<Span> spans;    ///< survival: seconds waited, by duration
  std::vector<Tally> parts;   ///< index: one per part

  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Of both together. Counts of distinct values don't add up: not for them. Where a customer stands in both slices, `repeat`
/// takes him or her for two.
[[nodiscard]] Tally operator+(const Tally& a, const Tally& b);
/// Of all together, as many as there are; of none an empty one. In O(m log n) for n tallies that know m values.
[[nodiscard]] Tally sum_of(std::span<const Tally* const> tallies);
/// Of `whole` without `part`, which must be in it; for shares, net shares and means.
[[nodiscard]] Tally operator-(const Tally& whole, const Tally& part);

[[nodiscard]] Moments moments_of(const Tally& tally);

/// The measure's estimate in its unit; not for distributions.
/// Errors: `not_enough`; `bad_input` where answers count as positive and as negative at once, or more answered than could.
[[nodiscard]] Result<Estimate> estimate_of(const Measure& measure, const Tally& tally, double level);

}  // namespace bellwether::measure
