// One sum by another: revenue per visit, contacts per order, hits per customer over contacts per customer.
#pragma once

#include "base/number.hpp"
#include "measure/estimate.hpp"

#include <cstdint>

namespace bellwether::measure {

/// Exact moments of pairs (x, y). A pair is what is independent of the others: a fact, or all of a customer's facts together.
struct PairSums {
  std::int64_t n = 0;
  Int128 x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  std::int64_t scale_x = 1, scale_y = 1;  ///< x is in units of 1/scale_x
  friend bool operator==(const PairSums&, const PairSums&) = default;
};
/// Of both slices; both on the same scales.
[[nodiscard]] PairSums operator+(const PairSums& a, const PairSums& b);

/// Up to which g = (critical value × standard error of the mean of y / mean of y)² the linear interval is good enough.
inline constexpr double k_fieller_from = 0.01;

/// Σx / Σy. Linearised (delta method) with Student's t while the denominator is known to a tenth of itself (g up to
/// k_fieller_from, where the two differ by a tenth of an arm); else Fieller's interval, which is not even on both sides and grows as the denominator nears zero.
/// Sources: Cochran, Sampling Techniques, 3rd ed. (1977), ch. 6; Fieller, Journal of the Royal Statistical Society B 16
/// (1954) 175–185; on g Finney, Statistical Method in Biological Assay (1978).
/// Few pairs of very skewed amounts hold less than the level (bench/truth.cpp says how much).
/// Errors: `not_enough` if n < 2; if Σy = 0; where the denominator can't be told from 0 (g >= 1); where every pair has the
/// same ratio, so that its spread can't be judged.
[[nodiscard]] Result<Estimate> ratio(const PairSums& sums, double level = 0.95);

/// Share of hits (x) in contacts (y) where several contacts come from one customer, who tends to meet the same: whole
/// numbers, 0 <= x <= y in each pair. Linearised variance between customers, in Wilson's interval at the number of
/// independent contacts that would know as much, with Student's t. With no hits or all, each customer counts once.
/// Sources: as score_interval.hpp. Estimate.n is the number of contacts.
/// Errors: `not_enough` if n < 2 (customers) or Σy = 0; `bad_input` if there are more hits than contacts.
[[nodiscard]] Result<Estimate> clustered_share(const PairSums& sums, double level = 0.95);

}  // namespace bellwether::measure
