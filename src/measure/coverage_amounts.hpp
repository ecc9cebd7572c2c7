// How often the intervals of rates, quantiles, means without a scale, ratios and agreement hold the truth.
// For the tests and bench/truth.cpp; nothing in the product calls it.
#pragma once

#include "measure/agreement.hpp"
#include "measure/bootstrap.hpp"
#include "measure/coverage.hpp"
#include "measure/quantile.hpp"
#include "measure/rate.hpp"
#include "measure/ratio.hpp"
#include "measure/skewed_mean.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <boost/math/special_functions/gamma.hpp>

namespace bellwether::measure {

/// Every count that `expected` events can bring, by its chance.
inline double coverage_of_rate(double expected, double level, PoissonInterval interval = PoissonInterval::mid_p) {
  const double reach = 9 * std::sqrt(expected) + 20;
  double holds = 0;
  for (auto events = std::llround(std::max(0.0, expected - reach)); static_cast<double>(events) < expected + reach;
       ++events) {
    const Estimate e = rate(events, 1, level, interval).value();
    const double count = static_cast<double>(events);
    const double chance = std::exp(count * std::log(expected) - expected - std::lgamma(count + 1));
    if (e.low <= expected && expected <= e.high) holds += chance;
  }
  return holds;
}

/// Amounts of which only the logarithm's spread differs: 0.5 a little skewed, 1 as waiting times and revenues are; exponential
/// ones; ones of a gamma distribution of shape a half, many of them next to nothing; and normal ones.
enum class Amounts : std::uint8_t { lognormal_half, lognormal_one, exponential, gamma_half, bell };
inline constexpr std::int64_t k_amount_scale = 1'000'000;

/// With normal score z and its chance p: the amount at that place.
inline double amount_at(Amounts amounts, double z) {
  switch (amounts) {
    case Amounts::lognormal_half:
      return std::exp(0.5 * z);
    case Amounts::lognormal_one:
      return std::exp(z);
    case Amounts::exponential:
      return -std::log(0.5 * std::erfc(z / std::sqrt(2.0)));
    case Amounts::gamma_half:
      return boost::math::gamma_p_inv(0.5, std::min(1 - 1e-16, 0.5 * std::erfc(-z / std::sqrt(2.0))));
    case Amounts::bell:
      return 10 + z;
  }
  return 0;
}
inline double mean_of(Amounts amounts) {
  switch (amounts) {
    case Amounts::lognormal_half:
      return std::exp(0.125);
    case Amounts::lognormal_one:
      return std::exp(0.5);
    case Amounts::exponential:
      return 1;
    case Amounts::gamma_half:
      return 0.5;
    case Amounts::bell:
      return 10;
  }
  return 0;
}

inline Histogram draw_amounts(Amounts amounts, std::int64_t n, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::vector<Histogram::Bar> bars;
  for (std::int64_t i = 0; i < n; ++i) {
    bars.push_back({.value = std::llround(k_amount_scale * amount_at(amounts, normal(random))), .count = 1});
  }
  return histogram_of(std::move(bars), k_amount_scale);
}

/// The quantile at normal score z; `share` is its chance.
inline Kept coverage_of_quantile(Amounts amounts, double share, double z, std::int64_t n, double level, int draws,
                                 QuantileInterval interval = QuantileInterval::between) {
  return coverage_drawn(amount_at(amounts, z), draws, 11, [&](std::mt19937_64& random) {
    return quantile(draw_amounts(amounts, n, random), share, level, interval);
  });
}

inline Powers powers_of(const Histogram& values) {
  Powers powers;
  for (const Histogram::Bar& bar : values.bars) {
    const Int128 value = bar.value;
    const Powers one{.sum = value, .squares = value * value, .cubes = value * value * value};
    for (std::int64_t i = 0; i < bar.count; ++i) powers = powers + one;
  }
  return powers;
}

enum class FreeMean : std::uint8_t { skewed, student, bootstrap };
inline Kept coverage_of_free_mean(Amounts amounts, FreeMean interval, std::int64_t n, double level, int draws) {
  return coverage_drawn(mean_of(amounts), draws, 12, [&](std::mt19937_64& random) {
    const Histogram values = draw_amounts(amounts, n, random);
    switch (interval) {
      case FreeMean::bootstrap:
        return bootstrap_mean(values, level, {.resamples = 500, .seed = random()});
      case FreeMean::student:
        return mean(n, values.sum(), values.sum_squares(), values.scale, level);
      default:
        return skewed_mean(n, values.sum(), values.sum_squares(), values.scale, powers_of(values), level);
    }
  });
}

/// Pairs of y and x = 2 y × noise, both lognormal with this spread.
inline Kept coverage_of_ratio(double spread, std::int64_t n, double level, int draws) {
  return coverage_drawn(2, draws, 13, [&](std::mt19937_64& random) {
    std::normal_distribution<double> normal;
    PairSums sums{.scale_x = k_amount_scale, .scale_y = k_amount_scale};
    for (std::int64_t i = 0; i < n; ++i) {
      const double y = std::exp(spread * normal(random));
      const Int128 a = std::llround(k_amount_scale * 2 * y * std::exp(spread * normal(random) - spread * spread / 2));
      const Int128 b = std::llround(k_amount_scale * y);
      sums = sums + PairSums{.n = 1,
                             .x = a,
                             .y = b,
                             .xx = a * a,
                             .yy = b * b,
                             .xy = a * b,
                             .scale_x = k_amount_scale,
                             .scale_y = k_amount_scale};
    }
    return ratio(sums, level);
  });
}

/// Customers with 1 + Poisson(2) contacts, whose own shares are beta with correlation `alike` between contacts.
inline Kept coverage_of_clustered_share(double p, double alike, std::int64_t n, double level, int draws) {
  return coverage_drawn(p, draws, 14, [&](std::mt19937_64& random) {
    PairSums sums;
    for (std::int64_t i = 0; i < n; ++i) {
      const auto contacts = 1 + std::poisson_distribution<std::int64_t>(2)(random);
      double own = p;
      if (alike > 0) {
        const double size = 1 / alike - 1;
        const double hits = std::gamma_distribution<double>(p * size, 1)(random);
        own = hits / (hits + std::gamma_distribution<double>((1 - p) * size, 1)(random));
      }
      const Int128 y = contacts;
      const Int128 x = std::binomial_distribution<std::int64_t>(contacts, std::clamp(own, 0.0, 1.0))(random);
      sums = sums + PairSums{.n = 1, .x = x, .y = y, .xx = x * x, .yy = y * y, .xy = x * y};
    }
    return clustered_share(sums, level);
  });
}

/// r*wg of n raters who answer by `chances`.
inline Kept coverage_of_within_group(const std::vector<double>& chances, std::int64_t n, double level, int draws) {
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    sum += chances[i] * static_cast<double>(i);
    squares += chances[i] * static_cast<double>(i * i);
  }
  const double steps = static_cast<double>(chances.size());
  return coverage_drawn(1 - 12 * (squares - sum * sum) / (steps * steps - 1), draws, 15, [&](std::mt19937_64& random) {
    std::discrete_distribution<std::int64_t> answer(chances.begin(), chances.end());
    std::vector<Histogram::Bar> bars;
    for (std::int64_t i = 0; i < n; ++i) bars.push_back({.value = answer(random), .count = 1});
    return within_group_agreement(histogram_of(std::move(bars)), 0, static_cast<int>(chances.size()), level,
                                  {.resamples = 500, .seed = random()});
  });
}

