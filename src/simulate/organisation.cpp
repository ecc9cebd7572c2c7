#include "simulate/organisation.hpp"

#include "simulate/ndjson.hpp"

#include <iterator>

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

void add_unit(std::string& out, std::string_view name, std::string_view above, std::string_view kind) {
  out += fmt::format("\n[[unit]]\nname = {}\nkind = {}\n", quoted(name), quoted(kind));
  if (!above.empty()) out += fmt::format("above = {}\n", quoted(above));
}

}  // namespace

std::string organisation_toml(const World& world, const Staff& staff) {
  const Scenario& scenario = world.scenario;
  std::string out = "# The simulated organisation. Nobody in it is a real person.\n";
  out += fmt::format("name = {}\njourney = [", quoted(scenario.organisation));
  for (std::size_t t = 0; t < scenario.touchpoints.size(); ++t)
    out += (t > 0 ? ", " : "") + quoted(scenario.touchpoints[t].name);
  out += "]\n";
  add_unit(out, scenario.organisation, "", "organisation");
  for (const Region& region : scenario.regions) {
    add_unit(out, region.name, scenario.organisation, "region");
    for (const Unit& unit : region.units) add_unit(out, unit.name, region.name, "unit");
  }
  for (const Person& person : staff.people) {
    out += fmt::format("\n[[person]]\nid = {}\nname = {}\nrole = {}\nunit = {}\n", quoted(person.id),
                       quoted(person.name), quoted(person.role), quoted(person.unit));
    if (!person.team.empty()) out += fmt::format("team = {}\n", quoted(person.team));
    if (!person.manager.empty()) out += fmt::format("manager = {}\n", quoted(person.manager));
    if (!person.touchpoints.empty()) out += fmt::format("touchpoints = {}\n", list_of(person.touchpoints));
  }
  return out;
}

}  // namespace bellwether::simulate
