// The people who work there: who they are, what they answer when asked, and what their leaders do.
#pragma once

#include "simulate/answer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::simulate {

struct Person {
  std::string id, name, role, unit, team, manager;
  std::vector<std::string> touchpoints;
};

/// Everybody, leaders first: the chief executive, the head of customer experience, a director per region, a manager per
/// unit, a lead per team of a unit, then the others.
struct Staff {
  std::vector<Person> people;
  std::vector<std::string> manager_of_unit;             ///< unit → person id
  std::vector<std::vector<std::string>> leads_of_unit;  ///< unit → team → person id
};
[[nodiscard]] Staff staff_of(const World& world);

/// How many work in a unit, its manager and leads left out.
[[nodiscard]] std::uint32_t heads_of(const World& world, std::uint32_t unit);

/// How many of the employees are asked.
struct Asked {
  double share = 1;         ///< 0 … 1: fewer, for small simulations
  std::uint32_t times = 1;  ///< so many times as many, for expected values
};

/// Answers to the pulse survey in a slice of a day if the planted things in `mask` are so.
void pulses_in(const World& world, const Slice& slice, const Asked& asked, Mask mask, std::vector<Draft>& out);

}  // namespace bellwether::simulate
