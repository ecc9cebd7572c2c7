#include "simulate/leadership.hpp"

#include <set>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

std::vector<std::string> trait_names() { return {k_trait_names.begin(), k_trait_names.end()}; }

Trait trait_from(std::string_view name, unsigned line, Mistakes& mistakes) {
  return static_cast<Trait>(index_of(name, trait_names(), "trait", line, mistakes));
}

StatedTraits stated_from(TableReader& reader, std::string_view key, Mistakes& mistakes) {
  StatedTraits stated;
  for (const auto& [name, value] : reader.shares(key, 1))
    stated.emplace_back(trait_from(name, reader.line_of(key), mistakes), value);
  return stated;
}

std::optional<Day> day_if(TableReader& reader, std::string_view key) {
  return reader.has(key) ? std::optional(reader.day(key)) : std::nullopt;
}

void check(const LeaderProfile& profile, bool has_share, Mistakes& mistakes) {
  if (!has_share && profile.units.empty()) {
    mistakes.add(profile.line, fmt::format("nobody is \"{}\"", profile.name),
                 "say how many with \"share\", or who with \"units\"");
  }
  if (profile.coached_from && profile.coached_to.empty()) {
    mistakes.add(profile.line, fmt::format("coaching of \"{}\" changes nothing", profile.name),
                 "coached_to = {listens = 0.9}");
  }
  if (profile.fades_from && profile.fades.empty() && profile.traits.empty()) {
    mistakes.add(profile.line, fmt::format("nothing of \"{}\" fades", profile.name), "fades = [\"visible\"]");
  }
}

LeaderProfile profile_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the leadership profile", mistakes);
  LeaderProfile profile;
  profile.line = reader.line();
  profile.name = reader.text("name");
  profile.what = reader.text("what", profile.name);
  const bool has_share = reader.has("share");
  profile.share = reader.number("share", 0, 1, 0);
  profile.units = reader.texts("units");
  profile.units_line = reader.has("units") ? reader.line_of("units") : profile.line;
  profile.traits = stated_from(reader, "traits", mistakes);
  profile.from = day_if(reader, "from");
  profile.fades_from = day_if(reader, "fades_from");
  for (const std::string& name : reader.texts("fades"))
    profile.fades.push_back(trait_from(name, reader.line_of("fades"), mistakes));
  profile.half_life_days = reader.number("half_life_days", 7, 2'000, profile.half_life_days);
  profile.coached_from = day_if(reader, "coached_from");
  profile.coached_days = reader.number("coached_days", 1, 2'000, profile.coached_days);
  profile.coached_to = stated_from(reader, "coached_to", mistakes);
  profile.empty_visits = reader.number("empty_visits", 0, 10, 0);
  profile.begs = reader.number("begs", 0, 1, 0);
  profile.equal = reader.flag("equal", false);
  reader.finish();
  check(profile, has_share, mistakes);
  return profile;
}

PlantedShock shock_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the leadership shock", mistakes);
  PlantedShock shock;
  shock.line = reader.line();
  shock.unit = reader.text("unit");
  shock.what = reader.text("what");
  shock.from = reader.day("from");
  shock.size = reader.number("size", 0, 5, shock.size);
  reader.finish();
  return shock;
}

BrandValue value_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the leadership value", mistakes);
  BrandValue value;
  value.id = reader.text("id");
  value.label = reader.text("label", value.id);
  value.promise = reader.text("promise", "");
  value.lived = reader.number("lived", -0.5, 0.5, 0);
  reader.finish();
  return value;
}

void read_sizes(TableReader& reader, Leadership& leadership) {
  leadership.spread = reader.number("spread", 0, 0.5, leadership.spread);
  leadership.fade = reader.number("fade", 0, 1, leadership.fade);
  leadership.customers = reader.number("customers", 0, 3, leadership.customers);
  leadership.visit_staff = reader.number("visit_staff", 0, 2, leadership.visit_staff);
  leadership.visit_customers = reader.number("visit_customers", 0, 2, leadership.visit_customers);
  leadership.linkage = reader.number("linkage", 0, 2, leadership.linkage);
  leadership.shocks_a_year = reader.number("shocks_a_year", 0, 12, leadership.shocks_a_year);
  leadership.self_noise = reader.number("self_noise", 0, 3, leadership.self_noise);
  leadership.self_every_days = static_cast<int>(reader.number("self_every_days", 28, 400, leadership.self_every_days));
  if (!reader.has("leaders")) return;
  Growing grow;
  grow.leaders = static_cast<std::uint32_t>(reader.number("leaders", 3, k_most_leaders));
  grow.employees = static_cast<std::uint32_t>(reader.number("employees", 0, k_most_employees, grow.employees));
  grow.span = static_cast<std::uint32_t>(reader.number("span", 2, 50, grow.span));
  leadership.grow = grow;
}

}  // namespace

Leadership leadership_from(const TomlTable* table, Mistakes& mistakes) {
  Leadership leadership;
  if (table != nullptr) {
    TableReader reader(*table, "[leadership]", mistakes);
    read_sizes(reader, leadership);
    std::set<std::string> seen;
    double shares = 0;
    for (const TomlTable* each : reader.tables("profile")) {
      leadership.profiles.push_back(profile_from(*each, mistakes));
      const LeaderProfile& profile = leadership.profiles.back();
      if (!seen.insert(profile.name).second)
        mistakes.add(profile.line, fmt::format("two profiles are called \"{}\"", profile.name));
      if (profile.units.empty()) shares += profile.share;
    }
    if (shares > 1.001)
      mistakes.add(reader.line(), fmt::format("the shares of the profiles add up to {}", shares), "at most 1");
    for (const TomlTable* each : reader.tables("shock")) leadership.shocks.push_back(shock_from(*each, mistakes));
    for (const TomlTable* each : reader.tables("value")) leadership.values.push_back(value_from(*each, mistakes));
    if (leadership.values.size() > k_most_values)
      mistakes.add(reader.line(), fmt::format("more than {} values", k_most_values));
    reader.finish();
  }
  if (leadership.values.empty()) {
    leadership.values = {{.id = "reliable", .label = "Reliable", .promise = "We do what we say, when we said it"},
                         {.id = "caring", .label = "Caring", .promise = "Everyone is looked after by a person"},
                         {.id = "simple", .label = "Simple", .promise = "Nothing has to be asked for twice"}};
  }
  return leadership;
}

void check_units(const Leadership& leadership, const std::vector<std::string>& known, Mistakes& mistakes) {
  for (const LeaderProfile& profile : leadership.profiles) {
    for (const std::string& unit : profile.units) index_of(unit, known, "unit", profile.units_line, mistakes);
  }
  for (const PlantedShock& shock : leadership.shocks) index_of(shock.unit, known, "unit", shock.line, mistakes);
}

}  // namespace bellwether::simulate
