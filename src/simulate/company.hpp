// Who works there: the tree of units down to teams, the people, and who leads what. Each unit has one leader, and so a leader
// is known by the number of the unit that he or she leads.
#pragma once

#include "base/result.hpp"
#include "simulate/scenario.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::simulate {

struct World;

inline constexpr std::uint32_t k_nobody = 0xffff'ffffU;

struct OrgUnit {
  std::string id, label, kind;
  std::uint32_t parent = k_nobody;
  std::uint32_t depth = 0, height = 0;  ///< steps from the top; steps down to the lowest team below
  std::uint32_t region = 0;
  std::uint32_t place = k_nobody;  ///< where customers come to (index of World::units), if this is one or within one
  std::uint32_t team = k_nobody;   ///< number of the team within its place; teams have employees
  std::uint32_t heads = 0;         ///< employees of a team, its leader left out
  std::uint32_t first_person = k_nobody;  ///< of its employees
  [[nodiscard]] bool is_team() const { return team != k_nobody; }
};

struct Person {
  std::string id, name, role;
  std::uint32_t unit = 0;
  std::uint32_t manager = k_nobody;  ///< a person
  std::uint32_t leads = k_nobody;    ///< a unit
};

struct Company {
  std::vector<OrgUnit> units;  ///< parents first
  std::vector<Person> people;  ///< person i leads unit i, as far as there are units; then all others
  std::vector<std::vector<std::uint32_t>> teams_of_place;
  std::vector<std::uint32_t> unit_of_place;             ///< the unit that is the place itself
  std::vector<std::vector<std::uint32_t>> teams_under;  ///< unit → teams in it or below
  std::vector<std::vector<std::uint32_t>> below;        ///< unit → units right below it
  [[nodiscard]] const std::string& leader_id(std::uint32_t unit) const { return people[unit].id; }
};

/// A scenario that tells its size by numbers ([leadership] leaders, employees) with its regions filled with units.
/// Error: `bad_input` where regions name units of their own besides.
[[nodiscard]] Result<Scenario> grown(const Scenario& scenario);

/// Everything but the units themselves must be ready in the world: grammars give the names.
[[nodiscard]] Company company_of(const World& world);

}  // namespace bellwether::simulate
