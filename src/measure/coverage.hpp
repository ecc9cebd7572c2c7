// How often an interval holds the truth: by adding up every possible outcome where there are few enough, else by drawing.
// For the tests and bench/truth.cpp; nothing in the product calls it.
#pragma once

#include "measure/estimate.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace bellwether::measure {

/// A multinomial world: how likely each kind of answer is.
struct World {
  std::vector<double> chances;       ///< of each kind; they add up to 1
  std::vector<std::int64_t> values;  ///< what each kind is worth, in whole steps
  [[nodiscard]] double truth() const {
    double mean = 0;
    for (std::size_t i = 0; i < chances.size(); ++i) mean += chances[i] * static_cast<double>(values[i]);
    return mean;
  }
};

/// Calls `take(counts, probability)` for every way in which n answers can fall.
template <class Take>
void each_outcome(const World& world, std::int64_t n, Take take) {
  std::vector<std::int64_t> counts(world.chances.size());
  const double log_all = std::lgamma(static_cast<double>(n) + 1);
  const auto fill = [&](auto&& self, std::size_t kind, std::int64_t left, double log_weight) -> void {
    const double chance = world.chances[kind];
    if (kind + 1 == world.chances.size()) {
      counts[kind] = left;
      const double last = static_cast<double>(left) * std::log(chance) - std::lgamma(static_cast<double>(left) + 1);
      take(counts, std::exp(log_all + log_weight + last));
      return;
    }
    for (std::int64_t count = 0; count <= left; ++count) {
      counts[kind] = count;
      const double weight = static_cast<double>(count) * std::log(chance) - std::lgamma(static_cast<double>(count) + 1);
      self(self, kind + 1, left - count, log_weight + weight);
    }
  };
  fill(fill, 0, n, 0.0);
}

/// Calls `take(counts)` for `draws` random outcomes.
template <class Take>
void draw_outcomes(const World& world, std::int64_t n, int draws, std::uint64_t seed, Take take) {
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> counts(world.chances.size());
  for (int draw = 0; draw < draws; ++draw) {
    std::int64_t left = n;
    double chance_left = 1;
    for (std::size_t kind = 0; kind + 1 < counts.size(); ++kind) {
      const double chance = std::min(1.0, world.chances[kind] / chance_left);
      counts[kind] = left == 0 ? 0 : std::binomial_distribution<std::int64_t>(left, chance)(random);
      left -= counts[kind];
      chance_left -= world.chances[kind];
    }
    counts.back() = left;
    take(counts);
  }
}

/// Share of outcomes whose interval holds the truth; `interval(counts)` is an Estimate or an error, and an outcome without
/// an interval claims nothing: it counts for neither side.
template <class Interval>
double coverage(const World& world, std::int64_t n, bool exactly, int draws, std::uint64_t seed, Interval interval) {
  const double truth = world.truth();
  double holds = 0;
  double all = 0;
  const auto take = [&](const std::vector<std::int64_t>& counts, double weight) {
    const auto estimate = interval(counts);
    if (!estimate) return;
    all += weight;
    // A bound that is the truth but for rounding holds it.
    if (estimate->low <= truth + 1e-12 && truth - 1e-12 <= estimate->high) holds += weight;
  };
  if (exactly) {
    each_outcome(world, n, take);
  } else {
    draw_outcomes(world, n, draws, seed, [&](const std::vector<std::int64_t>& counts) { take(counts, 1.0); });
  }
  return holds / all;
}

/// How often intervals that were drawn hold the truth, and how often there was one at all.
struct Kept {
  double coverage = 0;  ///< among those with an interval
  double answered = 0;  ///< share of draws with an interval
};

/// `draw(random)` makes one data set and its Result<Estimate>. An interval that is open above has no upper end to miss.
template <class Draw>
Kept coverage_drawn(double truth, int draws, std::uint64_t seed, Draw draw) {
  std::mt19937_64 random(seed);
  int holds = 0;
  int answered = 0;
  for (int i = 0; i < draws; ++i) {
    const Result<Estimate> estimate = draw(random);
    if (!estimate) continue;
    ++answered;
    const double slack = 1e-12 * std::max(1.0, std::abs(truth));
    if (estimate->low <= truth + slack && (estimate->open_above || truth - slack <= estimate->high)) ++holds;
  }
  return {.coverage = answered == 0 ? 1 : static_cast<double>(holds) / answered,
          .answered = static_cast<double>(answered) / draws};
}

/// One share: kinds are hit (1) and miss (0).
inline double coverage_of_share(double p, std::int64_t n, double level) {
  const World world{.chances = {p, 1 - p}, .values = {1, 0}};
  return coverage(world, n, true, 0, 0,
                  [&](const std::vector<std::int64_t>& counts) { return share(counts[0], n, level); });
}

/// Kinds are positive (1), neutral (0), negative (−1).
inline double coverage_of_net_share(double positive, double negative, std::int64_t n, double level, int draws) {
  const World world{.chances = {positive, 1 - positive - negative, negative}, .values = {1, 0, -1}};
  constexpr std::int64_t k_countable = 200;  // 20,301 outcomes
  return coverage(world, n, n <= k_countable, draws, 1,
                  [&](const std::vector<std::int64_t>& counts) { return net_share(counts[0], counts[2], n, level); });
}

/// Kinds are the answers 1 … k of a rating.
inline double coverage_of_mean(const std::vector<double>& chances, std::int64_t n, double level, int draws) {
  World world{.chances = chances, .values = {}};
  for (std::size_t i = 0; i < chances.size(); ++i) world.values.push_back(static_cast<std::int64_t>(i) + 1);
  const AnswerScale scale{.lowest = 1, .highest = static_cast<double>(chances.size())};
  constexpr std::int64_t k_countable = 20;  // 10,626 outcomes of five kinds
  const bool countable = n <= k_countable && chances.size() <= 5;
  return coverage(world, n, countable, draws, 2, [&](const std::vector<std::int64_t>& counts) {
    Int128 sum = 0;
    Int128 squares = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      sum += Int128{counts[i]} * world.values[i];
      squares += Int128{counts[i]} * world.values[i] * world.values[i];
    }
    return mean(n, sum, squares, 1, level, scale);
  });
}

}  // namespace bellwether::measure
