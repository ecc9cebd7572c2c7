#include "lead/analysis/panel.hpp"

#include "base/invariant.hpp"
#include "lead/analysis/signs.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

namespace bellwether::lead {

namespace {

using measure::not_enough;

/// Where one cluster has more of the movement than this, its own errors are all there is to judge by.
constexpr double k_most_of_one = 0.8;

/// The cells that count, with unit and week levels taken out of the outcome and of every regressor.
struct Within {
  TwoWay effects;
  Column outcome;
  std::vector<Column> regressors;
  std::vector<std::uint32_t> cluster;
  std::uint32_t clusters = 0;
};

Within within(const Panel& panel) {
  const std::size_t cells = panel.grid.cells();
  invariant(panel.outcome.size() == cells && (panel.weight.empty() || panel.weight.size() == cells));
  invariant(panel.cluster.empty() || panel.cluster.size() == panel.grid.groups);
  Column weight = panel.weight.empty() ? Column(cells, 1.0) : panel.weight;
  for (std::size_t i = 0; i < cells; ++i) {
    bool there = std::isfinite(panel.outcome[i]) && weight[i] > 0;
    for (const Column& column : panel.regressors) there = there && std::isfinite(column[i]);
    if (!there) weight[i] = 0;
  }
  Within all{.effects = TwoWay(panel.grid, std::move(weight)),
             .outcome = panel.outcome,
             .regressors = panel.regressors,
             .cluster = panel.cluster};
  all.effects.take_out(all.outcome);
  for (Column& column : all.regressors) all.effects.take_out(column);
  if (all.cluster.empty()) {
    for (std::size_t g = 0; g < panel.grid.groups; ++g) all.cluster.push_back(static_cast<std::uint32_t>(g));
  }
  for (const std::uint32_t cluster : all.cluster) all.clusters = std::max(all.clusters, cluster + 1);
  return all;
}

double product(const TwoWay& effects, const Column& a, const Column& b) {
  const std::vector<double>& weight = effects.weight();
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += weight[i] * a[i] * b[i];
  return sum;
}

void subtract(Column& from, double times, const Column& what) {
  for (std::size_t i = 0; i < from.size(); ++i) from[i] -= times * what[i];
}

/// The regressor once all others are taken out of it.
Column alone(const Within& all, std::size_t which) {
  Column own = all.regressors[which];
  std::vector<Column> others;
  for (std::size_t k = 0; k < all.regressors.size(); ++k) {
    if (k == which) continue;
    Column other = all.regressors[k];
    // Modified Gram–Schmidt: those before are taken out of each.
    const double before = product(all.effects, other, other);
    for (const Column& earlier : others) {
      subtract(other, product(all.effects, other, earlier) / product(all.effects, earlier, earlier), earlier);
    }
    const double left = product(all.effects, other, other);
    if (left <= 1e-9 * before || left <= 0) continue;
    subtract(own, product(all.effects, own, other) / left, other);
    others.push_back(std::move(other));
  }
  return own;
}

/// What each cluster adds to the slope, and how much of the regressor's movement is its.
struct ByCluster {
  std::vector<double> movement;  ///< Σ w x²
  std::vector<double> score;     ///< Σ w x e
  std::vector<double> pull;      ///< share of the week's weight, where the regressor moves
  double all = 0;                ///< movement of all
  std::size_t moving = 0;        ///< clusters with any
};

ByCluster by_cluster(const Within& all, const Column& x, const Column& error) {
  ByCluster sums{.movement = std::vector<double>(all.clusters),
                 .score = std::vector<double>(all.clusters),
                 .pull = std::vector<double>(all.clusters)};
  const Grid& grid = all.effects.grid();
  const std::vector<double>& weight = all.effects.weight();
  // A cluster's weight in each week.
  std::vector<double> in_week(all.clusters * grid.periods, 0.0);
  for (std::size_t g = 0; g < grid.groups; ++g) {
    double* week = &in_week[all.cluster[g] * grid.periods];
    for (std::size_t t = 0; t < grid.periods; ++t) week[t] += weight[grid.at(g, t)];
  }
  for (std::size_t g = 0; g < grid.groups; ++g) {
    const std::uint32_t cluster = all.cluster[g];
    const double* week = &in_week[cluster * grid.periods];
    for (std::size_t t = 0; t < grid.periods; ++t) {
      const std::size_t i = grid.at(g, t);
      if (weight[i] == 0) continue;
      const double square = weight[i] * x[i] * x[i];
      sums.movement[cluster] += square;
      sums.score[cluster] += weight[i] * x[i] * error[i];
      sums.pull[cluster] += square * week[t] / all.effects.period_weight(t);
    }
  }
  for (const double movement : sums.movement) sums.all += movement;
  for (std::uint32_t c = 0; c < all.clusters; ++c) {
    if (sums.movement[c] <= 1e-12 * sums.all) continue;
    ++sums.moving;
    sums.pull[c] /= sums.movement[c];
  }
  return sums;
}

Result<Slope> slope_of(const ByCluster& sums, double value, std::size_t cells, double level) {
  if (sums.moving < k_least_clusters) {
    return not_enough(fmt::format("only {} {} in which it moved", sums.moving, sums.moving == 1 ? "group" : "groups"),
                      fmt::format("it takes {} or more", k_least_clusters));
  }
  double squares = 0;
  double trace = 0;
  double diagonal = 0;  // of the square of the scores' covariance under equal errors
  double crossed = 0;
  double crossed_own = 0;
  for (std::size_t c = 0; c < sums.movement.size(); ++c) {
    const double movement = sums.movement[c];
    if (movement <= 1e-12 * sums.all) continue;
    const double left = (1 - movement / sums.all) * std::max(0.05, 1 - sums.pull[c]);
    if (movement > k_most_of_one * sums.all) {
      return not_enough("nearly all of the movement is one group's", "it takes movement in several groups");
    }
    squares += sums.score[c] * sums.score[c] / left;
    trace += movement;
    diagonal += movement * movement;
    const double half = movement * movement / (sums.all * (1 - movement / sums.all));
    crossed += half;
    crossed_own += half * half;
  }
  Slope slope;
  slope.standard_error = std::sqrt(squares) / sums.all;
  slope.degrees = std::max(1.0, trace * trace / (diagonal + crossed * crossed - crossed_own));
  slope.t = slope.standard_error > 0 ? value / slope.standard_error : 0;
  slope.p =
      slope.standard_error > 0 ? 2 * cdf(complement(boost::math::students_t{slope.degrees}, std::abs(slope.t))) : 1;
  const double half = measure::student_critical(level, slope.degrees) * slope.standard_error;
  slope.estimate = {.value = value,
                    .low = value - half,
                    .high = value + half,
                    .level = level,
                    .n = static_cast<std::int64_t>(cells),
                    .method = measure::Method::cluster_t};
  return slope;
}

Result<void> check(const Within& all) {
  if (all.effects.cells() <= all.effects.levels() + all.regressors.size()) {
    return not_enough("too few cells for a level of each group and each week",
                      "it takes groups that are seen in several weeks");
  }
  return {};
}

/// Whether anything is left of the regressor once levels and others are taken out.
bool moves(const Within& all, const Column& own, const Column& raw) {
  double level = 0;
  const std::vector<double>& weight = all.effects.weight();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (weight[i] > 0) level += weight[i] * raw[i] * raw[i];
  }
  return product(all.effects, own, own) > 1e-12 * level;
}

Error does_not_move() {
  return {.code = Code::not_enough,
          .message = "it does not move on its own, apart from groups, weeks and the others",
          .where = {},
          .mend = "it takes movement within groups that differs between them"};
}

}  // namespace

