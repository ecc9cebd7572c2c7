// Small worlds with known truths for linkage, recovery, steadiness, gaps and gaming.
// For the tests and bench/analysis_truth.cpp; nothing in the product calls it.
#pragma once

#include "lead/analysis/gaming.hpp"
#include "lead/analysis/gaps.hpp"
#include "lead/analysis/linkage.hpp"
#include "lead/analysis/recovery.hpp"
#include "lead/analysis/steadiness.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>

namespace bellwether::lead {

// --- linkage -------------------------------------------------------------------------------------

struct LinkageWorld {
  std::size_t units = 40, weeks = 40;
  double between = 0;  ///< correlation of units' true levels
  double within = 0;   ///< customers' change per 1 of engagement two weeks before
  double lasting = 0.4;
};

struct LinkageDrawn {
  Outcome employees, customers;
};

inline LinkageDrawn draw_linkage(const LinkageWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  const Grid grid{world.units, world.weeks};
  LinkageDrawn drawn{.employees = {grid, Column(grid.cells()), std::vector<std::int64_t>(grid.cells(), 8)},
                     .customers = {grid, Column(grid.cells()), std::vector<std::int64_t>(grid.cells(), 30)}};
  const double keep = std::sqrt(1 - world.lasting * world.lasting);
  for (std::size_t unit = 0; unit < world.units; ++unit) {
    const double level = normal(random);
    const double other = world.between * level + std::sqrt(1 - world.between * world.between) * normal(random);
    double a = normal(random);
    double b = normal(random);
    for (std::size_t t = 0; t < world.weeks; ++t) {
      a = world.lasting * a + keep * normal(random);
      b = world.lasting * b + keep * normal(random);
      const std::size_t i = grid.at(unit, t);
      drawn.employees.mean[i] = level + a;
      const double before = t >= 2 ? drawn.employees.mean[i - 2] - level : 0;
      drawn.customers.mean[i] = other + world.within * before + b;
    }
  }
  return drawn;
}

struct LinkageKept {
  double between_covers = 0, within_covers = 0, within_found = 0, lag_right = 0;
};

inline LinkageKept linkage_kept(const LinkageWorld& world, int draws, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  LinkageKept kept;
  // The correlation of a week: the slope's share of the customers' spread.
  const double truth = world.within / std::sqrt(1 + world.within * world.within);
  for (int draw = 0; draw < draws; ++draw) {
    const LinkageDrawn drawn = draw_linkage(world, random);
    LinkageOptions options;
    options.flips = 299;
    options.seed = random();
    const Linkage linkage = linkage_of(drawn.employees, drawn.customers, options);
    // Levels of 40 noisy weeks: their correlation is drawn in by the reliability of both, 1 / (1 + noise).
    const double noise = (1 + world.lasting) / (1 - world.lasting) / static_cast<double>(world.weeks);
    const double between = world.between / (1 + noise);
    const Estimate& b = linkage.between->correlation;
    kept.between_covers += b.low <= between && between <= b.high ? 1.0 / draws : 0;
    const Estimate& w = linkage.within->correlation;
    kept.within_covers += w.low <= truth && truth <= w.high ? 1.0 / draws : 0;
    kept.within_found += linkage.within->p_corrected <= 0.05 ? 1.0 / draws : 0;
    kept.lag_right += linkage.within->lag == 2 ? 1.0 / draws : 0;
  }
  return kept;
}

// --- recovery ------------------------------------------------------------------------------------

struct RecoveryWorld {
  std::size_t units = 30, weeks = 60;
  double dip = 4;        ///< standard deviations of a week
  double half_life = 3;  ///< weeks
  double lasting = 0;
};

inline Recovery draw_recovery(const RecoveryWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  const Grid grid{world.units, world.weeks};
  Column outcome;
  std::vector<Shock> shocks;
  for (std::uint32_t unit = 0; unit < world.units; ++unit) {
    const std::size_t began = 10 + random() % (world.weeks - 15);
    shocks.push_back({.unit = unit, .began = began});
    double luck = normal(random);
    for (std::size_t t = 0; t < world.weeks; ++t) {
      luck = world.lasting * luck + std::sqrt(1 - world.lasting * world.lasting) * normal(random);
      const double since = static_cast<double>(t) - static_cast<double>(began);
      outcome.push_back(7 + luck - (since >= 0 ? world.dip * std::pow(0.5, since / world.half_life) : 0));
    }
  }
  return recovery_of(shocks, grid, outcome);
}

// --- steadiness ----------------------------------------------------------------------------------

struct SteadyWorld {
  std::uint32_t leaders = 20;
  std::int32_t weeks = 78;
  double ratio = 1;     ///< of what is done in hard weeks
  double acts = 4;      ///< a week
  double uneven = 0.3;  ///< standard deviation of the logarithm of a week's own rate
};

inline std::vector<LeaderWeek> draw_steadiness(const SteadyWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::vector<LeaderWeek> weeks;
  for (std::uint32_t leader = 0; leader < world.leaders; ++leader) {
    std::vector<double> loads;
    double lasts = normal(random);
    for (std::int32_t week = 0; week < world.weeks; ++week) {
      lasts = 0.6 * lasts + 0.8 * normal(random);
      loads.push_back(1 + 0.2 * lasts);
    }
    std::vector<double> ordered = loads;
    std::sort(ordered.begin(), ordered.end());
    const double hard_from = ordered[static_cast<std::size_t>(world.weeks * 2 / 3)];
    const double usual = world.acts * std::exp(0.3 * normal(random));
    for (std::int32_t week = 0; week < world.weeks; ++week) {
      const double load = loads[static_cast<std::size_t>(week)];
      const double by = load >= hard_from ? world.ratio : 1;
      const double rate = usual * by * std::exp(world.uneven * normal(random));
      const std::int64_t due = std::poisson_distribution<std::int64_t>(2)(random);
      const std::int64_t kept = std::binomial_distribution<std::int64_t>(due, std::min(1.0, 0.7 * by))(random);
      weeks.push_back({.leader = leader,
                       .week = week,
                       .load = load,
                       .acts = std::poisson_distribution<std::int64_t>(rate)(random),
                       .kept = kept,
                       .due = due,
                       .answers_sum = 5 * (3.5 * by + 0.4 * normal(random)),
                       .answers = 5});
    }
  }
  return weeks;
}

struct SteadyKept {
  std::array<double, 3> covers{}, pooled_covers{}, any_flagged{};
};

inline SteadyKept steady_kept(const SteadyWorld& world, int draws, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  SteadyKept kept;
  for (int draw = 0; draw < draws; ++draw) {
    const Steadiness steadiness = steadiness_of(draw_steadiness(world, random));
    for (std::size_t b = 0; b < 3; ++b) {
      const auto holds = [&](const Estimate& e) {
        return e.low <= world.ratio && (world.ratio <= e.high || e.open_above);
      };
      kept.pooled_covers[b] += holds(steadiness.pooled[b]->ratio) ? 1.0 / draws : 0;
      bool any = false;
      double held = 0;
      double all = 0;
      for (const LeaderSteadiness& one : steadiness.leaders) {
        if (!one.held[b]) continue;
        any = any || one.held[b]->holds == Holds::falls || one.held[b]->holds == Holds::rises;
        held += holds(one.held[b]->ratio) ? 1 : 0;
        ++all;
      }
      kept.covers[b] += held / std::max(1.0, all) / draws;
      kept.any_flagged[b] += any ? 1.0 / draws : 0;
    }
  }
  return kept;
}

// --- gaps ----------------------------------------------------------------------------------------

/// People answer items on 1 … 5; a person's answers go together.
inline ItemAnswers draw_items(std::size_t people, std::size_t items, double level, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  ItemAnswers answers{.items = items, .rows = {}};
  for (std::size_t person = 0; person < people; ++person) {
    const double own = level + 0.6 * normal(random);
    for (std::size_t item = 0; item < items; ++item) {
      const bool there = random() % 10 != 0;
      answers.rows.push_back(there ? std::clamp(std::round(own + 0.7 * normal(random)), 1.0, 5.0) : std::nan(""));
    }
  }
  return answers;
}

inline double coverage_of_self_gap(std::size_t people, double level, int draws, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const ItemAnswers many = draw_items(200'000, 1, level, random);
  double truth = 0;
  double count = 0;
  for (const double answer : many.rows) {
    if (!std::isfinite(answer)) continue;
    truth += answer;
    ++count;
  }
  truth /= count;
  const ItemAnswers self{.items = 6, .rows = {4, 4, 4, 4, 4, 4}};
  int holds = 0;
  for (int draw = 0; draw < draws; ++draw) {
    const auto gap = self_gap(self, draw_items(people, 6, level, random), {.lowest = 1, .highest = 5});
    holds += gap && gap->gap.low <= 4 - truth && 4 - truth <= gap->gap.high ? 1 : 0;
  }
  return static_cast<double>(holds) / draws;
}

// --- gaming --------------------------------------------------------------------------------------

struct GamingWorld {
  std::uint32_t subjects = 40;
  std::uint32_t gamers = 0;  ///< the first ones
  double visits = 60;        ///< of one leader
  double answers = 150;      ///< of one unit
  std::uint64_t past = 10;   ///< periods
};

/// Honest leaders differ in how long they stay, write notes, round and put off; gamers log a third of empty visits at
/// the month's end.
inline std::vector<Visit> draw_visits(const GamingWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  std::vector<Visit> visits;
  for (std::uint32_t leader = 0; leader < world.subjects; ++leader) {
    const double usual = 35 * std::exp(0.3 * normal(random));
    const double writes = std::clamp(0.7 + 0.15 * normal(random), 0.1, 0.95);
    const double rounds = std::clamp(0.2 + 0.1 * normal(random), 0.02, 0.6);
    const int count = std::poisson_distribution<int>(world.visits)(random);
    for (int i = 0; i < count; ++i) {
      const auto day = static_cast<std::int32_t>(random() % 360);
      const bool round = uniform(random) < rounds;
      const double minutes = std::round(usual * std::exp(0.5 * normal(random)));
      visits.push_back({.leader = leader,
                        .day = Day{20'454 + day},
                        .minutes = round ? std::max(30.0, 30 * std::round(minutes / 30)) : minutes,
                        .notes = uniform(random) < writes});
    }
    if (leader >= world.gamers) continue;
    for (int i = 0; i < count / 2; ++i) {
      const Day month = month_of(Day{20'454 + static_cast<std::int32_t>(random() % 360)});
      const Day end = period_end(Grain::month, month);
      visits.push_back({.leader = leader,
                        .day = Day{end.days - 1 - static_cast<std::int32_t>(random() % 2)},
                        .minutes = static_cast<double>(1 + random() % 3),
                        .notes = false});
    }
  }
  return visits;
}

struct BeggedDrawn {
  std::vector<Answered> answers;
  std::vector<Response> responses;
};

/// Honest units differ in how happy and wordy their customers are; gamers get half as many best answers again, without
/// a word, in bursts at the month's end, from more of those asked.
inline BeggedDrawn draw_begged(const GamingWorld& world, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  BeggedDrawn drawn;
  for (std::uint32_t unit = 0; unit < world.subjects; ++unit) {
    const double happy = std::clamp(0.5 + 0.1 * normal(random), 0.1, 0.9);
    const double wordy = std::clamp(0.5 + 0.1 * normal(random), 0.1, 0.9);
    const int count = std::poisson_distribution<int>(world.answers)(random);
    for (int i = 0; i < count; ++i) {
      const std::int64_t at = static_cast<std::int64_t>(random() % (std::uint64_t{90} * 86'400));
      drawn.answers.push_back({.unit = unit,
                               .day = Day{20'454 + static_cast<std::int32_t>(at / 86'400)},
                               .at_s = at,
                               .top = uniform(random) < happy,
                               .words = uniform(random) < wordy});
    }
    const double usual = std::clamp(0.25 + 0.05 * normal(random), 0.05, 0.6);
    Response response{.unit = unit, .past = {}, .now = {}};
    const auto period = [&](double by) {
      const double share = std::clamp(by * usual * std::exp(0.1 * normal(random)), 0.01, 0.95);
      const std::int64_t asked = std::poisson_distribution<std::int64_t>(400)(random);
      return Hits{.hits = std::binomial_distribution<std::int64_t>(asked, share)(random), .n = asked};
    };
    for (std::uint64_t i = 0; i < world.past; ++i) response.past.push_back(period(1));
    response.now = period(unit < world.gamers ? 1.6 : 1);
    drawn.responses.push_back(std::move(response));
    if (unit >= world.gamers) continue;
    for (int i = 0; i < count / 2; ++i) {
      const std::int64_t at = std::int64_t{29} * 86'400 + std::int64_t{30} * i;
      drawn.answers.push_back({.unit = unit, .day = Day{20'454 + 29}, .at_s = at, .top = true, .words = false});
    }
  }
  return drawn;
}

struct GamingKept {
  double any_flagged = 0;   ///< share of companies in which an honest one gets any flag
  double gamers_found = 0;  ///< share of gamers with a flag
  double false_share = 0;   ///< share of honest ones among all who were flagged
};

template <class Flags>
GamingKept gaming_kept(const GamingWorld& world, int draws, std::uint64_t seed, Flags flags_of) {
  std::mt19937_64 random(seed);
  GamingKept kept;
  double flagged = 0;
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<char> raised(world.subjects, 0);
    for (const Flag& flag : flags_of(world, random)) {
      if (flag.raised) raised[flag.subject] = 1;
    }
    const auto honest = raised.begin() + world.gamers;
    kept.any_flagged += std::find(honest, raised.end(), 1) != raised.end() ? 1.0 / draws : 0;
    const auto found = static_cast<double>(std::count(raised.begin(), honest, 1));
    const auto wrongly = static_cast<double>(std::count(honest, raised.end(), 1));
    kept.false_share += wrongly;
    flagged += found + wrongly;
    if (world.gamers > 0) kept.gamers_found += found / world.gamers / draws;
  }
  kept.false_share /= std::max(1.0, flagged);
  return kept;
}

inline GamingKept visits_kept(const GamingWorld& world, int draws, std::uint64_t seed) {
  return gaming_kept(world, draws, seed, [](const GamingWorld& w, std::mt19937_64& random) {
    return gamed_visits(draw_visits(w, random));
  });
}

inline GamingKept begged_kept(const GamingWorld& world, int draws, std::uint64_t seed) {
  return gaming_kept(world, draws, seed, [](const GamingWorld& w, std::mt19937_64& random) {
    const BeggedDrawn drawn = draw_begged(w, random);
    return begged_scores(drawn.answers, drawn.responses);
  });
}

}  // namespace bellwether::lead
