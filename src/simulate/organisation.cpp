#include "simulate/organisation.hpp"

#include "simulate/ndjson.hpp"

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

/// A TOML basic string is a JSON string (but for characters that names do not hold).
std::string quoted(std::string_view text) {
  std::string out;
  append_json(text, out);
  return out;
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + quoted(text);
  return out + "]";
}

using Field = std::pair<std::string_view, const std::string*>;

/// Empty fields are left out.
void add_table(std::string& out, std::string_view table, std::initializer_list<Field> fields) {
  out += fmt::format("\n[[{}]]\n", table);
  for (const auto& [name, value] : fields) {
    if (!value->empty()) out += fmt::format("{} = {}\n", name, quoted(*value));
  }
}

}  // namespace

Organisation organisation_of(const World& world) {
  const Company& company = world.company;
  Organisation organisation;
  organisation.name = world.scenario.organisation;
  const auto unit_id = [&](std::uint32_t unit) { return unit == k_nobody ? std::string() : company.units[unit].id; };
  for (const OrgUnit& unit : company.units)
    organisation.units.push_back(
        {.id = unit.id, .label = unit.label, .kind = unit.kind, .parent = unit_id(unit.parent)});
  for (const Person& person : company.people) {
    organisation.people.push_back({.id = person.id,
                                   .name = person.name,
                                   .role = person.role,
                                   .unit = unit_id(person.unit),
                                   .manager = person.manager == k_nobody ? "" : company.people[person.manager].id,
                                   .leads = unit_id(person.leads)});
  }
  for (const BrandValue& value : world.scenario.leadership.values) {
    organisation.values.push_back({.id = value.id, .label = value.label});
    if (!value.promise.empty())
      organisation.promises.push_back({.id = "promise-" + value.id, .label = value.promise, .value = value.id});
  }
  organisation.goals.push_back(
      {.id = "goal-customers", .label = "More customers who would recommend us", .unit = company.units.front().id});
  JourneyRow journey{.id = "journey", .label = "The customer's way", .touchpoints = {}};
  for (const Touchpoint& touchpoint : world.scenario.touchpoints) {
    organisation.touchpoints.push_back(touchpoint.name);
    journey.touchpoints.push_back(touchpoint.name);
  }
  organisation.journeys.push_back(std::move(journey));
  return organisation;
}

std::string organisation_toml(const Organisation& organisation) {
  std::string out = fmt::format("# {}, a simulated organisation. Nobody in it is a real person.\n", organisation.name);
  for (const UnitRow& row : organisation.units)
    add_table(out, "unit", {{"id", &row.id}, {"label", &row.label}, {"kind", &row.kind}, {"parent", &row.parent}});
  for (const PersonRow& row : organisation.people) {
    add_table(out, "person",
              {{"id", &row.id},
               {"name", &row.name},
               {"role", &row.role},
               {"unit", &row.unit},
               {"manager", &row.manager},
               {"leads", &row.leads}});
  }
  for (const ValueRow& row : organisation.values) add_table(out, "value", {{"id", &row.id}, {"label", &row.label}});
  for (const PromiseRow& row : organisation.promises)
    add_table(out, "promise", {{"id", &row.id}, {"label", &row.label}, {"value", &row.value}});
  for (const GoalRow& row : organisation.goals)
    add_table(out, "goal", {{"id", &row.id}, {"label", &row.label}, {"unit", &row.unit}});
  for (const std::string& touchpoint : organisation.touchpoints)
    add_table(out, "touchpoint", {{"id", &touchpoint}, {"label", &touchpoint}});
  for (const JourneyRow& row : organisation.journeys) {
    add_table(out, "journey", {{"id", &row.id}, {"label", &row.label}});
    out += fmt::format("touchpoints = {}\n", list_of(row.touchpoints));
  }
  return out;
}

}  // namespace bellwether::simulate