Result<PanelFit> fit_panel(const Panel& panel, double level) {
  const Within all = within(panel);
  if (auto checked = check(all); !checked) return std::unexpected(checked.error());
  PanelFit fit{.slopes = {}, .cells = all.effects.cells(), .clusters = 0, .residual = all.outcome};
  std::vector<Column> own;
  std::vector<double> value;
  for (std::size_t k = 0; k < all.regressors.size(); ++k) {
    own.push_back(alone(all, k));
    if (!moves(all, own[k], panel.regressors[k])) return std::unexpected(does_not_move());
    value.push_back(product(all.effects, own[k], all.outcome) / product(all.effects, own[k], own[k]));
  }
  for (std::size_t k = 0; k < own.size(); ++k) subtract(fit.residual, value[k], all.regressors[k]);
  for (std::size_t k = 0; k < own.size(); ++k) {
    const ByCluster sums = by_cluster(all, own[k], fit.residual);
    auto slope = slope_of(sums, value[k], fit.cells, level);
    if (!slope) return std::unexpected(slope.error());
    fit.clusters = std::max(fit.clusters, sums.moving);
    fit.slopes.push_back(*slope);
  }
  return fit;
}

Result<Choice> choose_regressor(const Panel& panel, double level, int flips, std::uint64_t seed) {
  const Within all = within(panel);
  if (auto checked = check(all); !checked) return std::unexpected(checked.error());
  Choice choice{.slopes = {}, .best = 0, .chosen = {}, .p_corrected = 1, .cells = all.effects.cells(), .clusters = 0};
  std::vector<std::vector<double>> scores;  // with the null imposed
  for (std::size_t k = 0; k < all.regressors.size(); ++k) {
    const Column& x = all.regressors[k];
    if (!moves(all, x, panel.regressors[k])) return std::unexpected(does_not_move());
    const double value = product(all.effects, x, all.outcome) / product(all.effects, x, x);
    Column error = all.outcome;
    subtract(error, value, x);
    const ByCluster sums = by_cluster(all, x, error);
    auto slope = slope_of(sums, value, choice.cells, level);
    if (!slope) return std::unexpected(slope.error());
    choice.slopes.push_back(*slope);
    choice.clusters = std::max(choice.clusters, sums.moving);
    if (std::abs(slope->t) > std::abs(choice.slopes[choice.best].t)) choice.best = k;
    // Under the null the outcome itself is the error: its score adds back what the slope explained.
    scores.push_back(sums.score);
    for (std::size_t c = 0; c < scores.back().size(); ++c) scores.back()[c] += value * sums.movement[c];
  }

  choice.p_corrected = flip_signs(scores, flips, seed).p;
  choice.chosen = choice.slopes[choice.best];
  const double wide = 1 - (1 - level) / static_cast<double>(all.regressors.size());
  const double half = measure::student_critical(wide, choice.chosen.degrees) * choice.chosen.standard_error;
  choice.chosen.estimate.low = choice.chosen.estimate.value - half;
  choice.chosen.estimate.high = choice.chosen.estimate.value + half;
  return choice;
}

Column lagged(const Grid& grid, std::span<const double> values, std::ptrdiff_t lag) {
  return mean_before(grid, values, lag, lag);
}

Column mean_before(const Grid& grid, std::span<const double> values, std::ptrdiff_t from, std::ptrdiff_t to) {
  invariant(values.size() == grid.cells() && from <= to);
  Column means(grid.cells(), std::numeric_limits<double>::quiet_NaN());
  const auto periods = static_cast<std::ptrdiff_t>(grid.periods);
  const double count = static_cast<double>(to - from + 1);
  for (std::size_t g = 0; g < grid.groups; ++g) {
    const double* row = values.data() + grid.at(g, 0);
    for (std::ptrdiff_t t = std::max<std::ptrdiff_t>(0, to); t < std::min(periods, periods + from); ++t) {
      double sum = 0;
      for (std::ptrdiff_t back = from; back <= to; ++back) sum += row[t - back];
      means[grid.at(g, static_cast<std::size_t>(t))] = sum / count;
    }
  }
  return means;
}

}  // namespace bellwether::lead
