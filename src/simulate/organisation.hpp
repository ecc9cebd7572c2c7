// The simulated organisation as plain rows, and as the file that `bellwether import --as organisation` reads.
#pragma once

#include "simulate/world.hpp"

#include <string>
#include <vector>

namespace bellwether::simulate {

struct UnitRow {
  std::string id, label, kind, parent;
};

struct PersonRow {
  std::string id, name, role, unit, manager, leads;  ///< `leads`: the unit that this person leads
};

struct ValueRow {
  std::string id, label, promise;
};

struct PromiseRow {
  std::string id, label, promise, value;  ///< `promise`: in the brand's words; `value`: which value stands behind it
};

struct GoalRow {
  std::string id, label, owner, unit, measure;
  double target = 0;
};

struct TouchpointRow {
  std::string id, label, stage;
};

struct JourneyRow {
  std::string id, label;
  std::vector<std::string> stages;  ///< in their order
};

struct Organisation {
  std::string name;
  std::vector<UnitRow> units;
  std::vector<PersonRow> people;
  std::vector<ValueRow> values;
  std::vector<PromiseRow> promises;
  std::vector<GoalRow> goals;
  std::vector<TouchpointRow> touchpoints;
  std::vector<JourneyRow> journeys;
};

[[nodiscard]] Organisation organisation_of(const World& world);

/// [[unit]], [[person]] … tables.
[[nodiscard]] std::string organisation_toml(const Organisation& organisation);

}  // namespace bellwether::simulate
