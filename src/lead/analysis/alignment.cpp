#include "lead/analysis/alignment.hpp"

#include "lead/analysis/normal_draws.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/non_central_chi_squared.hpp>

namespace bellwether::lead {

namespace {

struct Known {
  std::size_t index = 0;
  double value = 0, below = 0, above = 0;  ///< standard errors to either side
};

std::vector<Known> known_of(std::span<const std::optional<Estimate>> scores) {
  std::vector<Known> known;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!scores[i]) continue;
    const double critical = measure::normal_critical(scores[i]->level);
    known.push_back({.index = i,
                     .value = scores[i]->value,
                     .below = (scores[i]->value - scores[i]->low) / critical,
                     .above = (scores[i]->high - scores[i]->value) / critical});
  }
  return known;
}

/// Noncentrality at which a sum of squares as large has chance `p` to be exceeded the other way; 0 where none does.
double noncentrality_where(double degrees, double sum, double p) {
  if (boost::math::cdf(boost::math::chi_squared(degrees), sum) <= p) return 0;
  return boost::math::non_central_chi_squared::find_non_centrality(degrees, sum, p);
}

/// Half of them at one end, half at the other.
double largest_spread(std::size_t count) {
  const double n = static_cast<double>(count);
  const double ends = std::floor(n / 2) * std::ceil(n / 2) / n;
  return 100 * std::sqrt(ends / (n - 1));
}

void add_agreement(Alignment& alignment, const std::vector<Known>& known, double level) {
  const double degrees = static_cast<double>(known.size()) - 1;
  double mean = 0;
  for (const Known& one : known) mean += one.value / (degrees + 1);
  double squares = 0;
  double variance = 0;
  for (const Known& one : known) {
    squares += (one.value - mean) * (one.value - mean);
    variance += (one.below * one.below + one.above * one.above) / 2 / (degrees + 1);
  }
  const double most = largest_spread(known.size());
  double low = std::sqrt(squares / degrees);
  double high = low;
  if (variance > 1e-9) {
    const double tail = (1 - level) / 2;
    low = std::sqrt(noncentrality_where(degrees, squares / variance, 1 - tail) * variance / degrees);
    high = std::sqrt(noncentrality_where(degrees, squares / variance, tail) * variance / degrees);
  }
  alignment.spread = std::clamp(std::sqrt(std::max(0.0, squares / degrees - variance)), std::min(low, high), high);
  const auto agreement = [&](double spread) { return std::clamp(1 - spread / most, 0.0, 1.0); };
  alignment.agreement = {.value = agreement(alignment.spread),
                         .low = agreement(high),
                         .high = agreement(low),
                         .level = level,
                         .n = static_cast<std::int64_t>(known.size()),
                         .method = measure::Method::noncentral};
}

void add_weakest(Alignment& alignment, const std::vector<Known>& known, int draws, std::uint64_t seed) {
  NormalDraws random(seed);
  std::vector<int> weakest(known.size(), 0);
  for (int draw = 0; draw < draws; ++draw) {
    std::size_t least = 0;
    double lowest = 0;
    for (std::size_t i = 0; i < known.size(); ++i) {
      const double z = random.next();
      const double value = known[i].value + z * (z < 0 ? known[i].below : known[i].above);
      if (i == 0 || value < lowest) {
        lowest = value;
        least = i;
      }
    }
    ++weakest[least];
  }
  const auto lowest =
      std::min_element(known.begin(), known.end(), [](const Known& a, const Known& b) { return a.value < b.value; });
  alignment.weakest = lowest->index;
  for (std::size_t i = 0; i < known.size(); ++i) {
    alignment.chances[known[i].index] = static_cast<double>(weakest[i]) / draws;
  }
}

}  // namespace

Result<Alignment> alignment_of(std::span<const std::optional<Estimate>> scores, double level, int draws,
                               std::uint64_t seed) {
  const std::vector<Known> known = known_of(scores);
  if (known.size() < 2) {
    return measure::not_enough("fewer than two elements have a score", "bring evidence for the others");
  }
  Alignment alignment;
  alignment.chances.assign(scores.size(), 0.0);
  add_agreement(alignment, known, level);
  add_weakest(alignment, known, draws, seed);
  return alignment;
}

}  // namespace bellwether::lead
