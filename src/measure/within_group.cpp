// r*wg and the Bayesian bootstrap around it.
#include "base/invariant.hpp"
#include "base/number.hpp"
#include "measure/agreement.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>

namespace bellwether::measure {

namespace {

/// Answers added before drawing: half at each end, and these between. Chosen by coverage over worlds of five steps.
constexpr double k_at_each_end = 0.5;
constexpr double k_between = 0.3;

/// Raters who gave the same answers to all items, as steps; −1 where they gave none.
struct Raters {
  std::vector<int> steps;
  double count = 1;
};

/// Sums over the raters' weights, by step.
double variance_of(const std::vector<double>& weights) {
  double all = 0;
  double sum = 0;
  double squares = 0;
  for (std::size_t step = 0; step < weights.size(); ++step) {
    const double at = static_cast<double>(step);
    all += weights[step];
    sum += weights[step] * at;
    squares += weights[step] * at * at;
  }
  return std::max(0.0, squares / all - sum / all * (sum / all));
}

class Agreement {
 public:
  Agreement(std::vector<Raters> raters, std::size_t items, int steps) : raters_(std::move(raters)), steps_(steps) {
    for (std::size_t item = 0; item < items; ++item) {
      double n = 0;
      for (const Raters& group : raters_) n += group.steps[item] >= 0 ? group.count : 0;
      if (n >= 2) items_.push_back({.column = item, .n = n});
    }
  }

  [[nodiscard]] bool is_empty() const { return items_.empty(); }

  [[nodiscard]] double value() const {
    std::vector<double> weights;
    for (const Raters& group : raters_) weights.push_back(group.count);
    return agreement(weights, {}, 0);
  }

  /// What the agreement could be as well: each rater weighs what chance gives, and so do the answers added.
  [[nodiscard]] double draw(std::mt19937_64& random) const {
    const auto weigh = [&](double shape) { return std::gamma_distribution<double>(shape, 1)(random); };
    std::vector<double> weights;
    for (const Raters& group : raters_) weights.push_back(weigh(group.count));
    std::vector<double> added;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (int step = 0; step < steps_; ++step) {
        const bool end = step == 0 || step == steps_ - 1;
        added.push_back(weigh(end ? k_at_each_end : k_between / (steps_ - 2)));
      }
    }
    return agreement(weights, added, 2 * k_at_each_end + (steps_ > 2 ? k_between : 0));
  }

 private:
  struct Item {
    std::size_t column = 0;
    double n = 0;
  };

  [[nodiscard]] double agreement(const std::vector<double>& weights, const std::vector<double>& added,
                                 double answers_added) const {
    const auto steps = static_cast<std::size_t>(steps_);
    double variance = 0;
    std::vector<double> by_step(steps);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      std::fill(by_step.begin(), by_step.end(), 0.0);
      for (std::size_t r = 0; r < raters_.size(); ++r) {
        const int step = raters_[r].steps[items_[i].column];
        if (step >= 0) by_step[static_cast<std::size_t>(step)] += weights[r];
      }
      for (std::size_t step = 0; step < steps && !added.empty(); ++step) by_step[step] += added[i * steps + step];
      const double n = items_[i].n + answers_added;
      variance += variance_of(by_step) * n / (n - 1);
    }
    const double even = (static_cast<double>(steps_) * steps_ - 1) / 12;
    return 1 - variance / static_cast<double>(items_.size()) / even;
  }

  std::vector<Raters> raters_;
  std::vector<Item> items_;
  int steps_;
};

Result<int> step_of(double rating, double lowest, int steps) {
  const double step = std::round(rating - lowest);
  if (std::abs(rating - lowest - step) > 1e-9 || step < 0 || step >= steps) {
    return fail(Code::bad_input, to_text(rating) + " is no step of a scale from " + to_text(lowest) + " to " +
                                     to_text(lowest + steps - 1));
  }
  return static_cast<int>(step);
}

Result<Estimate> estimate_of(const Agreement& agreement, std::int64_t raters, double level,
                             const Resampling& resampling) {
  if (agreement.is_empty()) return not_enough("nothing here was rated by two", "agreement takes at least 2 raters");
  std::mt19937_64 random(resampling.seed);
  std::vector<double> drawn;
  for (int i = 0; i < resampling.resamples; ++i) drawn.push_back(agreement.draw(random));
  // Bounds as percentiles: without bias and acceleration BCa is just that.
  std::sort(drawn.begin(), drawn.end());
  const auto at = [&](double p) {
    return drawn[static_cast<std::size_t>(std::lround(p * static_cast<double>(drawn.size() - 1)))];
  };
  const double value = agreement.value();
  return Estimate{.value = value,
                  .low = std::min(value, at((1 - level) / 2)),
                  .high = std::max(value, at((1 + level) / 2)),
                  .level = level,
                  .n = raters,
                  .method = Method::bayesian_bootstrap};
}

}  // namespace

Result<Estimate> within_group_agreement(const RatingTable& items, double lowest, int steps, double level,
                                        const Resampling& resampling) {
  invariant(steps >= 2 && resampling.resamples >= 100 && level > 0 && level < 1);
  std::vector<Raters> raters(items.empty() ? 0 : items.front().size());
  for (const auto& item : items) {
    invariant(item.size() == raters.size());
    for (std::size_t rater = 0; rater < item.size(); ++rater) {
      int step = -1;
      if (item[rater]) {
        const auto read = step_of(*item[rater], lowest, steps);
        if (!read) return std::unexpected(read.error());
        step = *read;
      }
      raters[rater].steps.push_back(step);
    }
  }
  const auto n = static_cast<std::int64_t>(raters.size());
  // In an order of their own, so that the order of columns changes nothing.
  std::sort(raters.begin(), raters.end(), [](const Raters& a, const Raters& b) { return a.steps < b.steps; });
  return estimate_of({std::move(raters), items.size(), steps}, n, level, resampling);
}

Result<Estimate> within_group_agreement(const Histogram& ratings, double lowest, int steps, double level,
                                        const Resampling& resampling) {
  invariant(steps >= 2 && resampling.resamples >= 100 && level > 0 && level < 1);
  std::vector<Raters> raters;
  for (const Histogram::Bar& bar : ratings.bars) {
    const auto step = step_of(ratings.at(bar), lowest, steps);
    if (!step) return std::unexpected(step.error());
    raters.push_back({.steps = {*step}, .count = static_cast<double>(bar.count)});
  }
  return estimate_of({std::move(raters), 1, steps}, ratings.n(), level, resampling);
}

}  // namespace bellwether::measure
