#include "lead/analysis/pooling.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::lead {

namespace {

double variance_of(const Measured& one) {
  return one.standard_error * one.standard_error * one.degrees / std::max(1.0, one.degrees - 2);
}

struct Centre {
  double value = 0, weight = 0, misfit = 0;
};

Centre centre_at(std::span<const Measured> many, double spread_squared) {
  Centre centre;
  double sum = 0;
  for (const Measured& one : many) {
    const double weight = 1 / (variance_of(one) + spread_squared);
    sum += weight * one.value;
    centre.weight += weight;
  }
  centre.value = sum / centre.weight;
  for (const Measured& one : many) {
    const double off = one.value - centre.value;
    centre.misfit += off * off / (variance_of(one) + spread_squared);
  }
  return centre;
}

/// The spread at which the misfit is what chance alone makes it: it falls as the spread grows, so halving finds it.
double spread_squared_of(std::span<const Measured> many) {
  const double expected = static_cast<double>(many.size()) - 1;
  if (centre_at(many, 0).misfit <= expected) return 0;
  double low = 0;
  double high = variance_of(many.front());
  while (centre_at(many, high).misfit > expected) high *= 4;
  for (int round = 0; round < 60; ++round) {
    const double middle = (low + high) / 2;
    (centre_at(many, middle).misfit > expected ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

Pooled draw_together(std::span<const Measured> many, double level) {
  Pooled pooled;
  if (many.empty()) return pooled;
  for (const Measured& one : many) invariant(one.standard_error > 0 && one.degrees > 0);
  const double spread_squared = many.size() > 1 ? spread_squared_of(many) : 0;
  const Centre centre = centre_at(many, spread_squared);
  pooled.centre = centre.value;
  pooled.centre_error = std::sqrt(1 / centre.weight);
  pooled.spread = std::sqrt(spread_squared);

  const double count = static_cast<double>(many.size());
  const double critical = measure::normal_critical(level);
  for (const Measured& one : many) {
    const double variance = variance_of(one);
    // Morris's (k − 3) / (k − 1): the share of luck is itself estimated.
    const double luck = variance / (variance + spread_squared) * std::max(0.0, count - 3) / std::max(1.0, count - 1);
    const double off = one.value - centre.value;
    const double weight_in_all = 1 / (variance + spread_squared) / centre.weight;
    const double spread_unsure = 2 / std::max(1.0, count - 3) * luck * luck * off * off;
    const double total = variance * (1 - luck * (1 - weight_in_all)) + spread_unsure;
    const double value = one.value - luck * off;
    const double half = critical * std::sqrt(total);
    pooled.drawn.push_back({.value = value,
                            .low = value - half,
                            .high = value + half,
                            .level = level,
                            .n = 0,
                            .method = measure::Method::partial_pooling});
    pooled.own_weight.push_back(1 - luck);
  }
  return pooled;
}

}  // namespace bellwether::lead
