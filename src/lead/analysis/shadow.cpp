#include "lead/analysis/shadow.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "lead/analysis/means.hpp"
#include "lead/analysis/own_rows.hpp"
#include "measure/critical.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace bellwether::lead {

namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t k_least_units = 3;  ///< on each side of least against most seen

/// Answers as weights, levelling off: beyond a certain number it is the week that is uncertain, not the sample.
Column weights_of(const Outcome& outcome) {
  std::vector<std::int64_t> counts;
  for (const std::int64_t n : outcome.n) {
    if (n > 0) counts.push_back(n);
  }
  if (counts.empty()) return Column(outcome.n.size(), 0.0);
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::nth_element(counts.begin(), middle, counts.end());
  const double usual = static_cast<double>(*middle);
  Column weights;
  for (const std::int64_t n : outcome.n) {
    const double count = static_cast<double>(n);
    weights.push_back(2 * usual * count / (2 * usual + count));
  }
  return weights;
}

Column exposure_of_units(const std::vector<Exposure>& rows, const Grid& grid, std::size_t known_from) {
  Column sum(grid.cells(), 0.0);
  for (const Exposure& row : rows) {
    for (std::size_t t = 0; t < grid.periods; ++t) sum[grid.at(row.unit, t)] += row.weeks[t];
  }
  for (std::size_t g = 0; g < grid.groups; ++g) {
    for (std::size_t t = 0; t < std::min(known_from, grid.periods); ++t) sum[grid.at(g, t)] = k_nan;
  }
  return sum;
}

std::string lag_text(const Lag& lag) {
  if (lag.from == lag.to) return lag.to == 1 ? "the week" : fmt::format("week {}", lag.to);
  return fmt::format("weeks {}–{}", lag.from, lag.to);
}

Shows verdict(double p, double p_placebo, double effect, const ShadowOptions& options) {
  if (p > options.false_discovery_rate || effect == 0) return Shows::cant_tell;
  if (p_placebo <= 0.05) return Shows::undermined;
  return effect > 0 ? Shows::better : Shows::worse;
}

std::string words_of(const Effect& found) {
  const Estimate& e = found.effect;
  std::string text = fmt::format(
      "In {} after one full act of presence more a week, answers were {:.2f} {} ({:.2f} … {:.2f}), over {} units "
      "and {} answers. ",
      lag_text(found.lag), std::abs(e.value), e.value >= 0 ? "higher" : "lower", e.low, e.high, found.units,
      with_thousands(found.answers));
  switch (found.shows) {
    case Shows::cant_tell:
      return text + "That may be chance: whether it shows can't be told yet.";
    case Shows::undermined:
      return text +
             "Answers before the acts move in the same way, so something else moves both, or leaders go where answers "
             "had turned: nothing is shown of being seen.";
    case Shows::better:
    case Shows::worse:
      break;
  }
  return text +
         "The weeks before the acts show nothing of the kind. The two go together in time; that one comes of the other "
         "is not shown, since nobody drew lots where leaders went.";
}

std::int64_t answers_in(const Outcome& outcome, const TwoWay& effects) {
  std::int64_t answers = 0;
  for (std::size_t i = 0; i < outcome.n.size(); ++i) {
    if (effects.weight()[i] > 0) answers += outcome.n[i];
  }
  return answers;
}

/// Cells that count when `needed` must be known.
TwoWay effects_where(const Outcome& outcome, const Column& weights, const std::vector<Column>& needed) {
  Column weight = weights;
  for (std::size_t i = 0; i < weight.size(); ++i) {
    bool there = std::isfinite(outcome.mean[i]);
    for (const Column& column : needed) there = there && std::isfinite(column[i]);
    if (!there) weight[i] = 0;
  }
  return {outcome.grid, std::move(weight)};
}

Column left_of(const TwoWay& effects, const Column& values) {
  Column left = values;
  effects.take_out(left);
  return left;
}

struct Pooled {
  Effect effect;
  std::vector<Slope> lags;
};

