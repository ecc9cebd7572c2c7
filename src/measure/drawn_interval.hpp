// Intervals by bootstrap where a question asks for them.
#pragma once

#include "base/result.hpp"
#include "measure/estimate.hpp"
#include "measure/guarded_cells.hpp"

#include <span>

namespace bellwether::measure {

/// Error: `unsupported` for what is no mean.
[[nodiscard]] Result<void> check_drawn(const Measure& measure);

/// Error: `too_large` where drawing all cells again would take minutes.
[[nodiscard]] Result<void> check_draws(std::span<const GuardedCell> cells);

/// bootstrap_mean() of the values that the tally knows (BoundMeasure::with_values), in the measure's unit. Error:
/// `not_enough`.
[[nodiscard]] Result<Estimate> drawn_estimate_of(const Measure& measure, const Tally& tally, double level);

}  // namespace bellwether::measure
