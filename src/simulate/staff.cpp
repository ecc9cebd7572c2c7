#include "simulate/staff.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

constexpr int k_pulse_days = 10;  ///< a pulse is open so long

std::string name_of(const World& world, std::size_t language, std::uint64_t key) {
  const Grammar& grammar = world.grammars[language];
  Stream draw(key);
  const auto pick = [&](const std::vector<std::string>& names) {
    return names[draw.below(static_cast<std::uint32_t>(names.size()))];
  };
  const std::string first = pick(grammar.first_names);
  return first + " " + pick(grammar.last_names);
}

class Hiring {
 public:
  Hiring(const World& world, Staff& staff) : world_(world), staff_(staff) {}
  std::string hire(std::string role, std::string unit, std::string manager, std::size_t language, std::string team = {},
                   std::vector<std::string> touchpoints = {}) {
    const std::size_t number = staff_.people.size() + 1;
    std::string id = fmt::format("p{:05}", number);
    staff_.people.push_back({.id = id,
                             .name = name_of(world_, language, key_of(world_.seed, 40, number)),
                             .role = std::move(role),
                             .unit = std::move(unit),
                             .team = std::move(team),
                             .manager = std::move(manager),
                             .touchpoints = std::move(touchpoints)});
    return id;
  }

 private:
  const World& world_;
  Staff& staff_;
};

/// Touchpoints are shared out among the teams in turn.
std::vector<std::string> touchpoints_of(const World& world, std::size_t team) {
  std::vector<std::string> names;
  const std::size_t teams = world.scenario.employees.teams.size();
  for (std::size_t t = team; t < world.scenario.touchpoints.size(); t += teams)
    names.push_back(world.scenario.touchpoints[t].name);
  return names;
}

}  // namespace

std::uint32_t heads_of(const World& world, std::uint32_t unit) {
  return static_cast<std::uint32_t>(std::lround(world.scenario.employees.heads * world.units[unit].unit.size));
}

Staff staff_of(const World& world) {
  const Scenario& scenario = world.scenario;
  Staff staff;
  Hiring hiring(world, staff);
  const std::size_t first_language = world.regions.front().staff_language;
  const std::string chief = hiring.hire("chief executive", scenario.organisation, "", first_language);
  hiring.hire("head of customer experience", scenario.organisation, chief, first_language);
  std::vector<std::string> directors;
  directors.reserve(world.regions.size());
  for (std::size_t r = 0; r < world.regions.size(); ++r) {
    directors.push_back(
        hiring.hire("regional director", scenario.regions[r].name, chief, world.regions[r].staff_language));
  }
  const auto& teams = scenario.employees.teams;
  for (const PlacedUnit& unit : world.units) {
    staff.manager_of_unit.push_back(
        hiring.hire("unit manager", unit.unit.name, directors[unit.region], world.regions[unit.region].staff_language));
  }
  for (std::size_t u = 0; u < world.units.size(); ++u) {
    std::vector<std::string> leads;
    leads.reserve(teams.size());
    for (std::size_t team = 0; team < teams.size(); ++team) {
      leads.push_back(hiring.hire("team lead", world.units[u].unit.name, staff.manager_of_unit[u],
                                  world.regions[world.units[u].region].staff_language, teams[team],
                                  touchpoints_of(world, team)));
    }
    staff.leads_of_unit.push_back(std::move(leads));
  }
  for (std::uint32_t u = 0; u < world.units.size() && !teams.empty(); ++u) {
    for (std::uint32_t i = 0; i < heads_of(world, u); ++i) {
      const std::size_t team = i % teams.size();
      hiring.hire("employee", world.units[u].unit.name, staff.leads_of_unit[u][team],
                  world.regions[world.units[u].region].staff_language, teams[team], touchpoints_of(world, team));
    }
  }
  return staff;
}

