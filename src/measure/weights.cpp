#include "measure/weights.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"
#include "measure/score_interval.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::measure {

namespace {

struct Totals {
  WeightedCell plain;  ///< sums without weights
  double weight = 0;   ///< Σ w n
  double squares = 0;  ///< Σ w² n
  double positive = 0, negative = 0, sum = 0;
  bool equal = true;  ///< all weights that count are the same
};

Totals totals_of(std::span<const WeightedCell> cells) {
  Totals totals;
  for (const WeightedCell& cell : cells) {
    invariant(cell.weight >= 0 && std::isfinite(cell.weight) && cell.n >= 0);
    if (cell.n == 0) continue;
    if (totals.plain.n == 0) totals.plain.weight = cell.weight;
    totals.equal = totals.equal && cell.weight == totals.plain.weight;
    const double n = static_cast<double>(cell.n);
    totals.plain.n += cell.n;
    totals.plain.positive += cell.positive;
    totals.plain.negative += cell.negative;
    totals.plain.sum += cell.sum;
    totals.plain.sum_squares += cell.sum_squares;
    totals.weight += cell.weight * n;
    totals.squares += cell.weight * cell.weight * n;
    totals.positive += cell.weight * static_cast<double>(cell.positive);
    totals.negative += cell.weight * static_cast<double>(cell.negative);
    totals.sum += cell.weight * static_cast<double>(cell.sum);
  }
  return totals;
}

/// Equal weights are no weights; but weights of 0 carry nothing.
bool is_unweighted(const Totals& totals) { return totals.plain.n == 0 || (totals.equal && totals.weight > 0); }

double effective(const Totals& totals) {
  if (is_unweighted(totals)) return static_cast<double>(totals.plain.n);
  return totals.squares == 0 ? 0 : totals.weight * totals.weight / totals.squares;
}

std::unexpected<Error> weightless() {
  return not_enough("all weights here are 0", "look at a slice that the population has");
}

}  // namespace

double effective_n(std::span<const WeightedCell> cells) { return effective(totals_of(cells)); }

double design_effect(std::span<const WeightedCell> cells) {
  const Totals totals = totals_of(cells);
  const double n = effective(totals);
  return n == 0 ? 1 : static_cast<double>(totals.plain.n) / n;
}

Result<Estimate> weighted_share(std::span<const WeightedCell> cells, double level) {
  const Totals totals = totals_of(cells);
  if (is_unweighted(totals)) return share(totals.plain.positive, totals.plain.n, level);
  if (totals.weight == 0) return weightless();
  const double value = std::min(1.0, totals.positive / totals.weight);
  const Bounds bounds = score_interval(value, effective(totals), normal_critical(level), {.lowest = 0, .highest = 1});
  return Estimate{.value = value,
                  .low = bounds.low,
                  .high = bounds.high,
                  .level = level,
                  .n = totals.plain.n,
                  .method = Method::weighted};
}

Result<Estimate> weighted_net_share(std::span<const WeightedCell> cells, double level) {
  const Totals totals = totals_of(cells);
  if (is_unweighted(totals)) return net_share(totals.plain.positive, totals.plain.negative, totals.plain.n, level);
  if (totals.weight == 0) return weightless();
  // Rocks's counts, added to the effective ones.
  const double n = effective(totals);
  const double promoters = (n * (totals.positive / totals.weight) + 0.75) / (n + 3);
  const double detractors = (n * (totals.negative / totals.weight) + 0.75) / (n + 3);
  const double centre = promoters - detractors;
  const double half = normal_critical(level) * std::sqrt((promoters + detractors - centre * centre) / (n + 3));
  const double value = std::clamp((totals.positive - totals.negative) / totals.weight, -1.0, 1.0);
  return Estimate{.value = value,
                  .low = std::max(-1.0, std::min(centre - half, value)),
                  .high = std::min(1.0, std::max(centre + half, value)),
                  .level = level,
                  .n = totals.plain.n,
                  .method = Method::weighted};
}

Result<Estimate> weighted_mean(std::span<const WeightedCell> cells, std::int64_t scale, double level,
                               const std::optional<AnswerScale>& answers) {
  invariant(scale > 0);
  const Totals totals = totals_of(cells);
  if (is_unweighted(totals)) {
    return mean(totals.plain.n, totals.plain.sum, totals.plain.sum_squares, scale, level, answers);
  }
  if (totals.weight == 0) return weightless();
  const double n = effective(totals);
  if (n < 2) return not_enough("weights leave fewer than 2 answers' worth here", "look at a wider slice");

  const double unit = static_cast<double>(scale);
  const double value = totals.sum / totals.weight / unit;
  double squares = 0;
  for (const WeightedCell& cell : cells) {
    if (cell.n == 0) continue;
    const double count = static_cast<double>(cell.n);
    const double gap = static_cast<double>(cell.sum) / count / unit - value;
    const double within = cell.n < 2 ? 0 : variance(cell.n, cell.sum, cell.sum_squares, scale) * (count - 1);
    squares += cell.weight * (within + count * gap * gap);
  }
  auto estimate = mean_interval(value, squares / totals.weight * n / (n - 1), n, level, answers);
  if (!estimate) return estimate;
  estimate->n = totals.plain.n;
  estimate->method = Method::weighted;
  return estimate;
}

}  // namespace bellwether::measure
