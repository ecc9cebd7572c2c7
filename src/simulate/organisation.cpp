#include "simulate/organisation.hpp"

#include "simulate/habits.hpp"
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
    organisation.values.push_back({.id = value.id, .label = value.label, .promise = value.promise});
    if (value.promise.empty()) continue;
    organisation.promises.push_back(
        {.id = "promise-" + value.id, .label = value.label, .promise = value.promise, .value = value.id});
  }
  organisation.goals.push_back({.id = std::string(k_goal),
                                .label = "More customers who would recommend us",
                                .owner = company.people.front().id,
                                .unit = company.units.front().id,
                                .measure = "nps",
                                .target = 45});
  // The journey's stages are its touchpoints, in their order.
  JourneyRow journey{.id = "journey", .label = "The customer's way", .stages = {}};
  for (const Touchpoint& touchpoint : world.scenario.touchpoints) {
    organisation.touchpoints.push_back({.id = touchpoint.name, .label = touchpoint.name, .stage = touchpoint.name});
    journey.stages.push_back(touchpoint.name);
  }
  organisation.journeys.push_back(std::move(journey));
  return organisation;
}

std::string organisation_toml(const Organisation& organisation) {
  std::string out = fmt::format("# {}, a simulated organisation. Nobody in it is a real person.\n", organisation.name);
  for (const UnitRow& row : organisation.units)
    add_table(out, "unit", {{"id", &row.id}, {"label", &row.label}, {"kind", &row.kind}, {"parent", &row.parent}});
  for (const PersonRow& row : organisation.people) {
    add_table(
        out, "person",
        {{"id", &row.id}, {"name", &row.name}, {"role", &row.role}, {"unit", &row.unit}, {"manager", &row.manager}});
    if (!row.leads.empty()) out += fmt::format("leads = {}\n", list_of({row.leads}));
  }
  for (const ValueRow& row : organisation.values)
    add_table(out, "value", {{"id", &row.id}, {"label", &row.label}, {"promise", &row.promise}});
  for (const PromiseRow& row : organisation.promises) {
    add_table(out, "promise",
              {{"id", &row.id}, {"label", &row.label}, {"promise", &row.promise}, {"value", &row.value}});
  }
  for (const GoalRow& row : organisation.goals) {
    add_table(out, "goal",
              {{"id", &row.id},
               {"label", &row.label},
               {"owner", &row.owner},
               {"unit", &row.unit},
               {"measure", &row.measure}});
    out += fmt::format("target = {}\n", row.target);
  }
  for (const TouchpointRow& row : organisation.touchpoints)
    add_table(out, "touchpoint", {{"id", &row.id}, {"label", &row.label}, {"stage", &row.stage}});
  for (const JourneyRow& row : organisation.journeys) {
    add_table(out, "journey", {{"id", &row.id}, {"label", &row.label}});
    out += fmt::format("stages = {}\n", list_of(row.stages));
  }
  return out;
}

}  // namespace bellwether::simulate