Result<Pooled> pooled_effect(const Outcome& outcome, const Column& weights, const Column& exposure,
                             const ShadowOptions& options, std::span<const std::uint32_t> cluster) {
  Panel panel{.grid = outcome.grid,
              .outcome = outcome.mean,
              .weight = weights,
              .regressors = {},
              .cluster = {cluster.begin(), cluster.end()}};
  for (const Lag& lag : options.lags) panel.regressors.push_back(mean_before(outcome.grid, exposure, lag.from, lag.to));
  auto choice = choose_regressor(panel, options.level, options.flips, options.seed);
  if (!choice) return std::unexpected(choice.error());

  Pooled pooled;
  Effect& found = pooled.effect;
  found.lag = options.lags[choice->best];
  found.effect = choice->chosen.estimate;
  found.p = choice->p_corrected;
  const TwoWay effects = effects_where(outcome, weights, panel.regressors);
  found.answers = answers_in(outcome, effects);
  for (std::size_t g = 0; g < outcome.grid.groups; ++g) found.units += effects.group_weight(g) > 0 ? 1U : 0U;

  panel.regressors = {panel.regressors[choice->best],
                      mean_before(outcome.grid, exposure, -found.lag.to, -found.lag.from)};
  auto beside = fit_panel(panel, options.level);
  if (!beside) return std::unexpected(beside.error());
  found.placebo = beside->slopes[1].estimate;
  found.p_placebo = beside->slopes[1].p;
  found.shows = verdict(found.p, found.p_placebo, found.effect.value, options);
  found.words = words_of(found);
  pooled.lags = std::move(choice->slopes);
  return pooled;
}

/// The units of one leader among all exposures.
using Rows = std::span<const Exposure>;

std::vector<double> rows_before(Rows own, std::size_t weeks, const ShadowOptions& options, int from, int to) {
  std::vector<double> all;
  for (const Exposure& row : own) {
    std::vector<double> known = row.weeks;
    std::fill_n(known.begin(), std::min(options.known_from, known.size()), k_nan);
    const Column means = mean_before({1, weeks}, known, from, to);
    all.insert(all.end(), means.begin(), means.end());
  }
  // Where it is not known the cell has no weight; a number keeps the sums clean.
  for (double& value : all) {
    if (!std::isfinite(value)) value = 0;
  }
  return all;
}

/// What the leaders' own slopes are read from: once for the effect, once on the weeks that have a placebo, too.
struct Field {
  TwoWay effects;
  Column left;
};

std::optional<Effect> own_effect(Rows own, const Outcome& outcome, const Field& real, const Field& both, const Lag& lag,
                                 const ShadowOptions& options) {
  std::vector<std::uint32_t> units;
  for (const Exposure& row : own) units.push_back(row.unit);
  const std::size_t weeks = outcome.grid.periods;
  const std::vector<double> before = rows_before(own, weeks, options, lag.from, lag.to);
  const auto slope = slope_of_own(real.effects, real.left, units, before, options.level);
  if (!slope) return std::nullopt;
  const auto placebo = slope_beside(both.effects, both.left, units,
                                    rows_before(own, weeks, options, -lag.to, -lag.from), before, options.level);
  if (!placebo) return std::nullopt;
  Effect found{.lag = lag,
               .effect = slope->estimate,
               .p = slope->p,
               .placebo = placebo->estimate,
               .p_placebo = placebo->p,
               .answers = 0,
               .units = units.size(),
               .shows = Shows::cant_tell,
               .words = {}};
  for (const std::uint32_t unit : units) {
    for (std::size_t t = 0; t < weeks; ++t) {
      const std::size_t i = outcome.grid.at(unit, t);
      if (real.effects.weight()[i] > 0) found.answers += outcome.n[i];
    }
  }
  return found;
}

/// Each unit's mean answer against what all said in the same weeks; NaN for a unit without answers.
std::vector<double> against_all(const Outcome& outcome, const Column& weights) {
  const Grid& grid = outcome.grid;
  std::vector<double> sum(grid.periods, 0.0);
  std::vector<double> weight(grid.periods, 0.0);
  for (std::size_t i = 0; i < grid.cells(); ++i) {
    if (weights[i] <= 0 || !std::isfinite(outcome.mean[i])) continue;
    sum[i % grid.periods] += weights[i] * outcome.mean[i];
    weight[i % grid.periods] += weights[i];
  }
  std::vector<double> against(grid.groups, k_nan);
  for (std::size_t g = 0; g < grid.groups; ++g) {
    double own = 0;
    double all = 0;
    for (std::size_t t = 0; t < grid.periods; ++t) {
      const std::size_t i = grid.at(g, t);
      if (weights[i] <= 0 || !std::isfinite(outcome.mean[i])) continue;
      own += weights[i] * (outcome.mean[i] - sum[t] / weight[t]);
      all += weights[i];
    }
    if (all > 0) against[g] = own / all;
  }
  return against;
}

