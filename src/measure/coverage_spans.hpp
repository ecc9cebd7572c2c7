// How often the intervals of survival.hpp hold the truth, by drawing times to an end and times of being last seen.
// For the tests and bench/truth.cpp; nothing in the product calls it.
#pragma once

#include "measure/coverage.hpp"
#include "measure/survival.hpp"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace bellwether::measure {

/// Times to an end are Weibull with median 1 (shape 1: exponential); things are last seen at exponential times of which
/// `censor_rate` is chosen so that the wished share is last seen waiting.
struct Waiting {
  double shape = 1;
  double censored = 0;  ///< share last seen waiting, in [0, 1)

  static constexpr double k_ticks = 1e6;  ///< of a duration, per median

  [[nodiscard]] double time_until(double share) const {
    return std::pow(-std::log1p(-share) / std::log(2.0), 1 / shape);
  }
  /// Rate of being last seen, by halving: the share censored is the mean of 1 − exp(−rate × time).
  [[nodiscard]] double censor_rate() const {
    if (censored == 0) return 0;
    double low = 0;
    double high = 1000;
    for (int round = 0; round < 60; ++round) {
      const double rate = (low + high) / 2;
      double share = 0;
      constexpr int k_points = 2000;
      for (int i = 0; i < k_points; ++i) {
        share += -std::expm1(-rate * time_until((i + 0.5) / k_points)) / k_points;
      }
      (share < censored ? low : high) = rate;
    }
    return low;
  }
};

inline std::vector<Span> draw_spans(const Waiting& world, double censor_rate, std::int64_t n, std::mt19937_64& random) {
  std::uniform_real_distribution<double> uniform;
  std::vector<Span> spans;
  spans.reserve(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) {
    const double ends = world.time_until(uniform(random));
    const double last_seen = censor_rate > 0 ? -std::log1p(-uniform(random)) / censor_rate : ends + 1;
    spans.push_back(
        {.duration = std::llround(std::min(ends, last_seen) * Waiting::k_ticks), .ended = ends <= last_seen});
  }
  return spans;
}

/// Share still waiting at the time by which `share` has ended.
inline Kept coverage_of_waiting(const Waiting& world, double share, std::int64_t n, double level, int draws,
                                SurvivalInterval interval = SurvivalInterval::beta_product) {
  const double rate = world.censor_rate();
  const std::int64_t time = std::llround(world.time_until(share) * Waiting::k_ticks);
  return coverage_drawn(1 - share, draws, 5, [&](std::mt19937_64& random) {
    return still_waiting(draw_spans(world, rate, n, random), time, level, interval);
  });
}

inline Kept coverage_of_time_until(const Waiting& world, double share, std::int64_t n, double level, int draws,
                                   SurvivalInterval interval = SurvivalInterval::beta_product) {
  const double rate = world.censor_rate();
  return coverage_drawn(std::round(world.time_until(share) * Waiting::k_ticks), draws, 6, [&](std::mt19937_64& random) {
    return time_until(draw_spans(world, rate, n, random), share, level, interval);
  });
}

}  // namespace bellwether::measure
