#include "lead/analysis/pressure.hpp"

#include "base/invariant.hpp"
#include "lead/analysis/own_rows.hpp"
#include "lead/analysis/pooling.hpp"
#include "measure/critical.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/students_t.hpp>

namespace bellwether::lead {

namespace {

struct OwnTeams {
  std::vector<std::uint32_t> teams;
  std::vector<double> load;  ///< rows of the teams, 0 where it is not known
};

Column load_of_teams(const PressureField& field, int lag) {
  Column load;
  load.reserve(field.grid.cells());
  for (const std::uint32_t leader : field.leader) {
    invariant(leader < field.load.size() && field.load[leader].size() == field.grid.periods);
    load.insert(load.end(), field.load[leader].begin(), field.load[leader].end());
  }
  return lagged(field.grid, load, lag);
}

TwoWay effects_of(const PressureField& field, const Column& load) {
  Column weight = field.weight.empty() ? Column(field.grid.cells(), 1.0) : field.weight;
  for (std::size_t i = 0; i < weight.size(); ++i) {
    if (!std::isfinite(field.strain[i]) || !std::isfinite(load[i]) || !(weight[i] > 0)) weight[i] = 0;
  }
  return {field.grid, std::move(weight)};
}

std::vector<OwnTeams> own_teams(const PressureField& field, const Column& load) {
  std::vector<OwnTeams> own(field.load.size());
  const std::size_t periods = field.grid.periods;
  for (std::uint32_t team = 0; team < field.leader.size(); ++team) {
    OwnTeams& of = own[field.leader[team]];
    of.teams.push_back(team);
    for (std::size_t t = 0; t < periods; ++t) {
      const double value = load[field.grid.at(team, t)];
      of.load.push_back(std::isfinite(value) ? value : 0);
    }
  }
  return own;
}

/// Each leader's part of the pooled slope's numerator and denominator.
struct Part {
  double with_strain = 0, with_itself = 0;
};

std::vector<Part> parts_of(const PressureField& field, const TwoWay& effects, const Column& strain,
                           const Column& load) {
  std::vector<Part> parts(field.load.size());
  for (std::size_t team = 0; team < field.leader.size(); ++team) {
    Part& part = parts[field.leader[team]];
    for (std::size_t t = 0; t < field.grid.periods; ++t) {
      const std::size_t i = field.grid.at(team, t);
      part.with_strain += effects.weight()[i] * load[i] * strain[i];
      part.with_itself += effects.weight()[i] * load[i] * load[i];
    }
  }
  return parts;
}

}  // namespace

Pressure pressure_passed_down(const PressureField& field, int lag, double level, double false_discovery_rate) {
  invariant(field.strain.size() == field.grid.cells() && field.leader.size() == field.grid.groups);
  const Column raw = load_of_teams(field, lag);
  Pressure pressure{.pooled = measure::not_enough("not looked at", ""), .spread = 0, .leaders = {}};
  {
    const Panel panel{.grid = field.grid,
                      .outcome = field.strain,
                      .weight = field.weight,
                      .regressors = {raw},
                      .cluster = field.leader};
    auto fit = fit_panel(panel, level);
    pressure.pooled = fit ? Result<Slope>(fit->slopes.front()) : std::unexpected(fit.error());
  }
  const TwoWay effects = effects_of(field, raw);
  Column strain = field.strain;
  Column load = raw;
  effects.take_out(strain);
  effects.take_out(load);
  const std::vector<Part> parts = parts_of(field, effects, strain, load);
  Part all;
  for (const Part& part : parts) {
    all.with_strain += part.with_strain;
    all.with_itself += part.with_itself;
  }
  // What the pooled slope leaves: a leader's own slope adds to it. So common weeks of load are out of everyone's at
  // once.
  const double common = all.with_itself > 0 ? all.with_strain / all.with_itself : 0;
  Column left = strain;
  for (std::size_t i = 0; i < left.size(); ++i) left[i] -= common * load[i];

  const std::vector<OwnTeams> own = own_teams(field, raw);
  std::vector<Measured> measured;
  std::vector<std::size_t> whose;
  std::vector<double> p;
  for (std::uint32_t l = 0; l < own.size(); ++l) {
    LeaderPressure one;
    one.leader = l;
    one.teams = own[l].teams.size();
    const auto beyond =
        own[l].teams.empty() ? std::nullopt : slope_of_own(effects, left, own[l].teams, own[l].load, level);
    const double rest = all.with_itself - parts[l].with_itself;
    if (beyond && rest > 1e-9 * all.with_itself) {
      one.others = (all.with_strain - parts[l].with_strain) / rest;
      Estimate slope = beyond->estimate;
      slope.value += common;
      slope.low += common;
      slope.high += common;
      one.slope = slope;
      one.weeks = static_cast<std::size_t>(slope.n) / one.teams;
      measured.push_back({.value = slope.value, .standard_error = beyond->standard_error, .degrees = beyond->degrees});
      whose.push_back(l);
      const double others_error = pressure.pooled ? pressure.pooled->standard_error : 0;
      const double error = std::hypot(beyond->standard_error, others_error);
      p.push_back(
          2 * cdf(complement(boost::math::students_t{beyond->degrees}, std::abs(slope.value - one.others) / error)));
    }
    pressure.leaders.push_back(one);
  }

  const Pooled drawn = draw_together(measured, level);
  pressure.spread = drawn.spread;
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  for (std::size_t i = 0; i < whose.size(); ++i) {
    LeaderPressure& one = pressure.leaders[whose[i]];
    one.drawn = drawn.drawn[i];
    one.drawn->n = one.slope->n;
    one.p = p[i];
    one.p_adjusted = adjusted[i];
    if (adjusted[i] <= false_discovery_rate) {
      one.passes = one.slope->value > one.others ? Passes::more : Passes::less;
    }
  }
  return pressure;
}

}  // namespace bellwether::lead
