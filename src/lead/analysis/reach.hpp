// How far what a leader does is seen: a weight for each visible act, grown by seniority, faded by distance in the
// reporting tree.
#pragma once

#include "base/time.hpp"
#include "lead/analysis/panel.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace bellwether::lead {

/// One thing that a leader did for others to see.
struct VisibleAct {
  std::uint32_t leader = 0;  ///< index
  Day day;
  std::optional<std::uint32_t> unit;  ///< where it was; none: for all who are led by the leader
  std::uint16_t kind = 0;             ///< index into Reach::kinds
  double minutes = -1;                ///< below 0: not told, taken for long enough
};

/// A unit with answers, and how many steps down the reporting tree it stands: 1 is led directly.
struct Under {
  std::uint32_t unit = 0;
  int distance = 1;
};

/// A leader as the tree has it.
struct Led {
  int seniority = 0;         ///< levels of leaders below: 0 leads people who lead nobody
  std::vector<Under> under;  ///< every unit at most once
};

struct VisibleKind {
  std::string_view name;  ///< of acts: "floor.visited"
  double weight = 1;      ///< of one act, where a visit to the floor of half an hour is 1
  double minutes = 0;     ///< shorter acts count by their share of this; 0: duration does not matter
};

/// All of these are judgement, not measurement, and can be set. What the results rest on is that more is more; the
/// order of units by exposure moves little where weights move by half (shadow_test.cpp).
struct Reach {
  std::vector<VisibleKind> kinds;
  double grown_by_level = 1.25;  ///< a level more is seen by this much more: rarer, and talked about
  double faded_by_step = 0.5;    ///< of what is done for all: a step further down half of it arrives
  double faded_when_there =
      0.9;  ///< of what is done at the unit itself: who stands on the floor is seen, whoever it is
};

/// A visit 1, a customer met there 0.8, a town hall 0.6, a case taken on 0.6, one-to-one and coaching 0.5, a call
/// listened to 0.4, recognition 0.4, a promise or decision told 0.3, feedback read 0.2. A visit counts in full from
/// half an hour on, a town hall from a quarter, a talk from 20 minutes on.
[[nodiscard]] const Reach& usual_reach();

/// What one act is worth at the unit where it happened, before seniority and distance.
[[nodiscard]] double weight_of(const VisibleAct& act, const Reach& reach);

/// How much of one leader arrived at one unit, week by week.
struct Exposure {
  std::uint32_t leader = 0, unit = 0;
  std::int64_t acts = 0;   ///< that arrived
  std::int64_t there = 0;  ///< of them, done at the unit
  std::vector<double> weeks;
};

/// Exposure of each unit to each leader who leads it, and to those who came although they do not, sorted by leader and
/// unit. Units under a leader who was never seen there have a row of zeros. Weeks are counted from `first`; acts
/// outside of them are left out.
[[nodiscard]] std::vector<Exposure> exposures(std::span<const VisibleAct> acts, std::span<const Led> leaders, Day first,
                                              std::size_t weeks, const Reach& reach);

}  // namespace bellwether::lead
