#include "lead/analysis/recovery.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::lead {

namespace {

struct Weeks {
  std::vector<double> value;
  std::vector<std::size_t> week;
};

Weeks known(const Grid& grid, const Column& outcome, std::uint32_t unit, std::size_t from, std::size_t to) {
  Weeks weeks;
  for (std::size_t t = from; t < std::min(to, grid.periods); ++t) {
    const double value = outcome[grid.at(unit, t)];
    if (!std::isfinite(value)) continue;
    weeks.value.push_back(value);
    weeks.week.push_back(t);
  }
  return weeks;
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double deviation(std::span<const double> values) {
  const double centre = mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

ShockStory story_of(const Shock& shock, std::size_t until, const Grid& grid, const Column& outcome,
                    const RecoveryOptions& options) {
  ShockStory story;
  story.shock = shock;
  const std::size_t from = shock.began - std::min(shock.began, options.baseline_weeks);
  const Weeks before = known(grid, outcome, shock.unit, from, shock.began);
  const Weeks after = known(grid, outcome, shock.unit, shock.began, until);
  if (before.value.size() < options.least_weeks || after.value.size() < options.hold) return story;
  std::size_t hit = 0;
  while (hit < after.week.size() && after.week[hit] < shock.began + options.hit_within) ++hit;
  if (hit < std::min(options.least_weeks, options.hit_within) / 2 || hit == 0) return story;

  const double count = static_cast<double>(before.value.size());
  const double spread = deviation(before.value);
  story.baseline = mean(before.value);
  story.band = options.band * spread;
  story.dip = mean(std::span(after.value).first(hit)) - story.baseline;
  const double error = spread * std::sqrt(1 / count + 1 / static_cast<double>(hit));
  // One-sided at felt_level is two-sided at 2 × felt_level − 1.
  const double critical = measure::student_critical(2 * options.felt_level - 1, count - 1);
  if (story.dip >= -critical * error) {
    story.end = ShockEnd::withstood;
    return story;
  }
  for (std::size_t i = 0; i + options.hold <= after.value.size(); ++i) {
    if (mean(std::span(after.value).subspan(i, options.hold)) < story.baseline - story.band) continue;
    story.end = ShockEnd::back;
    story.weeks = after.week[i] - shock.began;
    return story;
  }
  story.end = ShockEnd::not_yet;
  story.weeks = after.week.back() + 1 - shock.began;
  return story;
}

/// Where the next shock of the same unit begins.
std::size_t next_of(std::span<const Shock> shocks, const Shock& shock, std::size_t end) {
  for (const Shock& other : shocks) {
    if (other.unit == shock.unit && other.began > shock.began) end = std::min(end, other.began);
  }
  return end;
}

}  // namespace

Recovery recovery_of(std::span<const Shock> shocks, const Grid& grid, const Column& outcome,
                     const RecoveryOptions& options) {
  invariant(outcome.size() == grid.cells() && options.least_weeks >= 2 && options.hold >= 1);
  std::vector<ShockStory> stories;
  std::vector<measure::Span> felt;
  std::int64_t stood = 0;
  for (const Shock& shock : shocks) {
    invariant(shock.unit < grid.groups);
    stories.push_back(story_of(shock, next_of(shocks, shock, grid.periods), grid, outcome, options));
    const ShockStory& story = stories.back();
    if (story.end == ShockEnd::withstood) ++stood;
    if (story.end == ShockEnd::back || story.end == ShockEnd::not_yet) {
      felt.push_back({.duration = static_cast<std::int64_t>(story.weeks), .ended = story.end == ShockEnd::back});
    }
  }
  return {.shocks = std::move(stories),
          .median_weeks = measure::time_until(felt, 0.5, options.level),
          .withstood = measure::share(stood, stood + static_cast<std::int64_t>(felt.size()), options.level),
          .curve = measure::survival_curve(felt)};
}

}  // namespace bellwether::lead
