// How traits come out: how often a leader does something, how likely it goes well, how long it takes. One table, from which
// acts are drawn and from which their true expectation is told.
//
//   often, chance   at_none + (at_full − at_none) × mix of traits
//   span            at_none × 2^(−halvings × mix of traits): the median
#pragma once

#include "simulate/trait.hpp"

#include <span>

namespace bellwether::simulate {

enum class Way : std::uint8_t {
  // A leader's own week.
  floor_visits,
  calls_listened,
  customers_met,
  townhalls,
  feedback_read,
  oneonones,
  recognitions,
  coachings,
  promises,
  decisions,
  ideas,
  findings,
  trainings,
  workarounds,
  wastes,
  overtimes,
  // How likely.
  visit_noted,
  promise_kept,
  decision_considered,
  decision_evidence,
  decision_across,
  decision_for_customer,
  decision_reviewed,
  forecast_inside,
  idea_answered,
  idea_adopted,
  improvement_started,
  improvement_piloted,
  improvement_proven,
  improvement_rolled_out,
  owner_named,
  due_named,
  limit_used,
  permission_granted,
  handed_over,
  escalated,
  case_taken,
  case_confirmed,
  case_reopened,
  priority_shared,
  goal_reviewed,
  evidence_seen,
  // How long, median.
  first_reply,
  resolution,
  permission_wait,
  idea_wait,
  recovery,
  finding_to_start,
  start_to_pilot,
  pilot_to_proof,
  privacy_wait,
};
inline constexpr std::size_t k_ways = static_cast<std::size_t>(Way::privacy_wait) + 1;

struct Behaviour {
  Way way = Way::floor_visits;
  std::string_view id;    ///< "promise_kept"
  std::string_view what;  ///< in words, for truth.json
  std::string_view unit;  ///< "a week", "share", "hours", "days"
  double at_none = 0, at_full = 0;
  Mix mix;
};

/// All of them, in the order of Way.
[[nodiscard]] std::span<const Behaviour> behaviours();

[[nodiscard]] const Behaviour& behaviour(Way way);

/// The rate, the chance or the median span of a leader with these traits.
[[nodiscard]] double value_of(Way way, const Traits& traits);

}  // namespace bellwether::simulate
