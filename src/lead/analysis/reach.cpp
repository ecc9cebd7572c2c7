#include "lead/analysis/reach.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::lead {

namespace {

/// A leader's rows, sorted by unit.
struct Rows {
  std::vector<Exposure> of;
  std::vector<double> arrives;        ///< of what is done for all, at each row
  std::vector<double> arrives_there;  ///< of what is done at the unit
};

Rows rows_of(std::uint32_t leader, const Led& led, std::size_t weeks, const Reach& reach) {
  std::vector<Under> under = led.under;
  std::sort(under.begin(), under.end(), [](const Under& a, const Under& b) { return a.unit < b.unit; });
  const double grown = std::pow(reach.grown_by_level, led.seniority);
  Rows rows;
  for (const Under& one : under) {
    invariant(one.distance >= 1);
    rows.of.push_back({.leader = leader, .unit = one.unit, .acts = 0, .there = 0, .weeks = std::vector<double>(weeks)});
    rows.arrives.push_back(grown * std::pow(reach.faded_by_step, one.distance - 1));
    rows.arrives_there.push_back(grown * std::pow(reach.faded_when_there, one.distance - 1));
  }
  return rows;
}

/// The row of a unit; a unit that is visited without being led gets one, as near as the farthest that is led.
std::size_t row_of(Rows& rows, std::uint32_t leader, std::uint32_t unit, std::size_t weeks) {
  const auto found = std::lower_bound(rows.of.begin(), rows.of.end(), unit,
                                      [](const Exposure& row, std::uint32_t wanted) { return row.unit < wanted; });
  const auto at = found - rows.of.begin();
  if (found == rows.of.end() || found->unit != unit) {
    double there = 1;
    for (const double arrives : rows.arrives_there) there = std::min(there, arrives);
    rows.of.insert(found, {.leader = leader, .unit = unit, .acts = 0, .there = 0, .weeks = std::vector<double>(weeks)});
    rows.arrives.insert(rows.arrives.begin() + at, 0.0);
    rows.arrives_there.insert(rows.arrives_there.begin() + at, there);
  }
  return static_cast<std::size_t>(at);
}

}  // namespace

const Reach& usual_reach() {
  static const Reach reach{.kinds = {{.name = "floor.visited", .weight = 1, .minutes = 30},
                                     {.name = "customer.met", .weight = 0.8, .minutes = 20},
                                     {.name = "townhall.held", .weight = 0.6, .minutes = 15},
                                     {.name = "case.taken", .weight = 0.6},
                                     {.name = "oneonone.held", .weight = 0.5, .minutes = 20},
                                     {.name = "coaching.given", .weight = 0.5, .minutes = 20},
                                     {.name = "call.listened", .weight = 0.4},
                                     {.name = "recognition.given", .weight = 0.4},
                                     {.name = "promise.made", .weight = 0.3},
                                     {.name = "promise.kept", .weight = 0.3},
                                     {.name = "decision.taken", .weight = 0.3},
                                     {.name = "feedback.read", .weight = 0.2}}};
  return reach;
}

double weight_of(const VisibleAct& act, const Reach& reach) {
  invariant(act.kind < reach.kinds.size());
  const VisibleKind& kind = reach.kinds[act.kind];
  if (kind.minutes <= 0 || act.minutes < 0) return kind.weight;
  return kind.weight * std::min(1.0, act.minutes / kind.minutes);
}

std::vector<Exposure> exposures(std::span<const VisibleAct> acts, std::span<const Led> leaders, Day first,
                                std::size_t weeks, const Reach& reach) {
  std::vector<Rows> rows;
  for (std::uint32_t leader = 0; leader < leaders.size(); ++leader) {
    rows.push_back(rows_of(leader, leaders[leader], weeks, reach));
  }
  for (const VisibleAct& act : acts) {
    invariant(act.leader < leaders.size());
    const std::int64_t days = static_cast<std::int64_t>(act.day.days) - first.days;
    if (days < 0 || days >= static_cast<std::int64_t>(weeks) * 7) continue;
    const auto week = static_cast<std::size_t>(days / 7);
    const double weight = weight_of(act, reach);
    Rows& own = rows[act.leader];
    if (act.unit) {
      const std::size_t at = row_of(own, act.leader, *act.unit, weeks);
      own.of[at].weeks[week] += weight * own.arrives_there[at];
      ++own.of[at].acts;
      ++own.of[at].there;
      continue;
    }
    for (std::size_t at = 0; at < own.of.size(); ++at) {
      if (own.arrives[at] <= 0) continue;
      own.of[at].weeks[week] += weight * own.arrives[at];
      ++own.of[at].acts;
    }
  }
  std::vector<Exposure> all;
  for (Rows& own : rows) {
    for (Exposure& row : own.of) all.push_back(std::move(row));
  }
  return all;
}

}  // namespace bellwether::lead
