#include "simulate/company.hpp"

#include "simulate/world.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

/// A grown company is a complete tree in which everybody leads `span` others: node i reports to (i − 1) / span.
struct GrownTree {
  std::uint32_t leaders, span;
  [[nodiscard]] std::uint32_t parent(std::uint32_t node) const { return (node - 1) / span; }
  [[nodiscard]] bool is_team(std::uint32_t node) const {
    return static_cast<std::uint64_t>(node) * span + 1 >= leaders;
  }
  /// Which of the nodes right below the top it stands under.
  [[nodiscard]] std::uint32_t branch(std::uint32_t node) const {
    while (parent(node) != 0) node = parent(node);
    return node - 1;
  }
};

std::string grown_id(const GrownTree& tree, std::uint32_t node) {
  return fmt::format("{}-{:04}", tree.is_team(node) ? "team" : tree.parent(node) == 0 ? "region" : "area", node);
}

/// Teams differ in size; equals do not, and nobody knows yet who is equal: so it is siblings that are alike.
double grown_size(const GrownTree& tree, std::uint32_t node) {
  return 0.7 + 0.6 * unit_from(key_of(0x7ea3, tree.parent(node)));
}

class Founding {
 public:
  explicit Founding(const World& world) : world_(world) {}
  Company found();

 private:
  std::uint32_t add(OrgUnit unit);
  void add_places();
  void add_grown(const Growing& grow);
  void look_down();
  void hire_leaders();
  void hire_employees();
  std::uint32_t hire(std::string role, std::uint32_t unit, std::uint32_t manager, std::uint32_t leads);

  const World& world_;
  Company company_;
};

Company Founding::found() {
  company_.teams_of_place.resize(world_.units.size());
  company_.unit_of_place.resize(world_.units.size());
  if (const auto& grow = world_.scenario.leadership.grow) {
    add_grown(*grow);
  } else {
    add_places();
  }
  look_down();
  hire_leaders();
  hire_employees();
  return std::move(company_);
}

std::uint32_t Founding::add(OrgUnit unit) {
  const auto index = static_cast<std::uint32_t>(company_.units.size());
  if (unit.parent != k_nobody) unit.depth = company_.units[unit.parent].depth + 1;
  if (unit.is_team()) company_.teams_of_place[unit.place].push_back(index);
  company_.units.push_back(std::move(unit));
  return index;
}

void Founding::add_places() {
  const Scenario& scenario = world_.scenario;
  const auto& teams = scenario.employees.teams;
  const std::uint32_t top = add({.id = scenario.organisation, .label = scenario.organisation, .kind = "organisation"});
  std::vector<std::uint32_t> regions;
  for (std::uint32_t r = 0; r < scenario.regions.size(); ++r) {
    const std::string& name = scenario.regions[r].name;
    regions.push_back(add({.id = name, .label = name, .kind = "region", .parent = top, .region = r}));
  }
  for (std::uint32_t place = 0; place < world_.units.size(); ++place) {
    const PlacedUnit& placed = world_.units[place];
    OrgUnit unit{.id = placed.unit.name,
                 .label = placed.unit.name,
                 .kind = "unit",
                 .parent = regions[placed.region],
                 .region = placed.region,
                 .place = place};
    // Where no teams are named the place is one.
    if (teams.empty()) unit.team = 0;
    company_.unit_of_place[place] = add(std::move(unit));
  }
  for (std::uint32_t place = 0; place < world_.units.size(); ++place) {
    const PlacedUnit& placed = world_.units[place];
    const auto heads = static_cast<std::uint32_t>(std::lround(scenario.employees.heads * placed.unit.size));
    for (std::uint32_t team = 0; team < teams.size(); ++team) {
      // One after the other is put into the next team.
      const auto count = static_cast<std::uint32_t>(teams.size());
      add({.id = placed.unit.name + " / " + teams[team],
           .label = teams[team] + ", " + placed.unit.name,
           .kind = "team",
           .parent = company_.unit_of_place[place],
           .region = placed.region,
           .place = place,
           .team = team,
           .heads = heads / count + (team < heads % count ? 1 : 0)});
    }
  }
}

