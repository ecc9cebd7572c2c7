// An organisation whose leaders are seen with a known effect, or with none: whether shadow.hpp keeps its promises.
// For the tests and bench/analysis_truth.cpp; nothing in the product calls it.
#pragma once

#include "lead/analysis/shadow.hpp"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace bellwether::lead {

struct ShadowWorld {
  std::uint32_t leaders = 12, units_each = 4;  ///< and one above all of them
  std::size_t weeks = 60;
  double effect = 0;     ///< on the answers of the 4 weeks after, per visit a week
  double visits = 0.3;   ///< per unit and week
  double lasting = 0.4;  ///< correlation of a unit's luck from one week to the next
  double shared = 0.5;   ///< standard deviation of a luck that all units of a leader share, of 1
  bool chasing = false;  ///< leaders go where answers fell the week before
  double answers = 12;   ///< per unit and week
};

struct ShadowDrawn {
  std::vector<VisibleAct> acts;
  std::vector<Led> leaders;
  Outcome outcome;
  std::vector<std::uint32_t> cluster;  ///< of each unit: its leader
};

inline constexpr Day k_first_monday{20'457};

inline std::vector<Led> tree_of(const ShadowWorld& world) {
  std::vector<Led> leaders(world.leaders + 1U);
  leaders.back().seniority = 1;
  for (std::uint32_t unit = 0; unit < world.leaders * world.units_each; ++unit) {
    leaders[unit / world.units_each].under.push_back({.unit = unit, .distance = 1});
    leaders.back().under.push_back({.unit = unit, .distance = 2});
  }
  return leaders;
}

inline ShadowDrawn draw_shadow(const ShadowWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const std::uint32_t units = world.leaders * world.units_each;
  const Grid grid{units, world.weeks};
  ShadowDrawn drawn{.acts = {}, .leaders = tree_of(world), .outcome = {grid, Column(grid.cells()), {}}, .cluster = {}};
  drawn.outcome.n.assign(grid.cells(), 0);
  for (std::uint32_t unit = 0; unit < units; ++unit) drawn.cluster.push_back(unit / world.units_each);

  std::vector<double> often;
  std::vector<double> luck;
  std::vector<double> level;
  for (std::uint32_t unit = 0; unit < units; ++unit) {
    often.push_back(world.visits * std::exp(0.5 * normal(random)));
    luck.push_back(normal(random));
    level.push_back(normal(random));
  }
  std::vector<std::vector<double>> seen(units);
  std::vector<double> before(units, 0.0);
  for (std::size_t week = 0; week < world.weeks; ++week) {
    std::vector<double> shared;
    for (std::uint32_t l = 0; l < world.leaders; ++l) shared.push_back(world.shared * normal(random));
    for (std::uint32_t unit = 0; unit < units; ++unit) {
      luck[unit] = world.lasting * luck[unit] + std::sqrt(1 - world.lasting * world.lasting) * normal(random);
      double exposure = 0;
      for (std::size_t back = 1; back <= 4 && back <= week; ++back) exposure += seen[unit][week - back] / 4;
      const std::int64_t n = std::poisson_distribution<std::int64_t>(world.answers)(random);
      const std::size_t cell = grid.at(unit, week);
      const double noise = n > 0 ? 2 * normal(random) / std::sqrt(static_cast<double>(n)) : 0;
      const double now = luck[unit] + shared[unit / world.units_each];
      drawn.outcome.mean[cell] = n > 0 ? level[unit] + now + world.effect * exposure + noise : std::nan("");
      drawn.outcome.n[cell] = n;
      const double chance = world.chasing ? world.visits * std::exp(-1.5 * before[unit]) : often[unit];
      const auto visits = std::poisson_distribution<int>(std::min(3.0, chance))(random);
      seen[unit].push_back(visits);
      before[unit] = now;
      for (int visit = 0; visit < visits; ++visit) {
        const Day day{k_first_monday.days + static_cast<std::int32_t>(7 * week + (random() % 5))};
        drawn.acts.push_back({.leader = unit / world.units_each, .day = day, .unit = unit, .kind = 0, .minutes = 45});
      }
    }
    // Whoever stands above speaks to all, now and then.
    if (uniform(random) < 0.2) {
      drawn.acts.push_back({.leader = world.leaders,
                            .day = Day{k_first_monday.days + static_cast<std::int32_t>(7 * week)},
                            .unit = {},
                            .kind = 2,
                            .minutes = 60});
    }
  }
  return drawn;
}

struct ShadowKept {
  double found = 0;          ///< share of organisations with a pooled verdict of better or worse
  double undermined = 0;     ///< or undermined
  double covers = 0;         ///< share of pooled intervals that hold the effect, where the lag is the right one
  double placebo = 0;        ///< share of placebos with p <= 0.05
  double leaders_found = 0;  ///< share of organisations in which any leader gets a verdict
  double leader_covers = 0;  ///< share of leaders' intervals that hold the effect
  double unseen_holds = 0;   ///< share of pooled intervals of least against most seen that hold 0
  double lag_right = 0;      ///< share with the lag of weeks 1–4
};

inline ShadowKept shadow_kept(const ShadowWorld& world, int draws, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  ShadowKept kept;
  double leaders = 0;
  double right = 0;
  for (int draw = 0; draw < draws; ++draw) {
    const ShadowDrawn drawn = draw_shadow(world, random);
    ShadowOptions options;
    options.flips = 299;
    options.seed = random();
    const Shadow shadow =
        shadow_of(drawn.acts, drawn.leaders, k_first_monday, drawn.outcome, usual_reach(), options, drawn.cluster);
    if (!shadow.pooled) continue;
    const Effect& pooled = *shadow.pooled;
    const auto says = [](const Effect& effect) {
      return effect.shows == Shows::better || effect.shows == Shows::worse;
    };
    kept.found += says(pooled) ? 1 : 0;
    kept.lag_right += pooled.lag == Lag{1, 4} ? 1 : 0;
    kept.placebo += pooled.p_placebo <= 0.05 ? 1 : 0;
    const auto& unseen = shadow.unseen;
    kept.unseen_holds += unseen && unseen->difference.low <= 0 && 0 <= unseen->difference.high ? 1 : 0;
    kept.undermined += pooled.shows == Shows::undermined ? 1 : 0;
    // Another lag has an effect of its own.
    if (world.effect != 0 && pooled.lag != Lag{1, 4}) continue;
    ++right;
    kept.covers += pooled.effect.low <= world.effect && world.effect <= pooled.effect.high ? 1 : 0;
    bool any = false;
    for (const LeaderShadow& one : shadow.leaders) {
      if (!one.effect || one.leader == world.leaders) continue;
      any = any || says(*one.effect);
      ++leaders;
      kept.leader_covers += one.effect->effect.low <= world.effect && world.effect <= one.effect->effect.high ? 1 : 0;
    }
    kept.leaders_found += any ? 1 : 0;
  }
  for (double* share : {&kept.found, &kept.undermined, &kept.unseen_holds, &kept.placebo, &kept.lag_right}) {
    *share /= draws;
  }
  kept.covers /= std::max(1.0, right);
  kept.leaders_found /= std::max(1.0, right);
  kept.leader_covers /= std::max(1.0, leaders);
  return kept;
}

}  // namespace bellwether::lead
