// Weeks of one unit's employees, joined where few answered, for what is worked out from weeks: no week enters of which fewer than k
// people could be told.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::lead {

struct AnsweredWeek {
  Day monday;
  std::vector<std::uint64_t> people;  ///< who answered, each once, in order
};

inline constexpr std::uint32_t k_not_joined = 0xFFFF'FFFF;

/// The group of each week; k_not_joined where it is told in none. `weeks` are all weeks with answers of whole calendar months (of
/// their Mondays), in order of time.
///
/// A week of k people is a group by itself. Smaller ones that follow one another in the same month, with no such week in between, are
/// joined until they have k people; what is left at the end is in no group. Groups of different months know nothing of each other, so
/// that a month's are the same whatever time is asked about.
[[nodiscard]] std::vector<std::uint32_t> joined_weeks(std::span<const AnsweredWeek> weeks, std::int64_t k);

}  // namespace bellwether::lead