void Founding::add_grown(const Growing& grow) {
  const GrownTree tree{.leaders = grow.leaders, .span = grow.span};
  const Scenario& scenario = world_.scenario;
  double sizes = 0;
  for (std::uint32_t node = 1; node < grow.leaders; ++node) sizes += tree.is_team(node) ? grown_size(tree, node) : 0;
  add({.id = scenario.organisation, .label = scenario.organisation, .kind = "organisation"});
  std::unordered_map<std::string_view, std::uint32_t> place_of;
  for (std::uint32_t place = 0; place < world_.units.size(); ++place) place_of[world_.units[place].unit.name] = place;
  for (std::uint32_t node = 1; node < grow.leaders; ++node) {
    const bool is_team = tree.is_team(node);
    OrgUnit unit{.id = grown_id(tree, node),
                 .label = {},
                 .kind = is_team                  ? "team"
                         : tree.parent(node) == 0 ? "region"
                                                  : "area",
                 .parent = tree.parent(node)};
    unit.region = tree.branch(node) % static_cast<std::uint32_t>(scenario.regions.size());
    unit.label = fmt::format("{} {}", scenario.regions[unit.region].name, unit.id);
    if (is_team) {
      unit.place = place_of.at(unit.id);
      unit.team = 0;
      unit.heads = static_cast<std::uint32_t>(std::lround(grow.employees * grown_size(tree, node) / sizes));
      company_.unit_of_place[unit.place] = node;
    }
    add(std::move(unit));
  }
}

void Founding::look_down() {
  auto& units = company_.units;
  company_.teams_under.resize(units.size());
  company_.below.resize(units.size());
  for (auto index = static_cast<std::uint32_t>(units.size()); index-- > 0;) {
    const OrgUnit& unit = units[index];
    if (unit.is_team()) company_.teams_under[index].push_back(index);
    if (unit.parent == k_nobody) continue;
    units[unit.parent].height = std::max(units[unit.parent].height, unit.height + 1);
    company_.below[unit.parent].push_back(index);
    auto& above = company_.teams_under[unit.parent];
    above.insert(above.end(), company_.teams_under[index].begin(), company_.teams_under[index].end());
  }
  for (auto& teams : company_.teams_under) std::ranges::sort(teams);
}

std::uint32_t Founding::hire(std::string role, std::uint32_t unit, std::uint32_t manager, std::uint32_t leads) {
  const auto number = static_cast<std::uint32_t>(company_.people.size());
  const Grammar& grammar = world_.grammars[world_.regions[company_.units[unit].region].staff_language];
  Stream draw(key_of(world_.seed, 40, number));
  const auto pick = [&](const std::vector<std::string>& names) {
    return names[draw.below(static_cast<std::uint32_t>(names.size()))];
  };
  const std::string first = pick(grammar.first_names);
  company_.people.push_back({.id = fmt::format("p{:05}", number + 1),
                             .name = first + " " + pick(grammar.last_names),
                             .role = std::move(role),
                             .unit = unit,
                             .manager = manager,
                             .leads = leads});
  return number;
}

void Founding::hire_leaders() {
  for (std::uint32_t index = 0; index < company_.units.size(); ++index) {
    const OrgUnit& unit = company_.units[index];
    const char* role = unit.parent == k_nobody ? "chief executive"
                       : unit.kind == "region" ? "regional director"
                       : unit.kind == "area"   ? "area manager"
                       : unit.is_team()        ? "team lead"
                                               : "unit manager";
    hire(role, index, unit.parent, index);
  }
}

void Founding::hire_employees() {
  hire("head of customer experience", 0, 0, k_nobody);
  for (std::uint32_t index = 0; index < company_.units.size(); ++index) {
    OrgUnit& unit = company_.units[index];
    if (!unit.is_team()) continue;
    unit.first_person = static_cast<std::uint32_t>(company_.people.size());
    for (std::uint32_t i = 0; i < unit.heads; ++i) hire("employee", index, index, k_nobody);
  }
}

}  // namespace

Result<Scenario> grown(const Scenario& scenario) {
  if (!scenario.leadership.grow) return scenario;
  Scenario grown = scenario;
  for (const Region& region : grown.regions) {
    if (region.units.empty()) continue;
    return fail(Code::bad_input,
                fmt::format("the region \"{}\" names its units, and [leadership] asks for grown ones", region.name),
                scenario.file, "leave out either [[region.unit]] or \"leaders\"");
  }
  const Growing& grow = *scenario.leadership.grow;
  const GrownTree tree{.leaders = grow.leaders, .span = grow.span};
  for (std::uint32_t node = 1; node < grow.leaders; ++node) {
    if (!tree.is_team(node)) continue;
    Region& region = grown.regions[tree.branch(node) % grown.regions.size()];
    region.units.push_back({.name = grown_id(tree, node), .place = region.name, .size = grown_size(tree, node)});
  }
  // Regions that no branch reaches would have customers and nobody to serve them. Branches take the first regions.
  std::erase_if(grown.regions, [](const Region& region) { return region.units.empty(); });
  if (grown.employees.teams.size() > 1) grown.employees.teams.resize(1);
  return grown;
}

Company company_of(const World& world) { return Founding(world).found(); }

}  // namespace bellwether::simulate