struct Sides {
  std::vector<std::uint32_t> least;
  std::vector<double> of_least, of_others;
};

/// Never seen at the unit against seen; where that does not part them, the third with the least exposure against the
/// others.
Sides sides_of(std::vector<const Exposure*> own, const std::vector<double>& against) {
  std::erase_if(own, [&](const Exposure* row) { return !std::isfinite(against[row->unit]); });
  const auto total = [](const Exposure* row) {
    double sum = 0;
    for (const double week : row->weeks) sum += week;
    return sum;
  };
  const auto never = static_cast<std::size_t>(
      std::count_if(own.begin(), own.end(), [](const Exposure* row) { return row->there == 0; }));
  const bool parted = never >= k_least_units && own.size() - never >= k_least_units;
  std::ranges::stable_sort(own, [&](const Exposure* a, const Exposure* b) {
    return parted ? (a->there == 0) > (b->there == 0) : total(a) < total(b);
  });
  const std::size_t least = parted ? never : own.size() / 3;
  Sides sides;
  for (std::size_t i = 0; i < own.size(); ++i) {
    (i < least ? sides.of_least : sides.of_others).push_back(against[own[i]->unit]);
    if (i < least) sides.least.push_back(own[i]->unit);
  }
  return sides;
}

std::vector<const Exposure*> rows_led(Rows own, const Led& led, std::span<const int> nearest) {
  std::vector<const Exposure*> rows;
  for (const Exposure& row : own) {
    const auto under =
        std::find_if(led.under.begin(), led.under.end(), [&](const Under& one) { return one.unit == row.unit; });
    if (under == led.under.end()) continue;
    if (nearest.empty() || nearest[row.unit] == under->distance) rows.push_back(&row);
  }
  return rows;
}

std::optional<Unseen> unseen_of(Rows own, const Led& led, const std::vector<double>& against, double level) {
  Sides sides = sides_of(rows_led(own, led, {}), against);
  if (sides.of_least.size() < k_least_units || sides.of_others.size() < k_least_units) return std::nullopt;
  const auto difference = difference_of_means(sides.of_least, sides.of_others, level);
  if (!difference) return std::nullopt;
  return Unseen{.least = std::move(sides.least), .difference = difference->estimate, .p = difference->p};
}

/// Within leaders, each unit with its nearest one: differences of both sides, weighted by how many units tell of them.
Result<Unseen> unseen_in_all(const std::vector<Rows>& rows, std::span<const Led> leaders,
                             const std::vector<double>& against, double level) {
  std::vector<int> nearest(against.size(), std::numeric_limits<int>::max());
  for (const Led& led : leaders) {
    for (const Under& under : led.under) nearest[under.unit] = std::min(nearest[under.unit], under.distance);
  }
  Unseen unseen;
  std::vector<double> differences;
  std::vector<double> weights;
  std::int64_t units = 0;
  for (std::size_t l = 0; l < leaders.size(); ++l) {
    const Sides sides = sides_of(rows_led(rows[l], leaders[l], nearest), against);
    if (sides.of_least.empty() || sides.of_others.empty()) continue;
    const auto mean = [](const std::vector<double>& values) {
      double sum = 0;
      for (const double value : values) sum += value;
      return sum / static_cast<double>(values.size());
    };
    const double a = static_cast<double>(sides.of_least.size());
    const double b = static_cast<double>(sides.of_others.size());
    differences.push_back(mean(sides.of_least) - mean(sides.of_others));
    weights.push_back(a * b / (a + b));
    units += static_cast<std::int64_t>(a + b);
    unseen.least.insert(unseen.least.end(), sides.least.begin(), sides.least.end());
  }
  if (differences.size() < k_least_clusters) {
    return measure::not_enough("fewer than five leaders have units they see less than others",
                               "it takes leaders with three or more units each");
  }
  double all = 0;
  double value = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    all += weights[i];
    value += weights[i] * differences[i];
  }
  value /= all;
  double variance = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double off = weights[i] * (differences[i] - value) / all;
    variance += off * off / (1 - weights[i] / all);
  }
  double squares = 0;
  for (const double weight : weights) squares += weight * weight / (all * all);
  Slope slope = slope_with(value, {.standard_error = std::sqrt(variance), .degrees = std::max(1.0, 1 / squares - 1)},
                           units, level);
  slope.estimate.method = measure::Method::cluster_t;
  unseen.difference = slope.estimate;
  unseen.p = slope.p;
  return unseen;
}