namespace {

struct Answering {
  const World& world;
  const Slice& slice;
  int wave, day_of_wave;
  double share;
  Mask mask;
};

float morale_of(const Answering& at, std::uint32_t unit) {
  double morale = at.world.scenario.employees.level + at.world.units[unit].unit.morale;
  felt_in(at.world, unit, at.slice.day, at.mask, [&](std::uint32_t p, float strength) {
    morale += at.world.scenario.planted[p].morale * static_cast<double>(strength);
  });
  return static_cast<float>(morale);
}

void say(const Answering& at, float x, Draft& draft) {
  const World& world = at.world;
  const Employees& employees = world.scenario.employees;
  Stream words(key_of(draft.key, 1));
  draft.has_text = words.chance(employees.text);
  draft.is_brief = words.chance(0.06);
  if (!draft.has_text) return;
  const std::size_t count = words.chance(0.4) ? 2 : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t theme = world.staff_themes[words.below(static_cast<std::uint32_t>(world.staff_themes.size()))];
    const std::int16_t sentiment = sentiment_of(x + 0.8F * words.normal());
    if (i == 1 && draft.spoken[0].theme == theme) break;
    draft.spoken[draft.spoken_count++] = {.theme = theme, .thousandths = sentiment};
  }
  draft.intent = words.chance(0.15) ? Intent::suggestion
                 : x < -0.4F        ? Intent::complaint
                 : x > 0.5F         ? Intent::praise
                                    : Intent::none;
}

void answer(const Answering& at, std::uint32_t unit, std::uint32_t number, std::vector<Draft>& out) {
  const World& world = at.world;
  const std::uint64_t who = key_of(world.seed, 50, unit, number);
  const std::uint64_t key = key_of(who, static_cast<std::uint64_t>(at.wave));
  Stream draw(key);
  const auto day = static_cast<int>(draw.below(k_pulse_days));
  const double time = draw.unit();
  if (day != at.day_of_wave || time < at.slice.from || time >= at.slice.to) return;
  // Small simulations have fewer people: the same ones in every wave.
  if (unit_from(mix(who)) >= at.share || !draw.chance(world.scenario.employees.answers)) return;

  Draft& draft = out.emplace_back();
  draft.key = key_of(key, 3);
  draft.who = who;
  draft.at_s = static_cast<std::int64_t>(world.date(at.slice.day).days) * 86'400 +
               static_cast<std::int64_t>(second_of_day(world, time));
  draft.unit = unit;
  draft.channel = k_pulse;
  draft.language = world.regions[world.units[unit].region].staff_language;
  draft.team = static_cast<std::uint8_t>(number % world.scenario.employees.teams.size());
  Stream trait(key_of(who, 1));
  const float x = morale_of(at, unit) + 0.75F * trait.normal() + 0.65F * draw.normal();
  draft.ratings[static_cast<std::size_t>(Scale::nps)] = nps_of(x - 0.3F + 0.3F * draw.normal());
  draft.ratings[static_cast<std::size_t>(Scale::csat)] = csat_of(x + 0.3F * draw.normal());
  draft.experience = x;
  draft.effort = x;
  say(at, x, draft);
}

}  // namespace

void pulses_in(const World& world, const Slice& slice, const Asked& asked, Mask mask, std::vector<Draft>& out) {
  const Employees& employees = world.scenario.employees;
  if (employees.heads <= 0) return;
  const int day_of_wave = slice.day % employees.pulse_every_days;
  if (day_of_wave >= k_pulse_days) return;
  const Answering at{.world = world,
                     .slice = slice,
                     .wave = slice.day / employees.pulse_every_days,
                     .day_of_wave = day_of_wave,
                     .share = asked.share,
                     .mask = mask};
  for (std::uint32_t unit = 0; unit < world.units.size(); ++unit) {
    for (std::uint32_t number = 0; number < heads_of(world, unit) * asked.times; ++number)
      answer(at, unit, number, out);
  }
}

}  // namespace bellwether::simulate