/// Nominal alpha of `raters` who see what a row is with chance `skill`, else name anything by `chances`: skill².
inline Kept coverage_of_alpha(double skill, const std::vector<double>& chances, int raters, std::int64_t n,
                              double level, int draws) {
  return coverage_drawn(skill * skill, draws, 16, [&](std::mt19937_64& random) {
    std::discrete_distribution<int> any(chances.begin(), chances.end());
    std::bernoulli_distribution sees(skill);
    RatingTable units;
    for (std::int64_t i = 0; i < n; ++i) {
      const int truth = any(random);
      auto& row = units.emplace_back();
      for (int rater = 0; rater < raters; ++rater) row.emplace_back(sees(random) ? truth : any(random));
    }
    return krippendorff_alpha(units, Distance::nominal, level);
  });
}

inline Kept coverage_of_matching(const std::vector<double>& chances, std::int64_t n, double level, int draws) {
  double truth = 0;
  for (const double chance : chances) truth += chance * chance;
  return coverage_drawn(truth, draws, 17, [&](std::mt19937_64& random) {
    std::discrete_distribution<std::size_t> name(chances.begin(), chances.end());
    std::vector<std::int64_t> named(chances.size());
    for (std::int64_t i = 0; i < n; ++i) ++named[name(random)];
    return matching_share(named, level);
  });
}

}  // namespace bellwether::measure
