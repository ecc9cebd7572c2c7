// Leaders who pass pressure on alike, or some more than others: whether pressure.hpp keeps its promises.
// For the tests and bench/analysis_truth.cpp; nothing in the product calls it.
#pragma once

#include "lead/analysis/pressure.hpp"

#include <cmath>
#include <cstdint>
#include <random>

namespace bellwether::lead {

struct PressureWorld {
  std::uint32_t leaders = 20;
  std::size_t weeks = 52;
  double slope = 0.5;
  double spread = 0;       ///< of leaders' slopes around it
  std::uint32_t hard = 0;  ///< leaders who pass on `more` more
  double more = 0;
  double lasting = 0.4;
};

struct PressureDrawn {
  PressureField field;
  std::vector<double> slope;
};

inline PressureDrawn draw_pressure(const PressureWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  PressureDrawn drawn{.field = {}, .slope = {}};
  std::vector<double> season;
  for (std::size_t t = 0; t < world.weeks; ++t) season.push_back(normal(random));
  for (std::uint32_t leader = 0; leader < world.leaders; ++leader) {
    drawn.slope.push_back(world.slope + world.spread * normal(random) + (leader < world.hard ? world.more : 0));
    Column load;
    double own = normal(random);
    for (std::size_t t = 0; t < world.weeks; ++t) {
      own = 0.6 * own + 0.8 * normal(random);
      load.push_back(1 + 0.5 * own + 0.3 * season[t]);
    }
    const auto teams = 1 + random() % 5;
    std::vector<double> shared;
    for (std::size_t t = 0; t < world.weeks; ++t) shared.push_back(0.4 * normal(random));
    for (std::uint64_t team = 0; team < teams; ++team) {
      drawn.field.leader.push_back(leader);
      const double level = normal(random);
      double luck = normal(random);
      for (std::size_t t = 0; t < world.weeks; ++t) {
        luck = world.lasting * luck + std::sqrt(1 - world.lasting * world.lasting) * normal(random);
        const bool there = random() % 10 != 0;
        drawn.field.strain.push_back(there ? level + drawn.slope.back() * load[t] + shared[t] + luck : std::nan(""));
      }
    }
    drawn.field.load.push_back(std::move(load));
  }
  drawn.field.grid = {drawn.field.leader.size(), world.weeks};
  return drawn;
}

struct PressureKept {
  double any_flagged = 0;   ///< share of organisations in which one of those who are as the others gets a verdict
  double hard_found = 0;    ///< share of those who pass on more that are found
  double covers = 0;        ///< leaders' own intervals
  double drawn_covers = 0;  ///< and those drawn together
  double drawn_nearer = 0;  ///< squared error of the drawn by that of the own
};

inline PressureKept pressure_kept(const PressureWorld& world, int draws, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  PressureKept kept;
  double leaders = 0;
  double hard = 0;
  double own_error = 0;
  double drawn_error = 0;
  for (int draw = 0; draw < draws; ++draw) {
    const PressureDrawn drawn = draw_pressure(world, random);
    const Pressure pressure = pressure_passed_down(drawn.field);
    bool any = false;
    for (const LeaderPressure& one : pressure.leaders) {
      if (!one.slope) continue;
      const double truth = drawn.slope[one.leader];
      ++leaders;
      kept.covers += one.slope->low <= truth && truth <= one.slope->high ? 1 : 0;
      kept.drawn_covers += one.drawn->low <= truth && truth <= one.drawn->high ? 1 : 0;
      own_error += (one.slope->value - truth) * (one.slope->value - truth);
      drawn_error += (one.drawn->value - truth) * (one.drawn->value - truth);
      if (one.leader < world.hard) {
        ++hard;
        kept.hard_found += one.passes == Passes::more ? 1 : 0;
      } else {
        any = any || one.passes != Passes::cant_tell;
      }
    }
    kept.any_flagged += any ? 1.0 / draws : 0;
  }
  kept.covers /= leaders;
  kept.drawn_covers /= leaders;
  kept.hard_found /= std::max(1.0, hard);
  kept.drawn_nearer = drawn_error / own_error;
  return kept;
}

}  // namespace bellwether::lead
