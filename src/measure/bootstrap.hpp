// An interval for any figure that a histogram gives, by drawing it again and again: for what has no formula of its own.
#pragma once

#include "measure/estimate.hpp"
#include "measure/histogram.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace bellwether::measure {

/// A figure of a histogram. It is also asked of histograms with bars of count 0.
using Statistic = std::function<double(const Histogram&)>;

struct Resampling {
  int resamples = 2000;    ///< at least 100
  std::uint64_t seed = 1;  ///< the same seed, values and program give the same interval
};

/// The bias-corrected and accelerated interval of `statistic`; bars are drawn by multinomial counts, the acceleration is the
/// jackknife's. Source: Efron, JASA 82 (1987) 171–185. For statistics that move smoothly with the values: mean, variance,
/// share above a value; for quantiles take quantile.hpp. Not a cure for few values of a
/// skewed amount: at 10–50 lognormal ones it holds 81–90 %, no more than Student's t (bench/truth.cpp); an interval can't know
/// of a tail that it has not seen. Take the median there.
/// Time grows with resamples × the smaller of n and 8 × different values.
/// Errors: `not_enough` if n < 2, or all values are the same.
[[nodiscard]] Result<Estimate> bootstrap(const Histogram& values, const Statistic& statistic, double level = 0.95,
                                         const Resampling& resampling = {});

/// bootstrap() of the mean.
[[nodiscard]] Result<Estimate> bootstrap_mean(const Histogram& values, double level = 0.95,
                                              const Resampling& resampling = {});

/// The BCa interval from the value, what resamples gave in its place, and the acceleration. Percentiles lie between
/// neighbours by weight. `resampled` is not empty.
struct BcaBounds {
  double low = 0, high = 0;
};
[[nodiscard]] BcaBounds bca_bounds(double value, std::vector<double> resampled, double acceleration, double level);

/// Efron's acceleration from what the statistic is without each value; `counts` tells how many values are alike.
[[nodiscard]] double acceleration(std::span<const double> without, std::span<const std::int64_t> counts);

}  // namespace bellwether::measure
