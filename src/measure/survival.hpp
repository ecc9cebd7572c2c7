// How long until it ends, when some are still waiting: Kaplan & Meier's curve, and what is read off it with its doubt.
#pragma once

#include "measure/estimate.hpp"
#include "measure/spans.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::measure {

/// The curve at one duration that was seen.
struct SurvivalStep {
  std::int64_t time = 0;
  std::int64_t at_risk = 0;   ///< waited at least this long
  std::int64_t ended = 0;     ///< at this very time
  std::int64_t censored = 0;  ///< last seen waiting at this very time
  double still_waiting = 1;   ///< share that waits longer than `time`
  double variance = 0;        ///< Greenwood's, of `still_waiting`
};

/// The product-limit curve. Whoever is censored at a time was still waiting when others ended at it.
/// Sources: Kaplan & Meier, JASA 53 (1958) 457–481; Greenwood, Reports on Public Health and Medical Subjects 33 (1926).
[[nodiscard]] std::vector<SurvivalStep> survival_curve(std::span<const Span> spans);

/// Which interval stands around the curve.
/// `beta_product`: the curve as a product of beta variables, one per time at which some ended and half of one for the next
/// end, matched by its first two moments. Without censoring it is Jeffreys's interval of a share, and it is there before the
/// first and after the last end. Sources: the product: Fay, Brittain & Proschan, Biostatistics 14 (2013) 723–736; Jeffreys's
/// interval, also for none and all: Brown, Cai & DasGupta, Statistical Science 16 (2001) 101–133. Chosen because it keeps its
/// level also where few have ended, and holds little more than it (bench/truth_amounts.cpp): with the product's own mid-P
/// (Fay & Brittain, Statistics in Medicine 35 (2016) 2726–2740) 95 % intervals held 97 %.
/// `log_log`: the usual one, Greenwood's variance on the log-log scale (Kalbfleisch & Prentice 1980); says nothing where
/// none or all have ended.
enum class SurvivalInterval : std::uint8_t { beta_product, log_log };

/// Share that is still waiting after `time`, in [0, 1]. Estimate.n counts all spans.
/// Errors: `not_enough` without spans; where nobody was watched for as long as `time` and some were last seen waiting; for
/// log_log where none or all have ended.
[[nodiscard]] Result<Estimate> still_waiting(std::span<const Span> spans, std::int64_t time, double level = 0.95,
                                             SurvivalInterval interval = SurvivalInterval::beta_product);

/// Share that has ended by `time`: one less the share still waiting, with the same errors.
[[nodiscard]] Result<Estimate> ended_by(std::span<const Span> spans, std::int64_t time, double level = 0.95,
                                        SurvivalInterval interval = SurvivalInterval::beta_product);

/// The time by which `share`, in (0, 1), has ended: 0.5 for the median. The shortest time at which no more than 1 − share
/// wait on; the interval holds every time at which the band around the curve holds 1 − share.
/// Source: Brookmeyer & Crowley, Biometrics 38 (1982) 29–41.
/// With few spans it begins at 0, since the first of them may have come late. Where the band does not come below 1 − share while anyone is watched, the interval has no upper end: `high` is the
/// longest time seen, and `open_above` says so.
/// Errors: `not_enough` without spans, and where fewer than `share` have ended by the longest time seen.
[[nodiscard]] Result<Estimate> time_until(std::span<const Span> spans, double share, double level = 0.95,
                                          SurvivalInterval interval = SurvivalInterval::beta_product);

}  // namespace bellwether::measure
