// What presses on leaders: weeks that are harder than others, targets raised from above, shocks, and what a boss passes down.
#include "simulate/behaviour.hpp"
#include "simulate/leading_steps.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::simulate {

namespace {

constexpr double k_week_kept = 0.8, k_week_luck = 0.3;
constexpr double k_targets_a_week = 1.0 / 26;
constexpr double k_target_size = 0.8;
constexpr int k_target_weeks = 6;
constexpr double k_passed_to_leaders = 0.6;
constexpr double k_shock_customers = 0.3;
constexpr double k_hard_costs = 0.3;

constexpr std::array<std::string_view, 6> k_whats{"outage", "illness", "strike", "supplier", "flood", "move"};

void add_shock(const World& world, Leading& leading, Shock shock) {
  const Leader& leader = leading.leaders[shock.unit];
  Stream draw(key_of(shock.key, 1));
  const Traits traits = traits_on(world, leader, world.date(shock.from));
  const double days = draw.around(value_of(Way::recovery, traits), 0.3);
  shock.to = shock.from + std::max(1, static_cast<int>(std::lround(days)));
  leading.shocks.push_back(shock);
}

void draw_shocks(const World& world, Leading& leading, Mistakes& mistakes) {
  const Leadership& spec = world.scenario.leadership;
  std::vector<std::string> ids;
  for (const OrgUnit& unit : world.company.units) ids.push_back(unit.id);
  for (std::size_t s = 0; s < spec.shocks.size(); ++s) {
    const PlantedShock& named = spec.shocks[s];
    const auto unit = static_cast<std::uint32_t>(index_of(named.unit, ids, "unit", named.line, mistakes));
    add_shock(world, leading,
              {.key = world.on_course(key_of(world.seed, 74, s)),
               .unit = unit,
               .from = named.from.days - world.scenario.start.days,
               .size = named.size,
               .what = named.what,
               .named = true});
  }
  for (std::uint32_t unit = 0; unit < world.company.units.size(); ++unit) {
    if (!world.company.units[unit].is_team()) continue;
    // One at a time, so that what it does can be told from the next one.
    int free_from = 0;
    for (int week = 0; week < leading.weeks; ++week) {
      const std::uint64_t luck = key_of(leading.leaders[unit].luck, 75, static_cast<std::uint64_t>(week));
      Stream draw(luck);
      const bool hit = draw.chance(spec.shocks_a_year / 52.18);
      const int from = week * k_days_of_week + static_cast<int>(draw.below(k_days_of_week));
      const std::string_view what = k_whats[draw.below(k_whats.size())];
      if (!hit || from < free_from || from >= world.days) continue;
      // Equals are hit alike, but each recovers by his or her own luck.
      add_shock(world, leading,
                {.key = key_of(luck, leading.leaders[unit].key),
                 .unit = unit,
                 .from = from,
                 .size = 1.5,
                 .customers = k_shock_customers,
                 .what = what});
      free_from = leading.shocks.back().to + 28;
    }
  }
  std::ranges::stable_sort(leading.shocks, {}, &Shock::from);
}

/// How much of a shock is left in the middle of a week, 0 … 1.
double left_of(const Shock& shock, int week) {
  const double day = week * k_days_of_week + k_days_of_week / 2.0;
  if (day < shock.from || day >= shock.to) return 0;
  return (shock.to - day) / (shock.to - shock.from);
}

void add_shocks(const World& world, Leading& leading) {
  for (const Shock& shock : leading.shocks) {
    std::vector<std::uint32_t> hit = world.company.teams_under[shock.unit];
    if (!world.company.units[shock.unit].is_team()) hit.push_back(shock.unit);
    for (int week = shock.from / k_days_of_week; week < leading.weeks && week * k_days_of_week < shock.to; ++week) {
      const double left = left_of(shock, week);
      for (const std::uint32_t unit : hit)
        leading.pressure[leading.at(unit, week)] += static_cast<float>(shock.size * left);
      for (const std::uint32_t unit : hit) {
        const OrgUnit& each = world.company.units[unit];
        if (!each.is_team() || shock.customers == 0) continue;
        const double share = 1.0 / static_cast<double>(world.company.teams_of_place[each.place].size());
        leading.quality[leading.at(each.place, week)] -=
            static_cast<float>(shock.customers * shock.size * left * share);
      }
    }
  }
}

void add_weather(Leading& leading, std::uint32_t unit) {
  Stream draw(key_of(leading.leaders[unit].luck, 76));
  double harder = 0.5 * static_cast<double>(draw.normal());
  std::vector<double> target(static_cast<std::size_t>(leading.weeks), 0.0);
  for (int week = 0; week < leading.weeks; ++week) {
    harder = k_week_kept * harder + k_week_luck * static_cast<double>(draw.normal());
    const bool raised = draw.chance(k_targets_a_week);
    const double by = 4 + 2 * static_cast<double>(draw.below(5));
    if (raised) {
      leading.raised[leading.at(unit, week)] = static_cast<float>(by);
      for (int w = week; w < std::min(leading.weeks, week + k_target_weeks); ++w)
        target[static_cast<std::size_t>(w)] += k_target_size * (k_target_weeks - (w - week)) / k_target_weeks;
    }
    leading.pressure[leading.at(unit, week)] += static_cast<float>(harder + target[static_cast<std::size_t>(week)]);
  }
}

Traits under(const Traits& planted, double pressure) {
  const double hard = std::clamp(pressure / 2, 0.0, 1.0);
  const double left = 1 - k_hard_costs * hard * (1 - planted[Trait::resilient]);
  Traits traits = planted;
  for (std::size_t t = 0; t < k_traits; ++t) {
    const auto trait = static_cast<Trait>(t);
    if (trait != Trait::resilient && trait != Trait::humble) traits.set(trait, planted[trait] * left);
  }
  return traits;
}

}  // namespace

double passes(const Traits& traits) { return 0.9 * (1 - traits[Trait::resilient]); }

void press(const World& world, Leading& leading, Mistakes& mistakes) {
  const auto& units = world.company.units;
  const std::size_t cells = units.size() * static_cast<std::size_t>(leading.weeks);
  leading.planted.resize(cells);
  leading.acting.resize(cells);
  leading.pressure.assign(cells, 0);
  leading.raised.assign(cells, 0);
  leading.quality.assign(world.units.size() * static_cast<std::size_t>(leading.weeks), 0);
  draw_shocks(world, leading, mistakes);
  add_shocks(world, leading);
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    add_weather(leading, unit);
    for (int week = 0; week < leading.weeks; ++week) {
      const std::size_t here = leading.at(unit, week);
      const int middle = std::min(world.days - 1, week * k_days_of_week + k_days_of_week / 2);
      leading.planted[here] = traits_on(world, leading.leaders[unit], world.date(middle));
      if (units[unit].parent != k_nobody) {
        const std::size_t boss = leading.at(units[unit].parent, week);
        const double from_above = std::max(0.0, static_cast<double>(leading.pressure[boss]));
        leading.pressure[here] += static_cast<float>(k_passed_to_leaders * passes(leading.planted[boss]) * from_above);
      }
      leading.acting[here] = under(leading.planted[here], static_cast<double>(leading.pressure[here]));
    }
  }
}

}  // namespace bellwether::simulate
