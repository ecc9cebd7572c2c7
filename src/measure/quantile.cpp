#include "measure/quantile.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <boost/math/special_functions/beta.hpp>

namespace bellwether::measure {

namespace {

/// Values by rank, 1 … n, from counts added up.
class Ranked {
 public:
  explicit Ranked(const Histogram& values) : values_(values) {
    for (const Histogram::Bar& bar : values.bars) up_to_.push_back((up_to_.empty() ? 0 : up_to_.back()) + bar.count);
  }
  [[nodiscard]] double operator[](std::int64_t rank) const {
    const auto at = std::lower_bound(up_to_.begin(), up_to_.end(), rank) - up_to_.begin();
    return values_.at(values_.bars[static_cast<std::size_t>(at)]);
  }
  /// The value `weight` of the way from `rank` to the next.
  [[nodiscard]] double past(std::int64_t rank, double weight) const {
    const double here = (*this)[rank];
    if (weight <= 0) return here;
    const double next = (*this)[rank + 1];
    return here == next ? here : here + weight * (next - here);
  }

 private:
  const Histogram& values_;
  std::vector<std::int64_t> up_to_;
};

/// Chance that fewer than `rank` of n values lie below the quantile: that the value of this rank lies above it.
double above(std::int64_t rank, std::int64_t n, double share) {
  if (rank <= 0) return 0;
  if (rank > n) return 1;
  return boost::math::ibetac(static_cast<double>(rank), static_cast<double>(n - rank + 1), share);
}

/// The last rank whose value lies above the quantile with a chance of at most `tail`; 0 where none does.
std::int64_t last_rank(std::int64_t n, double share, double tail) {
  std::int64_t low = 0;
  std::int64_t high = n;
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    if (above(middle, n, share) <= tail) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/// The fewest values of which the lowest lies above, and the highest below, with a chance of at most `tail` each.
std::int64_t fewest(double share, double tail) {
  const double rarer = std::max(share, 1 - share);
  return std::max<std::int64_t>(2, std::llround(std::ceil(std::log(tail) / std::log(rarer) - 1e-9)));
}

/// A bound from below, between the last rank that is safe and the next: with r values below, the gaps on both sides of the
/// quantile are nearly exponential, which gives the weight at which the chance is `tail`.
double lower_bound_of(const auto& at, std::int64_t n, double share, double tail) {
  const std::int64_t rank = std::max<std::int64_t>(1, last_rank(n, share, tail));
  const double here = above(rank, n, share);
  const double next = above(rank + 1, n, share);
  const double below = static_cast<double>(rank);
  const double odds = (tail - here) / (next - tail) * (static_cast<double>(n) - below) * share / (below * (1 - share));
  return at(rank, rank < n && odds > 0 ? odds / (1 + odds) : 0);
}

struct Ranks {
  std::int64_t low = 0, high = 0;
};

/// The closest ranks between which the quantile lies with a chance of at least `level`; the surest of them, then the lowest.
Ranks shortest(std::int64_t n, double share, double level) {
  const double tail = 1 - level;
  Ranks best{.low = 1, .high = n};
  double best_miss = 2;
  for (std::int64_t low = 1, high = 2; low < n && above(low, n, share) <= tail; ++low) {
    // The high rank only moves up with the low one.
    high = std::max(high, low + 1);
    const auto miss = [&](std::int64_t to) { return above(low, n, share) + 1 - above(to, n, share); };
    while (high < n && miss(high) > tail) ++high;
    if (miss(high) > tail) break;
    const std::int64_t length = high - low;
    const std::int64_t best_length = best.high - best.low;
    if (length < best_length || (length == best_length && miss(high) < best_miss)) {
      best = {.low = low, .high = high};
      best_miss = miss(high);
    }
  }
  return best;
}

}  // namespace

Result<Estimate> quantile(const Histogram& values, double share, double level, QuantileInterval interval) {
  invariant(share > 0 && share < 1 && level > 0 && level < 1);
  const std::int64_t n = values.n();
  const double tail = (1 - level) / 2;
  const std::int64_t needed = fewest(share, tail);
  if (n < needed) {
    return not_enough("only " + with_thousands(n) + (n == 1 ? " value" : " values") + " here",
                      "the interval of this quantile takes at least " + with_thousands(needed));
  }
  const Ranked ranked(values);
  const double place = share * static_cast<double>(n - 1);
  const auto rank = std::min(n - 1, static_cast<std::int64_t>(std::floor(place)) + 1);
  const double value = ranked.past(rank, place - static_cast<double>(rank - 1));

  Estimate estimate{.value = value, .level = level, .n = n};
  if (interval == QuantileInterval::ranks) {
    const Ranks ranks = shortest(n, share, level);
    estimate.low = ranked[ranks.low];
    estimate.high = ranked[ranks.high];
    estimate.method = Method::order_statistics;
  } else {
    // From above it is the same seen from the other end: rank r is n + 1 − r there, and the share 1 − share.
    const auto from_below = [&](std::int64_t r, double weight) { return ranked.past(r, weight); };
    const auto from_above = [&](std::int64_t r, double weight) {
      return weight > 0 ? ranked.past(n - r, 1 - weight) : ranked[n + 1 - r];
    };
    estimate.low = lower_bound_of(from_below, n, share, tail);
    estimate.high = lower_bound_of(from_above, n, 1 - share, tail);
    estimate.method = Method::nyblom;
  }
  estimate.low = std::min(estimate.low, value);
  estimate.high = std::max(estimate.high, value);
  return estimate;
}

}  // namespace bellwether::measure
