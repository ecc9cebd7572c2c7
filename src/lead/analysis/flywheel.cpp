#include "lead/analysis/flywheel.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"
#include "measure/survival.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>

namespace bellwether::lead {

namespace {

using measure::Span;
using measure::SurvivalStep;

/// One item in one step.
struct Stay {
  Span span;
  bool waiting = false, dropped = false;
};

/// The days of an item as far as they have happened: signal, started, piloted, proven, rolled out.
using Days = std::array<std::optional<Day>, 5>;

Days days_of(const Improvement& item, Day now) {
  Days days{item.signal, item.started, item.piloted, item.proven, item.rolled_out};
  for (std::optional<Day>& day : days) {
    if (day && *day > now) day.reset();
  }
  return days;
}

/// The first day known at or after a place in the row.
std::optional<Day> first_from(const Days& days, std::size_t from) {
  for (std::size_t i = from; i < days.size(); ++i) {
    if (days[i]) return days[i];
  }
  return std::nullopt;
}

std::int64_t days_between(Day from, Day to) { return std::max<std::int64_t>(0, to.days - from.days); }

/// The stay between two places of the row, if the item was there.
std::optional<Stay> stay_of(const Improvement& item, std::size_t from, std::size_t to, Day now) {
  const Days days = days_of(item, now);
  if (!days[from]) return std::nullopt;
  if (const auto end = first_from(days, to)) {
    return Stay{.span = {.duration = days_between(*days[from], *end), .ended = true}};
  }
  const bool dropped = item.dropped && *item.dropped <= now;
  return Stay{.span = {.duration = days_between(*days[from], dropped ? *item.dropped : now), .ended = false},
              .waiting = !dropped,
              .dropped = dropped};
}

std::vector<Stay> stays_of(std::span<const Improvement> items, std::size_t from, std::size_t to, Day now) {
  std::vector<Stay> stays;
  for (const Improvement& item : items) {
    if (const auto stay = stay_of(item, from, to, now)) stays.push_back(*stay);
  }
  return stays;
}

std::vector<Span> spans_of(const std::vector<Stay>& stays) {
  std::vector<Span> spans;
  for (const Stay& stay : stays) spans.push_back(stay.span);
  return spans;
}

/// Days below the curve after each duration, up to the horizon beyond it.
double days_left(const std::vector<SurvivalStep>& curve, std::int64_t waited, std::int64_t horizon) {
  double here = 1;
  double left = 0;
  std::int64_t at = waited;
  double height = 1;
  for (const SurvivalStep& step : curve) {
    if (step.time <= waited) {
      here = height = step.still_waiting;
      continue;
    }
    const std::int64_t to = std::min(step.time, waited + horizon);
    left += height * static_cast<double>(to - at);
    at = to;
    height = step.still_waiting;
    if (at == waited + horizon) break;
  }
  left += height * static_cast<double>(waited + horizon - at);
  return here > 0 ? left / here : static_cast<double>(horizon);
}

double expected_days(const std::vector<Stay>& stays, const std::vector<Stay>& waiting, std::int64_t horizon) {
  const auto curve = measure::survival_curve(spans_of(stays));
  double sum = 0;
  for (const Stay& stay : waiting) sum += days_left(curve, stay.span.duration, horizon);
  return sum / static_cast<double>(waiting.size());
}

struct Drawn {
  double value = 0;
  std::vector<double> draws;  ///< in the order drawn
};

Drawn drawn_days(const std::vector<Stay>& stays, const FlywheelOptions& options, std::mt19937_64& random) {
  std::vector<Stay> waiting = stays;
  std::erase_if(waiting, [](const Stay& stay) { return !stay.waiting; });
  Drawn drawn;
  if (waiting.empty()) return drawn;
  drawn.value = expected_days(stays, waiting, options.horizon_days);
  std::vector<Stay> again(stays.size());
  for (int draw = 0; draw < options.draws; ++draw) {
    for (Stay& stay : again) stay = stays[random() % stays.size()];
    drawn.draws.push_back(expected_days(again, waiting, options.horizon_days));
  }
  return drawn;
}

Estimate percentiles(const Drawn& drawn, std::int64_t n, double level) {
  std::vector<double> ordered = drawn.draws;
  std::sort(ordered.begin(), ordered.end());
  const auto at = [&](double share) {
    return ordered[std::min(ordered.size() - 1, static_cast<std::size_t>(share * static_cast<double>(ordered.size())))];
  };
  return {.value = drawn.value,
          .low = std::min(at((1 - level) / 2), drawn.value),
          .high = std::max(at((1 + level) / 2), drawn.value),
          .level = level,
          .n = n,
          .method = measure::Method::simulated};
}

StepTime step_time(Step step, const std::vector<Stay>& stays, const Drawn& drawn, double level) {
  StepTime time{.step = step,
                .median_days = measure::time_until(spans_of(stays), 0.5, level),
                .ended = 0,
                .waiting = 0,
                .dropped = 0,
                .expected_days = {}};
  for (const Stay& stay : stays) {
    time.ended += stay.span.ended ? 1 : 0;
    time.waiting += stay.waiting ? 1 : 0;
    time.dropped += stay.dropped ? 1 : 0;
  }
  if (time.waiting > 0) time.expected_days = percentiles(drawn, time.waiting, level);
  return time;
}

std::optional<Stall> stall_of(const std::array<Drawn, 4>& drawn) {
  std::optional<std::size_t> longest;
  for (std::size_t s = 0; s < drawn.size(); ++s) {
    if (drawn[s].draws.empty()) continue;
    if (!longest || drawn[s].value > drawn[*longest].value) longest = s;
  }
  if (!longest) return std::nullopt;
  const std::size_t draws = drawn[*longest].draws.size();
  int same = 0;
  for (std::size_t d = 0; d < draws; ++d) {
    bool most = true;
    for (const Drawn& other : drawn) most = most && (other.draws.empty() || other.draws[d] <= drawn[*longest].draws[d]);
    same += most ? 1 : 0;
  }
  return Stall{.step = k_steps[*longest], .sure = static_cast<double>(same) / static_cast<double>(draws)};
}

Result<RateRatio> momentum_of(std::span<const Improvement> items, std::optional<Day> Improvement::* what, Day now,
                              const FlywheelOptions& options) {
  Counted here{.exposure = static_cast<double>(options.window_days)};
  Counted before = here;
  for (const Improvement& item : items) {
    if (!(item.*what)) continue;
    const std::int32_t ago = now.days - (item.*what)->days;
    if (ago < 0 || ago >= 2 * options.window_days) continue;
    ++(ago < options.window_days ? here : before).events;
  }
  return rate_ratio(here, before, options.level);
}

std::vector<Improvement> known_by(std::span<const Improvement> improvements, Day now) {
  std::vector<Improvement> known(improvements.begin(), improvements.end());
  std::erase_if(known, [&](const Improvement& item) { return item.signal > now; });
  return known;
}

}  // namespace

std::string_view word_of(Step step) {
  switch (step) {
    case Step::start:
      return "signal to start";
    case Step::pilot:
      return "start to pilot";
    case Step::proof:
      return "pilot to proof";
    case Step::rollout:
      return "proof to roll-out";
  }
  return "unknown";
}

Result<Estimate> cycle_days(std::span<const Improvement> improvements, Day now, double share, double level) {
  return measure::time_until(spans_of(stays_of(known_by(improvements, now), 0, 3, now)), share, level);
}

Flywheel flywheel_of(std::span<const Improvement> improvements, Day now, const FlywheelOptions& options) {
  invariant(options.draws > 0 && options.horizon_days > 0 && options.window_days > 0);
  const std::vector<Improvement> begun = known_by(improvements, now);

  std::mt19937_64 random(options.seed);
  std::array<Drawn, 4> drawn;
  std::array<std::vector<Stay>, 4> stays;
  for (std::size_t s = 0; s < k_steps.size(); ++s) {
    stays[s] = stays_of(begun, s, s + 1, now);
    drawn[s] = drawn_days(stays[s], options, random);
  }
  const auto time = [&](std::size_t s) { return step_time(k_steps[s], stays[s], drawn[s], options.level); };
  return {.cycle_days = cycle_days(begun, now, 0.5, options.level),
          .cycle_days_p90 = cycle_days(begun, now, 0.9, options.level),
          .steps = {time(0), time(1), time(2), time(3)},
          .stall = stall_of(drawn),
          .momentum = {.started = momentum_of(begun, &Improvement::started, now, options),
                       .proven = momentum_of(begun, &Improvement::proven, now, options)}};
}

}  // namespace bellwether::lead
