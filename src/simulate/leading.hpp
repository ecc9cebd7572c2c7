// Who leads how, week by week: each leader's traits and what becomes of them under pressure, what is felt of them further
// down, where they were seen, and what all this does to employees' and customers' answers. Made once for a company; acts and
// answers are drawn from it.
//
//   trait      what is planted, and otherwise 0.5 + spread (0.55 z_leader + 0.835 z_trait); fades or is coached with the days
//   acting     trait × (1 − 0.3 hard × (1 − resilient)) with hard = pressure / 2 within 0 … 1; resilient and humble stay
//   felt       in a team: mean of acting over its leader and all above, each step up counting `fade` times as much
//   pressure   0.8 of last week's + 0.3 z + targets raised + shocks + 0.6 passes(boss) max(0, pressure of the boss)
//   passes     0.9 (1 − resilient)
//   strain     of the item's latent level in a team: + passes × pressure on its leader
//   seen       visits to the team in the weeks before, each as large as its reach, spread over weeks by the lag
//   reach      (1 + 0.5 height of the leader) × 0.5^(steps from the place visited down to the team); town halls 1.5 times
//   quality    customers × (mix − 0.5) + visit_customers × seen + linkage × (engagement four weeks ago − level) − shocks,
//              less the mean of the company over all its weeks
#pragma once

#include "simulate/company.hpp"
#include "simulate/item.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::simulate {

inline constexpr int k_days_of_week = 7;
/// What a visit does comes so many weeks after it, and in these shares.
struct LagShare {
  int weeks = 0;
  double share = 0;
};
inline constexpr std::array<LagShare, 3> k_staff_lag{{{1, 0.5}, {2, 0.35}, {3, 0.15}}};
inline constexpr std::array<LagShare, 3> k_customer_lag{{{2, 0.3}, {3, 0.4}, {4, 0.3}}};
inline constexpr int k_linkage_lag_weeks = 4;
inline constexpr double k_most_seen = 4;     ///< visits; more in a week are not felt
inline constexpr double k_hard_week = 0.75;  ///< a week with more pressure than this is told as a hard one
inline constexpr Mix k_customers_feel{.parts = {{{Trait::customer_first, 0.35},
                                                 {Trait::empathetic, 0.25},
                                                 {Trait::keeps_promises, 0.2},
                                                 {Trait::learns, 0.2}}}};

struct Leader {
  int profile = -1;         ///< index into the scenario's, or −1
  int equals = -1;          ///< leaders of the same number are alike
  std::uint64_t key = 0;    ///< of what he or she does
  std::uint64_t taste = 0;  ///< of where he or she likes to go
  std::uint64_t luck = 0;   ///< of what befalls: equals share it
  Traits drawn;             ///< where nothing is planted
};

struct Shock {
  std::uint64_t key = 0;
  std::uint32_t unit = 0;
  int from = 0, to = 0;  ///< days; `to` may lie beyond the end
  double size = 0, customers = 0;
  std::string_view what;
  bool named = false;  ///< by the scenario
};

/// A leader was somewhere, to be seen.
struct Presence {
  std::uint64_t key = 0;
  std::int64_t at_s = 0;
  std::uint32_t unit = 0;
  std::int64_t seconds = 0;
  bool noted = false, empty = false, townhall = false;
};

/// Latent level per item.
using ItemLatents = std::array<float, k_items>;

struct Leading {
  int weeks = 0;
  std::vector<Leader> leaders;        ///< by unit
  std::vector<Shock> shocks;          ///< in the order of their days
  std::vector<Traits> planted;        ///< unit × week, as planted
  std::vector<Traits> acting;         ///< unit × week, under that week's pressure
  std::vector<Traits> felt;           ///< unit × week: teams as told above, others the mean of the teams below by heads
  std::vector<float> pressure;        ///< unit × week
  std::vector<float> raised;          ///< unit × week: percent by which a target was raised then
  std::vector<float> seen_staff;      ///< unit × week, teams only; visits
  std::vector<float> seen_customers;  ///< place × week; visits
  std::vector<float> quality;         ///< place × week
  std::vector<float> begged;          ///< place × week: share of answers
  std::vector<ItemLatents> staff;     ///< unit × week, teams only: latent levels of employees' items
  std::vector<ItemLatents>
      customers;  ///< place × week: of those that customers answer; their own experience comes on top
  [[nodiscard]] std::size_t at(std::uint32_t unit, int week) const {
    return static_cast<std::size_t>(unit) * static_cast<std::size_t>(weeks) + static_cast<std::size_t>(week);
  }
  [[nodiscard]] int week_of(int day) const { return day / k_days_of_week; }
};

/// Errors: `bad_input` with file:line for a profile or shock of a unit that is not there.
[[nodiscard]] Result<Leading> leading_of(const World& world);

/// Share of the pressure on a leader that is passed on to the team.
[[nodiscard]] double passes(const Traits& traits);

/// Visits and town halls in a week, the empty ones of somebody who games included.
void presence_in(const World& world, const Leading& leading, std::uint32_t leader, int week,
                 std::vector<Presence>& out);

/// Latent level of an employees' item in a unit in a week: of a team, or the mean over the teams below by heads.
[[nodiscard]] double staff_latent(const World& world, const Leading& leading, Item item, std::uint32_t unit, int week);

}  // namespace bellwether::simulate
