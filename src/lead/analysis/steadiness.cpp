#include "lead/analysis/steadiness.hpp"

#include "lead/analysis/lasting.hpp"
#include "lead/analysis/rate_ratio.hpp"
#include "measure/critical.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>

namespace bellwether::lead {

namespace {

/// What is counted in a week, and out of how much.
struct Part {
  double value = 0, base = 0;
};

Part part_of(const LeaderWeek& week, Behaviour behaviour) {
  switch (behaviour) {
    case Behaviour::acts:
      return {.value = static_cast<double>(week.acts), .base = 1};
    case Behaviour::promises:
      return {.value = static_cast<double>(week.kept), .base = static_cast<double>(week.due)};
    case Behaviour::answers:
      return {.value = week.answers_sum, .base = static_cast<double>(week.answers)};
  }
  return {};
}

/// One leader's weeks in order, parted.
struct Own {
  std::span<const LeaderWeek> weeks;
  double hard_from = 0;
  std::size_t hard = 0;

  [[nodiscard]] bool is_hard(const LeaderWeek& week) const { return week.load >= hard_from; }
};

Own parted(std::span<const LeaderWeek> weeks, const SteadinessOptions& options) {
  std::vector<double> loads;
  for (const LeaderWeek& week : weeks) loads.push_back(week.load);
  std::sort(loads.begin(), loads.end());
  const double count = static_cast<double>(loads.size());
  const auto at = std::min(loads.size() - 1, static_cast<std::size_t>(std::floor(count * (1 - options.hard_share))));
  Own own{.weeks = weeks, .hard_from = loads[at]};
  // Where many weeks share that load, hard ones begin above it rather than take in half of all.
  const auto from = std::lower_bound(loads.begin(), loads.end(), own.hard_from) - loads.begin();
  if (static_cast<double>(from) < count * (1 - options.hard_share) / 2) {
    const auto above = std::upper_bound(loads.begin(), loads.end(), own.hard_from);
    own.hard_from = above == loads.end() ? INFINITY : *above;
  }
  for (const LeaderWeek& week : weeks) own.hard += own.is_hard(week) ? 1U : 0U;
  return own;
}

struct Both {
  Part hard, calm;
};

Both sums_of(const Own& own, Behaviour behaviour) {
  Both both;
  for (const LeaderWeek& week : own.weeks) {
    const Part part = part_of(week, behaviour);
    Part& side = own.is_hard(week) ? both.hard : both.calm;
    side.value += part.value;
    side.base += part.base;
  }
  return both;
}

/// A ratio on the log scale, with an error of its logarithm.
Held on_log_scale(double ratio, const LastingError& error, std::int64_t n, double level) {
  const Slope log = slope_with(std::log(ratio), error, n, level);
  return {.ratio = {.value = ratio,
                    .low = std::exp(log.estimate.low),
                    .high = std::exp(log.estimate.high),
                    .level = level,
                    .n = n,
                    .method = measure::Method::log_ratio},
          .p = log.p,
          .holds = Holds::cant_tell};
}

std::optional<Held> held_by(const Own& own, Behaviour behaviour, const SteadinessOptions& options) {
  const Both both = sums_of(own, behaviour);
  const auto n = static_cast<std::int64_t>(own.weeks.size());
  if (both.hard.base <= 0 || both.calm.base <= 0) return std::nullopt;
  if (both.hard.value <= 0 || both.calm.value <= 0) {
    if (behaviour == Behaviour::answers) return std::nullopt;
    const auto counted =
        rate_ratio({.events = std::llround(both.hard.value), .exposure = both.hard.base},
                   {.events = std::llround(both.calm.value), .exposure = both.calm.base}, options.level);
    if (!counted) return std::nullopt;
    Held held{.ratio = counted->ratio, .p = counted->p};
    held.ratio.n = n;
    return held;
  }
  const double hard_rate = both.hard.value / both.hard.base;
  const double calm_rate = both.calm.value / both.calm.base;
  std::vector<double> scores;
  std::size_t hard = 0;
  for (const LeaderWeek& week : own.weeks) {
    const Part part = part_of(week, behaviour);
    const bool is_hard = own.is_hard(week);
    hard += is_hard && part.base > 0 ? 1U : 0U;
    scores.push_back(is_hard ? (part.value - hard_rate * part.base) / both.hard.value
                             : -(part.value - calm_rate * part.base) / both.calm.value);
  }
  // Each side's rate is its own weeks' middle: what they lie apart is too little by one in so many.
  const auto calm =
      static_cast<std::size_t>(std::count_if(own.weeks.begin(), own.weeks.end(), [&](const LeaderWeek& week) {
        return !own.is_hard(week) && part_of(week, behaviour).base > 0;
      }));
  if (hard < 4 || calm < 4) return std::nullopt;
  const auto stretch = [](std::size_t weeks) {
    return std::sqrt(static_cast<double>(weeks) / static_cast<double>(weeks - 1));
  };
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] *= stretch(own.is_hard(own.weeks[i]) ? hard : calm);
  const LastingError error = error_of_sum(scores);
  if (!(error.standard_error > 0)) return std::nullopt;
  return on_log_scale(hard_rate / calm_rate, error, n, options.level);
}

Holds verdict(const Held& held, double p, const SteadinessOptions& options) {
  if (p <= options.false_discovery_rate && held.ratio.value < 1) return Holds::falls;
  if (p <= options.false_discovery_rate && held.ratio.value > 1) return Holds::rises;
  return held.ratio.low >= options.least_kept ? Holds::holds : Holds::cant_tell;
}

Result<Held> pooled(const std::vector<Own>& all, Behaviour behaviour, const SteadinessOptions& options) {
  double hard = 0;
  double calm = 0;
  std::vector<Part> parts;  // of each leader: what each side of the ratio gets
  std::int64_t n = 0;
  for (const Own& own : all) {
    const Both both = sums_of(own, behaviour);
    const double base = both.hard.base + both.calm.base;
    if (both.hard.base <= 0 || both.calm.base <= 0) continue;
    parts.push_back(
        {.value = both.hard.value * both.calm.base / base, .base = both.calm.value * both.hard.base / base});
    hard += parts.back().value;
    calm += parts.back().base;
    n += static_cast<std::int64_t>(own.weeks.size());
  }
  if (parts.size() < k_least_clusters || hard <= 0 || calm <= 0) {
    return measure::not_enough("fewer than five leaders have hard and calm weeks with it",
                               "it takes load by week beside what leaders do");
  }
  const double ratio = hard / calm;
  double variance = 0;
  double squares = 0;
  for (const Part& part : parts) {
    const double weight = part.base / calm;
    const double off = (part.value - ratio * part.base) / hard;
    variance += off * off / std::max(0.05, 1 - weight);
    squares += weight * weight;
  }
  if (!(variance > 0))
    return measure::not_enough("all leaders are alike to the last digit", "look at how load is measured");
  Held held = on_log_scale(ratio, {.standard_error = std::sqrt(variance), .degrees = std::max(1.0, 1 / squares - 1)}, n,
                           options.level);
  held.holds = verdict(held, held.p, options);
  return held;
}

/// Corrects each behaviour's p over leaders, then says what holds.
void judge(std::vector<LeaderSteadiness>& leaders, const SteadinessOptions& options) {
  for (std::size_t b = 0; b < k_behaviours.size(); ++b) {
    std::vector<double> p;
    for (const LeaderSteadiness& one : leaders) {
      if (one.held[b]) p.push_back(one.held[b]->p);
    }
    const std::vector<double> adjusted = measure::benjamini_hochberg(p);
    std::size_t next = 0;
    for (LeaderSteadiness& one : leaders) {
      if (!one.held[b]) continue;
      one.held[b]->p = adjusted[next++];
      one.held[b]->holds = verdict(*one.held[b], one.held[b]->p, options);
    }
  }
}

}  // namespace

