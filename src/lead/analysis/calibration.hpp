// Forecasts against what came: do decisions' intervals hold the truth as often as they say, and which way do they miss?
#pragma once

#include "measure/estimate.hpp"

#include <span>

namespace bellwether::lead {

using measure::Estimate;

/// A decision that was reviewed. All in one unit of its own (money, points).
struct Forecast {
  double value = 0;
  double low = 0, high = 0;  ///< low <= value <= high
  double truth = 0;
};

struct Calibration {
  Estimate inside;        ///< share of truths inside their interval: Wilson; n counts decisions
  double nominal = 0.8;   ///< what the intervals promise
  double p_inside = 1;    ///< that the promise is kept: binomial, mid-P, two-sided
  Result<Estimate> bias;  ///< mean of (truth − forecast) / half width: above 0, more came than was said; Student's t
  double p_bias = 1;
  double score = 0;  ///< mean interval score in the decisions' own unit: less is better
  double width = 0;  ///< the part of it that is width; the rest is truths that were missed
};

/// Inside: Wilson, against the nominal level by the binomial, mid-P. Bias: scaled by each forecast's own half width, so
/// that large and small decisions count alike; a forecast of no width can't be scaled and is left out of it. Score:
/// width + 2 / α × how far the truth lies outside (Gneiting & Raftery, JASA 102 (2007) 359–378), which nobody betters
/// by telling wider or narrower intervals than they believe; it compares forecasts of the same unit only.
/// Errors: `not_enough` without decisions; `bad_input` where an interval does not hold its own forecast or nominal is
/// not in (0, 1).
[[nodiscard]] Result<Calibration> calibration_of(std::span<const Forecast> forecasts, double nominal = 0.8,
                                                 double level = 0.95);

}  // namespace bellwether::lead
