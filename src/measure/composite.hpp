// One figure from several: a weighted mean of estimates, with the doubt of all of them.
#pragma once

#include "measure/estimate.hpp"

#include <cstdint>
#include <span>

namespace bellwether::measure {

struct Part {
  Estimate estimate;
  double weight = 1;  ///< >= 0; weights are divided by their sum
};

/// The weighted mean of parts that are all in one unit (0–100, say) and at one level. Its arms are the parts' own arms, weighted and
/// squared, so that an interval that leans keeps leaning; for even arms this is the variance of a weighted sum.
/// `correlation` between the parts' errors, row by row, k × k; none: independent. Parts that stand on the same answers are
/// not independent: errors that move together make the composite less sure. Source: MOVER, Zou & Donner, Statistics in
/// Medicine 27 (2008) 1693–1702; correlated: Zou, American Journal of Epidemiology 168 (2008) 212–224.
/// Estimate.n adds up the parts' answers.
/// Errors: `not_enough` without parts or where all weights are 0; `bad_input` where levels differ, a weight is below 0, or
/// the matrix is none of correlations (size, diagonal 1, symmetric, within ±1, no negative variance).
[[nodiscard]] Result<Estimate> composite(std::span<const Part> parts, std::span<const double> correlation = {});

/// An estimate from a value and its standard error, with a normal interval.
[[nodiscard]] Estimate from_standard_error(double value, double standard_error, std::int64_t n, double level = 0.95);

}  // namespace bellwether::measure
