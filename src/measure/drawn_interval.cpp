#include "measure/drawn_interval.hpp"

#include "measure/bootstrap.hpp"
#include "measure/histogram.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::measure {

namespace {

/// Single draws of all cells: some twenty seconds.
constexpr std::int64_t k_most_draws = 5'000'000'000;

}  // namespace

Result<void> check_drawn(const Measure& measure) {
  if (measure.estimator == Estimator::mean) return {};
  return fail(
      Code::unsupported,
      "intervals by bootstrap are for means, and " + measure.id + " is a " + std::string(word_of(measure.estimator)),
      "--interval", "leave --interval out: each estimator has an interval of its own");
}

Result<void> check_draws(std::span<const GuardedCell> cells) {
  constexpr std::int64_t k_draws_per_value = 8;  // as Drawer does in bootstrap.cpp
  std::int64_t draws = 0;
  for (const GuardedCell& one : cells) {
    const Tally& tally = one.cell.tally;
    const auto values = static_cast<std::int64_t>(tally.given.size());
    draws += Resampling{}.resamples * std::min(tally.n, k_draws_per_value * values);
  }
  if (draws <= k_most_draws) return {};
  return fail(Code::too_large, "there are too many different values to draw them all again", "--interval",
              "narrow the question, or leave --interval out: with so many answers the usual interval is as good");
}

Result<Estimate> drawn_estimate_of(const Measure& measure, const Tally& tally, double level) {
  std::vector<Histogram::Bar> bars;
  bars.reserve(tally.given.size());
  for (const Given& given : tally.given) bars.push_back({.value = given.value, .count = given.count});
  auto estimate = bootstrap_mean(histogram_of(std::move(bars), tally.scale), level);
  if (!estimate) return estimate;
  estimate->value *= measure.factor;
  estimate->low *= measure.factor;
  estimate->high *= measure.factor;
  return estimate;
}

}  // namespace bellwether::measure
