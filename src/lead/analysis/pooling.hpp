// Many of a kind, each known badly: each is drawn towards all of them as far as it is uncertain.
#pragma once

#include "measure/estimate.hpp"

#include <span>
#include <vector>

namespace bellwether::lead {

using measure::Estimate;

/// One of many as it was measured.
struct Measured {
  double value = 0;
  double standard_error = 0;  ///< > 0
  double degrees = 1e9;       ///< of freedom of the standard error; 3 or more
};

struct Pooled {
  double centre = 0;               ///< of the true values
  double centre_error = 0;         ///< its standard error
  double spread = 0;               ///< standard deviation of the true values, what chance adds taken out
  std::vector<Estimate> drawn;     ///< of each: its own value drawn towards the centre; n is 0, for the caller to tell
  std::vector<double> own_weight;  ///< of each: 1 keeps its own value, 0 is the centre
};

/// Normal-normal empirical Bayes. The spread is Paule & Mandel's (Journal of Research of the NBS 87 (1982) 377–385),
/// the interval adds what the centre and the spread leave uncertain (Morris, JASA 78 (1983) 47–55). An interval holds
/// the truth at its level on average over the many, not for each: one who truly stands far out is drawn in too far.
/// Standard errors of few degrees count as ν / (ν − 2) of their square, so that their luck is not taken for spread.
[[nodiscard]] Pooled draw_together(std::span<const Measured> many, double level = 0.95);

}  // namespace bellwether::lead
