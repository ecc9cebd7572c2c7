// The value that a share of all answers does not exceed: the median wait, the slowest tenth.
#pragma once

#include "measure/estimate.hpp"
#include "measure/histogram.hpp"

#include <cstdint>

namespace bellwether::measure {

/// Which ranks an interval ends at. `between` lies between two of them, so that the level is met rather than exceeded (Nyblom,
/// Statistics & Probability Letters 14 (1992) 129–131; for the median Hettmansperger & Sheather, ibid. 4 (1986) 75–79).
/// `ranks` is the pair of ranks with at least the level and the fewest between them, by the binomial: exact for any
/// distribution, 95 % is a floor.
enum class QuantileInterval : std::uint8_t { between, ranks };

/// The `share` quantile of the values, in (0, 1): between the two nearest in rank, by weight (Hyndman & Fan's type 7, the
/// usual one). No assumption on how the values are spread. Where bars are few (a rating from 1 to 5), ranks fall on the
/// same value and the interval holds more than its level.
/// Errors: `not_enough` where the lowest or highest value may with a chance above (1 − level) / 2 lie on the wrong side: it
/// names the n that is needed (6 for a median at 95 %, 36 for the slowest tenth).
[[nodiscard]] Result<Estimate> quantile(const Histogram& values, double share, double level = 0.95,
                                        QuantileInterval interval = QuantileInterval::between);

}  // namespace bellwether::measure
