// Does it hold in hard weeks? What a leader does, keeps and is told in weeks of high load against the leader's own
// calmer ones.
#pragma once

#include "measure/estimate.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::lead {

using measure::Estimate;

/// A leader's week. What was not there is 0: it counts for nothing.
struct LeaderWeek {
  std::uint32_t leader = 0;
  std::int32_t week = 0;
  double load = 0;                 ///< work due by capacity: 1 is full
  std::int64_t acts = 0;           ///< visible ones
  std::int64_t kept = 0, due = 0;  ///< promises that fell due
  double answers_sum = 0;
  std::int64_t answers = 0;  ///< of the team, on a scale above 0
};

enum class Behaviour : std::uint8_t { acts, promises, answers };
inline constexpr std::array k_behaviours{Behaviour::acts, Behaviour::promises, Behaviour::answers};

enum class Holds : std::uint8_t {
  holds,  ///< surely at least `least_kept` of what it is in calm weeks
  falls,
  rises,
  cant_tell,
};

struct Held {
  Estimate ratio;  ///< hard over calm; n counts weeks
  double p = 1;    ///< that it is 1; over leaders corrected
  Holds holds = Holds::cant_tell;
};

struct LeaderSteadiness {
  std::uint32_t leader = 0;
  double hard_from = 0;  ///< load from which a week is hard
  std::size_t hard = 0, calm = 0;
  std::array<std::optional<Held>, 3> held;  ///< by Behaviour; nothing where either side is too thin
};

struct Steadiness {
  std::array<Result<Held>, 3> pooled;  ///< by Behaviour, within leaders
  std::vector<LeaderSteadiness> leaders;
};

struct SteadinessOptions {
  double hard_share = 1.0 / 3;   ///< of a leader's weeks: the hardest ones are hard
  double least_kept = 0.8;       ///< of the calm weeks' rate: below it nobody would say that it holds (judgement)
  std::size_t least_weeks = 20;  ///< of a leader, hard and calm together
  double level = 0.95;
  double false_discovery_rate = 0.05;
};

/// Acts per week, promises kept by due, mean answer: hard weeks' over calm weeks' of the same leader. A leader's
/// interval stands on the log scale; its error is that of the sum of the weeks' parts in it, lasting ones as in
/// lasting.hpp. Without any on one side counts are compared exactly (rate_ratio.hpp). Pooled: Mantel & Haenszel's ratio
/// over leaders (Journal of the National Cancer Institute 22 (1959) 719–748; for rates Greenland & Robins, Biometrics
/// 41 (1985) 55–68), its error by leaders with Student's t. A leader whose load never moves has no hard weeks: nothing
/// is said. Hard weeks also change what is due; a ratio tells that it fell, not why.
[[nodiscard]] Steadiness steadiness_of(std::span<const LeaderWeek> weeks, const SteadinessOptions& options = {});

}  // namespace bellwether::lead
