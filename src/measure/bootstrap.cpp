#include "measure/bootstrap.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <utility>

#include <boost/math/distributions/normal.hpp>

namespace bellwether::measure {

namespace {

/// Draws as many values as there are from `values` into the counts of `drawn`, which has the same bars.
class Drawer {
 public:
  Drawer(const Histogram& values, std::uint64_t seed) : values_(values), n_(values.n()), random_(seed) {
    // One by one where values seldom repeat, else bar by bar.
    constexpr std::int64_t k_draws_per_bar = 8;
    if (n_ > k_draws_per_bar * static_cast<std::int64_t>(values.bars.size())) return;
    for (std::size_t bar = 0; bar < values.bars.size(); ++bar) {
      each_.insert(each_.end(), static_cast<std::size_t>(values.bars[bar].count), bar);
    }
  }

  void draw_into(Histogram& drawn) {
    if (each_.empty()) {
      by_bar(drawn);
      return;
    }
    for (auto& bar : drawn.bars) bar.count = 0;
    for (std::int64_t i = 0; i < n_; ++i) {
      // The high half of a product of 64 bits: even but for one part in 2^64 / n.
      __extension__ using Product = unsigned __int128;
      const auto at = static_cast<std::size_t>((Product{random_()} * each_.size()) >> 64U);
      ++drawn.bars[each_[at]].count;
    }
  }

 private:
  void by_bar(Histogram& drawn) {
    std::int64_t left = n_;
    std::int64_t values_left = n_;
    for (std::size_t bar = 0; bar < values_.bars.size(); ++bar) {
      const std::int64_t count = values_.bars[bar].count;
      const double chance = static_cast<double>(count) / static_cast<double>(values_left);
      const bool last = count == values_left;
      drawn.bars[bar].count =
          left == 0 || last ? left : std::binomial_distribution<std::int64_t>(left, chance)(random_);
      left -= drawn.bars[bar].count;
      values_left -= count;
    }
  }

  const Histogram& values_;
  std::int64_t n_;
  std::mt19937_64 random_;
  std::vector<std::size_t> each_;
};

double mean_of(const Histogram& values) {
  return static_cast<double>(values.sum()) / static_cast<double>(values.n()) / static_cast<double>(values.scale);
}

/// Values to draw from must differ. Error: `not_enough`.
Result<void> check_drawable(const Histogram& values) {
  const std::int64_t n = values.n();
  if (n < 2)
    return not_enough(n == 0 ? "no values here" : "only 1 value here", "drawing again takes at least 2 values");
  if (values.bars.size() < 2) {
    return not_enough("all values are the same, so their spread can't be judged", "ask again when there are more");
  }
  return {};
}

Estimate drawn_estimate(const Histogram& values, const Statistic& statistic, std::span<const double> without,
                        double level, const Resampling& resampling) {
  invariant(resampling.resamples >= 100 && level > 0 && level < 1);
  const double value = statistic(values);
  std::vector<std::int64_t> counts;
  counts.reserve(values.bars.size());
  for (const auto& bar : values.bars) counts.push_back(bar.count);

  Histogram work = values;
  Drawer drawer(values, resampling.seed);
  std::vector<double> resampled;
  resampled.reserve(static_cast<std::size_t>(resampling.resamples));
  for (int i = 0; i < resampling.resamples; ++i) {
    drawer.draw_into(work);
    resampled.push_back(statistic(work));
  }
  const BcaBounds bounds = bca_bounds(value, std::move(resampled), acceleration(without, counts), level);
  return {.value = value,
          .low = std::min(bounds.low, value),
          .high = std::max(bounds.high, value),
          .level = level,
          .n = values.n(),
          .method = Method::bca};
}

/// The value a share `p` of the way through, ordered.
double percentile(const std::vector<double>& ordered, double p) {
  const double place = p * static_cast<double>(ordered.size() - 1);
  const auto before = static_cast<std::size_t>(std::floor(place));
  if (before + 1 >= ordered.size()) return ordered.back();
  const double step = ordered[before + 1] - ordered[before];
  return ordered[before] + (place - static_cast<double>(before)) * step;
}

}  // namespace

double acceleration(std::span<const double> without, std::span<const std::int64_t> counts) {
  double n = 0;
  double mean = 0;
  for (std::size_t i = 0; i < without.size(); ++i) {
    n += static_cast<double>(counts[i]);
    mean += static_cast<double>(counts[i]) * without[i];
  }
  mean /= n;
  double squares = 0;
  double cubes = 0;
  for (std::size_t i = 0; i < without.size(); ++i) {
    const double gap = mean - without[i];
    squares += static_cast<double>(counts[i]) * gap * gap;
    cubes += static_cast<double>(counts[i]) * gap * gap * gap;
  }
  return squares == 0 ? 0 : cubes / (6 * std::pow(squares, 1.5));
}

BcaBounds bca_bounds(double value, std::vector<double> resampled, double a, double level) {
  invariant(!resampled.empty() && level > 0 && level < 1);
  std::sort(resampled.begin(), resampled.end());
  const boost::math::normal normal;
  // Half of those that are just the value lie below it.
  const auto [from, to] = std::equal_range(resampled.begin(), resampled.end(), value);
  const double all = static_cast<double>(resampled.size());
  const double below = static_cast<double>(from - resampled.begin()) + 0.5 * static_cast<double>(to - from);
  const double bias = quantile(normal, std::clamp(below / all, 0.5 / all, 1 - 0.5 / all));
  const auto bound = [&](double z) {
    return percentile(resampled, cdf(normal, bias + (bias + z) / (1 - a * (bias + z))));
  };
  const double z = normal_critical(level);
  return {.low = bound(-z), .high = bound(z)};
}

Result<Estimate> bootstrap(const Histogram& values, const Statistic& statistic, double level,
                           const Resampling& resampling) {
  if (auto drawable = check_drawable(values); !drawable) return std::unexpected(drawable.error());
  Histogram work = values;
  std::vector<double> without;
  without.reserve(work.bars.size());
  for (auto& bar : work.bars) {
    --bar.count;
    without.push_back(statistic(work));
    ++bar.count;
  }
  return drawn_estimate(values, statistic, without, level, resampling);
}

Result<Estimate> bootstrap_mean(const Histogram& values, double level, const Resampling& resampling) {
  if (auto drawable = check_drawable(values); !drawable) return std::unexpected(drawable.error());
  // Amounts may all differ: what the mean is without each is taken from the sum, not added up each time.
  const Int128 sum = values.sum();
  const double others = static_cast<double>(values.n() - 1);
  std::vector<double> without;
  without.reserve(values.bars.size());
  for (const auto& bar : values.bars) {
    without.push_back(static_cast<double>(sum - bar.value) / others / static_cast<double>(values.scale));
  }
  return drawn_estimate(values, mean_of, without, level, resampling);
}

}  // namespace bellwether::measure
