// From a signal to a proven effect: how long each step takes, where it stalls, and whether it gathers speed.
#pragma once

#include "base/time.hpp"
#include "lead/analysis/rate_ratio.hpp"
#include "measure/estimate.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace bellwether::lead {

/// One finding and what became of it; a step that has not been taken has no day.
struct Improvement {
  Day signal;  ///< the finding, or the first signal that led to it
  std::optional<Day> started, piloted, proven, rolled_out, dropped;
};

enum class Step : std::uint8_t { start, pilot, proof, rollout };
inline constexpr std::array k_steps{Step::start, Step::pilot, Step::proof, Step::rollout};
[[nodiscard]] std::string_view word_of(Step step);  ///< "signal to start" …

struct StepTime {
  Step step = Step::start;
  Result<Estimate> median_days;  ///< Kaplan–Meier; those dropped are censored when they were, those waiting now
  std::int64_t ended = 0, waiting = 0, dropped = 0;
  std::optional<Estimate>
      expected_days;  ///< that those waiting now still have before them, on average; nothing where nobody waits
};

struct Stall {
  Step step = Step::start;  ///< where those who wait now have longest before them
  double sure = 0;          ///< share of drawings in which it is this one
};

struct Momentum {
  Result<RateRatio> started, proven;  ///< the window's rate by that of the window before
};

struct Flywheel {
  Result<Estimate> cycle_days;      ///< signal to proven effect: the median
  Result<Estimate> cycle_days_p90;  ///< nine in ten
  std::array<StepTime, 4> steps;
  std::optional<Stall> stall;
  Momentum momentum;
};

struct FlywheelOptions {
  std::int32_t horizon_days = 365;  ///< waiting is counted up to here: beyond it few have been seen
  std::int32_t window_days = 90;
  double level = 0.95;
  int draws = 200;
  std::uint64_t seed = 1;
};

/// Steps: an item enters one on the day of the step before. A step whose own day is missing while a later one is there
/// ended on that later day, and the one that it skipped into is not counted. Days after `now` have not happened.
/// Expected days: the curve beyond the time waited, by its height there, summed up to the horizon (the restricted mean
/// residual life: Karrison, Journal of the American Statistical Association 82 (1987) 1169–1176, for restricted means);
/// who has waited longer than anyone seen counts with the horizon. Its interval: percentiles of drawing the items again
/// (Efron 1979); both bounds share the horizon. Dropping is taken to say nothing of how long it would have taken; where
/// what is slow is dropped, times look shorter.
[[nodiscard]] Flywheel flywheel_of(std::span<const Improvement> improvements, Day now,
                                   const FlywheelOptions& options = {});

/// Flywheel::cycle_days by itself, or of another share.
[[nodiscard]] Result<Estimate> cycle_days(std::span<const Improvement> improvements, Day now, double share = 0.5,
                                          double level = 0.95);

}  // namespace bellwether::lead
