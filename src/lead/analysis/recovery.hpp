// How long it takes to be back after a shock.
#pragma once

#include "lead/analysis/panel.hpp"
#include "measure/survival.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::lead {

struct Shock {
  std::uint32_t unit = 0;
  std::size_t began = 0;  ///< week; the first that may be hit
};

struct RecoveryOptions {
  std::size_t baseline_weeks = 8;  ///< just before the shock
  std::size_t least_weeks = 4;     ///< of them with answers, and as many after it
  std::size_t hit_within = 4;      ///< weeks in which a shock is felt, if it is
  std::size_t hold = 2;            ///< weeks in a row whose mean must be back
  double band = 1;           ///< back: no further below the baseline than so many standard deviations of its weeks
  double felt_level = 0.95;  ///< one-sided: how sure it must be that the shock was felt
  double level = 0.95;
};

enum class ShockEnd : std::uint8_t {
  withstood,  ///< the weeks after are not clearly below the baseline
  back,
  not_yet,  ///< last seen below
  unknown,  ///< too few weeks before or after
};

struct ShockStory {
  Shock shock;
  ShockEnd end = ShockEnd::unknown;
  double baseline = 0, band = 0;  ///< in the outcome's unit
  double dip = 0;                 ///< mean of the weeks in which it is felt, less the baseline
  std::size_t weeks = 0;          ///< from the beginning until back, or until last seen
};

struct Recovery {
  std::vector<ShockStory> shocks;
  Result<Estimate> median_weeks;             ///< of those that were felt; Kaplan–Meier, those not yet back censored
  Result<Estimate> withstood;                ///< share that was not felt, of all that could be judged
  std::vector<measure::SurvivalStep> curve;  ///< of those that were felt, in weeks
};

/// Baseline: mean of the weeks before. A shock is felt where the mean of the first weeks after lies below it by a
/// one-sided t-test with the baseline's spread for both (so that a shock that does nothing is called felt in one of
/// twenty). Back: the first week of `hold` weeks with answers whose mean is no further below the baseline than the
/// band. A further shock of the same unit, and the end of the weeks, censor. Pooled by survival.hpp of measure.
/// Limits: a band of one standard deviation is reached while a little is still missing, and a noisy unit may touch it
/// early: the time is until nobody could tell, not until nothing is missing. A slow trend in the baseline is taken for
/// level. `outcome` higher is better; NaN where nobody answered.
[[nodiscard]] Recovery recovery_of(std::span<const Shock> shocks, const Grid& grid, const Column& outcome,
                                   const RecoveryOptions& options = {});

}  // namespace bellwether::lead
