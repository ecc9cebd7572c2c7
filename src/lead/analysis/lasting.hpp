// Errors that last: how uncertain a sum over weeks is when a bad week makes the next one likelier.
#pragma once

#include "lead/analysis/panel.hpp"

#include <cstddef>
#include <span>

namespace bellwether::lead {

/// What the standard error of a sum over weeks is, and how far that can be trusted.
struct LastingError {
  double standard_error = 0;
  double degrees = 0;  ///< of freedom of Student's t
};

inline constexpr std::size_t k_least_weeks = 20;

/// Standard error of Σ scores, one score for each week in order (0 in weeks without anything), by the mean square of
/// its first 0.4 weeks^(2/3) cosines, three at least. Source: Lazarus, Lewis, Stock & Watson, HAR Inference:
/// Recommendations for Practice, Journal of Business & Economic Statistics 36 (2018) 541–559: slow waves carry what
/// lasts, and t with as many degrees covers. Scores here come of a slope or a level fitted on the same weeks, for which
/// one degree counts as spent: with all of them 95 % intervals held 93 %, and with the error widened for it, too, 96 %
/// (bench/analysis_truth.cpp). Holds for any dependence inside a week; errors may last a few weeks, not half a year.
/// `scores` has k_least_weeks or more.
[[nodiscard]] LastingError error_of_sum(std::span<const double> scores);

/// value ± t × standard error, with its two-sided p.
[[nodiscard]] Slope slope_with(double value, const LastingError& error, std::int64_t n, double level);

}  // namespace bellwether::lead