LeaderShadow seen_of(std::uint32_t leader, Rows own, const Led& led, std::size_t weeks) {
  LeaderShadow shadow;
  shadow.leader = leader;
  for (const Exposure* row : rows_led(own, led, {})) {
    ++shadow.units;
    if (row->there > 0) {
      ++shadow.seen_in;
    } else {
      shadow.not_seen.push_back(row->unit);
    }
    for (const double week : row->weeks) shadow.exposure += week / static_cast<double>(weeks);
  }
  if (shadow.units > 0) shadow.exposure /= static_cast<double>(shadow.units);
  return shadow;
}

/// Corrects over leaders and says what shows.
void judge(std::vector<LeaderShadow>& leaders, const ShadowOptions& options) {
  std::vector<double> p;
  for (const LeaderShadow& one : leaders) {
    if (one.effect) p.push_back(one.effect->p);
  }
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  std::size_t next = 0;
  for (LeaderShadow& one : leaders) {
    if (!one.effect) continue;
    one.effect->p = adjusted[next++];
    one.effect->shows = verdict(one.effect->p, one.effect->p_placebo, one.effect->effect.value, options);
    one.effect->words = words_of(*one.effect);
  }
}

std::vector<Rows> by_leader(const std::vector<Exposure>& all, std::size_t leaders) {
  std::vector<Rows> rows(leaders);
  for (std::size_t at = 0; at < all.size();) {
    std::size_t end = at;
    while (end < all.size() && all[end].leader == all[at].leader) ++end;
    rows[all[at].leader] = Rows(all).subspan(at, end - at);
    at = end;
  }
  return rows;
}

}  // namespace

Shadow shadow_of(std::span<const VisibleAct> acts, std::span<const Led> leaders, Day first, const Outcome& outcome,
                 const Reach& reach, const ShadowOptions& options, std::span<const std::uint32_t> cluster) {
  const Grid& grid = outcome.grid;
  invariant(outcome.mean.size() == grid.cells() && outcome.n.size() == grid.cells() && !options.lags.empty());
  const std::vector<Exposure> all = exposures(acts, leaders, first, grid.periods, reach);
  for (const Exposure& row : all) invariant(row.unit < grid.groups);
  const std::vector<Rows> rows = by_leader(all, leaders.size());
  const Column weights = weights_of(outcome);
  const Column exposure = exposure_of_units(all, grid, options.known_from);
  const std::vector<double> against = against_all(outcome, weights);

  auto pooled = pooled_effect(outcome, weights, exposure, options, cluster);
  Shadow shadow{.pooled = pooled ? Result<Effect>(pooled->effect) : std::unexpected(pooled.error()),
                .lags = pooled ? pooled->lags : std::vector<Slope>{},
                .unseen = unseen_in_all(rows, leaders, against, options.level),
                .leaders = {}};

  const Lag lag = pooled ? pooled->effect.lag : options.lags.front();
  const Column before = mean_before(grid, exposure, lag.from, lag.to);
  const Column after = mean_before(grid, exposure, -lag.to, -lag.from);
  TwoWay where_known = effects_where(outcome, weights, {before});
  TwoWay where_both = effects_where(outcome, weights, {before, after});
  Column left = left_of(where_known, outcome.mean);
  Column left_both = left_of(where_both, outcome.mean);
  const Field real{.effects = std::move(where_known), .left = std::move(left)};
  const Field both{.effects = std::move(where_both), .left = std::move(left_both)};
  std::vector<std::int64_t> done(leaders.size(), 0);
  for (const VisibleAct& act : acts) ++done[act.leader];
  for (std::uint32_t l = 0; l < leaders.size(); ++l) {
    LeaderShadow one = seen_of(l, rows[l], leaders[l], grid.periods);
    one.acts = done[l];
    one.effect = own_effect(rows[l], outcome, real, both, lag, options);
    one.unseen = unseen_of(rows[l], leaders[l], against, options.level);
    shadow.leaders.push_back(std::move(one));
  }
  judge(shadow.leaders, options);
  return shadow;
}

}  // namespace bellwether::lead