Steadiness steadiness_of(std::span<const LeaderWeek> weeks, const SteadinessOptions& options) {
  std::vector<LeaderWeek> ordered(weeks.begin(), weeks.end());
  std::ranges::stable_sort(ordered, [](const LeaderWeek& a, const LeaderWeek& b) {
    return std::tie(a.leader, a.week) < std::tie(b.leader, b.week);
  });
  std::vector<Own> all;
  std::vector<LeaderSteadiness> leaders;
  const std::size_t least = std::max(options.least_weeks, k_least_weeks);
  for (std::size_t at = 0; at < ordered.size();) {
    std::size_t end = at;
    while (end < ordered.size() && ordered[end].leader == ordered[at].leader) ++end;
    const Own own = parted(std::span(ordered).subspan(at, end - at), options);
    LeaderSteadiness one;
    one.leader = ordered[at].leader;
    one.hard_from = own.hard_from;
    one.hard = own.hard;
    one.calm = own.weeks.size() - own.hard;
    if (own.hard > 0) {
      all.push_back(own);
      for (std::size_t b = 0; b < k_behaviours.size() && own.weeks.size() >= least; ++b) {
        one.held[b] = held_by(own, k_behaviours[b], options);
      }
    }
    leaders.push_back(one);
    at = end;
  }
  judge(leaders, options);
  return {.pooled = {pooled(all, Behaviour::acts, options), pooled(all, Behaviour::promises, options),
                     pooled(all, Behaviour::answers, options)},
          .leaders = std::move(leaders)};
}

}  // namespace bellwether::lead
