// How far people agree: on one rating, on many, or on what matters most.
#pragma once

#include "measure/bootstrap.hpp"
#include "measure/estimate.hpp"
#include "measure/histogram.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::measure {

/// What was rated, row by row; who rated, column by column; nothing where someone did not. Rows are of equal length.
using RatingTable = std::vector<std::vector<std::optional<double>>>;

/// r*wg: 1 less the mean variance of the items over that of raters who answer evenly at random on `steps` steps, (steps² −
/// 1) / 12. 1 is full agreement, 0 no more than chance, below 0 two camps. Source: Lindell, Brandt & Whitney, Applied
/// Psychological Measurement 23 (1999) 127–135.
/// The interval is the Bayesian bootstrap's over raters (Rubin, Annals of Statistics 9 (1981) 130–134), with half an answer
/// added at each end of the scale and 0.3 between, so that raters who all say the same claim no certainty. It holds 95 % on
/// average, 92 % at worst from ten raters on; chi-square of the variance held 25–98 % (bench/truth.cpp). Estimate.n counts
/// raters.
/// Ratings are lowest, lowest + 1, … lowest + steps − 1. Errors: `not_enough` where no item has two ratings; `bad_input`
/// for a rating that is no step of the scale.
[[nodiscard]] Result<Estimate> within_group_agreement(const RatingTable& items, double lowest, int steps,
                                                      double level = 0.95, const Resampling& resampling = {});
/// The same for one item whose ratings were counted. Histograms of slices merge.
[[nodiscard]] Result<Estimate> within_group_agreement(const Histogram& ratings, double lowest, int steps,
                                                      double level = 0.95, const Resampling& resampling = {});

/// How far apart two values are, to Krippendorff's alpha.
enum class Distance : std::uint8_t { nominal, ordinal, interval, ratio };

/// Krippendorff's alpha: 1 less the disagreement within what was rated over that between any two ratings. 1 is full
/// agreement, 0 chance. Raters may differ from row to row; rows with fewer than two ratings say nothing. `ratio` wants
/// values >= 0. Source: Krippendorff, Content Analysis, 3rd ed. (2013), ch. 12; the same author's "Computing Krippendorff's
/// Alpha-Reliability" (2011).
/// The interval is Wilson's (score_interval.hpp) at the variance of the jackknife over rows, between perfect disagreement
/// and 1. The usual bootstrap over rows held 36–95 % at 10–20 rows, this one 90–99 % (bench/truth.cpp). Estimate.n counts rows.
/// Errors: `not_enough` with fewer than two such rows, or where all values are the same; `bad_input` for ratio below 0;
/// `too_large` beyond 1,000 different values.
[[nodiscard]] Result<Estimate> krippendorff_alpha(const RatingTable& units, Distance distance, double level = 0.95);

/// The chance that two different people, drawn at random, name the same: Σ c (c − 1) / n (n − 1) over what was named c times.
/// Unbiased. Sources: Simpson, Nature 163 (1949) 688; interval: jackknife (Efron & Stein, Annals of Statistics 9 (1981)
/// 586–596) in Wilson's form. Error: `not_enough` with fewer than three people.
[[nodiscard]] Result<Estimate> matching_share(std::span<const std::int64_t> named, double level = 0.95);

}  // namespace bellwether::measure
