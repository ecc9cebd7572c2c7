// How often the intervals and verdicts of panel.hpp keep their promise, by drawing panels whose truth is known.
// For the tests and bench/analysis_truth.cpp; nothing in the product calls it.
#pragma once

#include "lead/analysis/panel.hpp"

#include <cmath>
#include <cstdint>
#include <random>

namespace bellwether::lead {

/// Units whose errors last from week to week and spread unequally, under a regressor that lasts or comes in single
/// weeks.
struct PanelWorld {
  std::size_t groups = 20, weeks = 52;
  double slope = 0;
  double lasting = 0.5;  ///< correlation of errors from one week to the next
  bool pulses = false;   ///< the regressor is 0 but for one week in eight, as visits are
  double missing = 0.1;  ///< share of cells that are not there
  double unequal = 0.5;  ///< standard deviation of the logarithm of the units' error spread
  bool skewed = false;   ///< errors are exponential instead of normal
};

inline Column drawn_regressor(const PanelWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  Column x;
  for (std::size_t g = 0; g < world.groups; ++g) {
    double lasts = normal(random);
    const double often = 0.05 + 0.2 * uniform(random);
    for (std::size_t t = 0; t < world.weeks; ++t) {
      lasts = 0.5 * lasts + std::sqrt(0.75) * normal(random);
      x.push_back(world.pulses ? (uniform(random) < often ? 1.0 : 0.0) : lasts);
    }
  }
  return x;
}

inline Column drawn_outcome(const PanelWorld& world, const Column& x, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> exponential;
  std::uniform_real_distribution<double> uniform;
  const auto shock = [&] { return world.skewed ? exponential(random) - 1 : normal(random); };
  Column y;
  Column common;
  for (std::size_t t = 0; t < world.weeks; ++t) common.push_back(normal(random));
  for (std::size_t g = 0; g < world.groups; ++g) {
    const double level = normal(random);
    const double spread = std::exp(world.unequal * normal(random));
    double error = shock();
    for (std::size_t t = 0; t < world.weeks; ++t) {
      error = world.lasting * error + std::sqrt(1 - world.lasting * world.lasting) * shock();
      const bool there = uniform(random) >= world.missing;
      y.push_back(there ? level + common[t] + world.slope * x[y.size()] + spread * error : std::nan(""));
    }
  }
  return y;
}

/// Share of panels whose 95 % interval holds the slope.
inline double coverage_of_panel(const PanelWorld& world, int draws, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  int holds = 0;
  int answered = 0;
  for (int draw = 0; draw < draws; ++draw) {
    Panel panel{.grid = {world.groups, world.weeks}, .outcome = {}, .weight = {}, .regressors = {}, .cluster = {}};
    panel.regressors.push_back(drawn_regressor(world, random));
    panel.outcome = drawn_outcome(world, panel.regressors[0], random);
    const auto fit = fit_panel(panel);
    if (!fit) continue;
    ++answered;
    const Estimate& e = fit->slopes[0].estimate;
    holds += e.low <= world.slope && world.slope <= e.high ? 1 : 0;
  }
  return static_cast<double>(holds) / answered;
}

struct ChoiceKept {
  double false_alarms = 0;  ///< corrected p <= 0.05 where nothing is there
  double holds = 0;         ///< widened interval of the chosen holds 0 where nothing is there
};

/// The best of four lags, where there is no effect at any.
inline ChoiceKept false_alarms_of_choice(const PanelWorld& world, int draws, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  ChoiceKept kept;
  for (int draw = 0; draw < draws; ++draw) {
    const Grid grid{world.groups, world.weeks};
    const Column x = drawn_regressor(world, random);
    Panel panel{
        .grid = grid, .outcome = drawn_outcome(world, x, random), .weight = {}, .regressors = {}, .cluster = {}};
    panel.regressors = {lagged(grid, x, 1), mean_before(grid, x, 1, 2), mean_before(grid, x, 1, 4),
                        mean_before(grid, x, 5, 8)};
    const auto choice = choose_regressor(panel, 0.95, 299, random());
    if (!choice) continue;
    kept.false_alarms += choice->p_corrected <= 0.05 ? 1.0 / draws : 0;
    const Estimate& e = choice->chosen.estimate;
    kept.holds += e.low <= 0 && 0 <= e.high ? 1.0 / draws : 0;
  }
  return kept;
}

}  // namespace bellwether::lead
