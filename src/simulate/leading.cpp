#include "simulate/leading.hpp"

#include "simulate/behaviour.hpp"
#include "simulate/leading_steps.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bellwether::simulate {

namespace {

constexpr double k_seniority = 0.5;
constexpr double k_down = 0.5;
constexpr double k_townhall = 1.5;
constexpr std::int64_t k_day_s = 86'400;

double step_down(std::uint32_t steps) { return std::ldexp(1.0, -static_cast<int>(steps)); }  // k_down = 1/2
static_assert(k_down == 0.5);

/// What is felt in a team of its leader and of all above.
void feel(const World& world, Leading& leading, std::uint32_t team) {
  for (int week = 0; week < leading.weeks; ++week) {
    std::array<double, k_traits> sum{};
    double weights = 0;
    double weight = 1;
    for (std::uint32_t unit = team; unit != k_nobody && weight > 0; unit = world.company.units[unit].parent) {
      const Traits& acting = leading.acting[leading.at(unit, week)];
      for (std::size_t t = 0; t < k_traits; ++t) sum[t] += weight * acting[static_cast<Trait>(t)];
      weights += weight;
      weight *= world.scenario.leadership.fade;
    }
    Traits& felt = leading.felt[leading.at(team, week)];
    for (std::size_t t = 0; t < k_traits; ++t) felt.set(static_cast<Trait>(t), sum[t] / weights);
  }
}

/// What is felt in a unit with teams below: their mean, each by its heads (and one for its leader).
void feel_below(const World& world, Leading& leading, std::uint32_t unit) {
  const auto& teams = world.company.teams_under[unit];
  for (int week = 0; week < leading.weeks; ++week) {
    std::array<double, k_traits> sum{};
    double weights = 0;
    for (const std::uint32_t team : teams) {
      const Traits& felt = leading.felt[leading.at(team, week)];
      const double weight = world.company.units[team].heads + 1.0;
      for (std::size_t t = 0; t < k_traits; ++t) sum[t] += weight * felt[static_cast<Trait>(t)];
      weights += weight;
    }
    Traits& felt = leading.felt[leading.at(unit, week)];
    for (std::size_t t = 0; t < k_traits; ++t) felt.set(static_cast<Trait>(t), sum[t] / weights);
  }
}

/// How much of one presence is seen in each team, in visits.
void see(const World& world, std::uint32_t leader, const Presence& presence, int week, const Leading& leading,
         std::vector<float>& seen) {
  if (presence.empty) return;
  const auto& units = world.company.units;
  const double reach = (1 + k_seniority * units[leader].height) * (presence.townhall ? k_townhall : 1);
  for (const std::uint32_t team : world.company.teams_under[presence.unit]) {
    const std::uint32_t steps = units[team].depth - units[presence.unit].depth;
    seen[leading.at(team, week)] += static_cast<float>(reach * step_down(steps));
  }
}

void answer_as_staff(const World& world, Leading& leading, std::uint32_t team, int week) {
  const std::size_t at = leading.at(team, week);
  for (const ItemAsked& asked : items_asked()) {
    double latent = latent_of(asked.item, leading.felt[at]);
    if (asked.by_visits) latent += world.scenario.leadership.visit_staff * static_cast<double>(leading.seen_staff[at]);
    if (asked.item == Item::strain) latent += passes(leading.planted[at]) * static_cast<double>(leading.pressure[at]);
    leading.staff[at][static_cast<std::size_t>(asked.item)] = static_cast<float>(latent);
  }
}

void answer_as_customers(const World& world, Leading& leading) {
  leading.customers.assign(leading.quality.size(), {});
  for (std::uint32_t place = 0; place < world.units.size(); ++place) {
    for (int week = 0; week < leading.weeks; ++week) {
      const std::size_t at = leading.at(place, week);
      const Traits& felt = leading.felt[leading.at(world.company.unit_of_place[place], week)];
      for (const ItemAsked& asked : items_asked()) {
        double latent = latent_of(asked.item, felt);
        if (asked.by_visits)
          latent += world.scenario.leadership.visit_customers * static_cast<double>(leading.seen_customers[at]);
        leading.customers[at][static_cast<std::size_t>(asked.item)] = static_cast<float>(latent);
      }
    }
  }
}

double later(const Leading& leading, const std::vector<float>& seen, std::uint32_t unit, int week,
             std::span<const LagShare> lag) {
  double sum = 0;
  for (const LagShare& each : lag) {
    if (week < each.weeks) continue;
    sum += each.share * std::min(k_most_seen, static_cast<double>(seen[leading.at(unit, week - each.weeks)]));
  }
  return sum;
}

void please_customers(const World& world, Leading& leading, const std::vector<float>& seen) {
  const Leadership& spec = world.scenario.leadership;
  leading.seen_customers.assign(leading.quality.size(), 0);
  std::vector<double> led(leading.quality.size(), 0.0);
  for (std::uint32_t place = 0; place < world.units.size(); ++place) {
    const auto& teams = world.company.teams_of_place[place];
    const std::uint32_t unit = world.company.unit_of_place[place];
    for (int week = 0; week < leading.weeks; ++week) {
      double seen_here = 0;
      double engaged = 0;
      const int before = std::max(0, week - k_linkage_lag_weeks);
      for (const std::uint32_t team : teams) {
        seen_here += later(leading, seen, team, week, k_customer_lag);
        engaged += staff_latent(world, leading, Item::engagement, team, before) - item_asked(Item::engagement).level;
      }
      const auto count = static_cast<double>(teams.size());
      leading.seen_customers[leading.at(place, week)] = static_cast<float>(seen_here / count);
      const double felt = k_customers_feel.of(leading.felt[leading.at(unit, week)]) - 0.5;
      led[leading.at(place, week)] =
          spec.customers * felt + spec.visit_customers * seen_here / count + spec.linkage * engaged / count;
    }
  }
  // How well the company does as a whole is the scenario's level; its leaders make the differences.
  const double mean = std::accumulate(led.begin(), led.end(), 0.0) / std::max(1.0, static_cast<double>(led.size()));
  for (std::size_t i = 0; i < led.size(); ++i) leading.quality[i] += static_cast<float>(led[i] - mean);
}

void beg(const World& world, Leading& leading) {
  leading.begged.assign(leading.quality.size(), 0);
  for (std::uint32_t place = 0; place < world.units.size(); ++place) {
    const Leader& leader = leading.leaders[world.company.unit_of_place[place]];
    if (leader.profile < 0) continue;
    const LeaderProfile& profile = world.scenario.leadership.profiles[static_cast<std::size_t>(leader.profile)];
    for (int week = 0; week < leading.weeks; ++week) {
      if (!profile.from || world.date(week * k_days_of_week) >= *profile.from)
        leading.begged[leading.at(place, week)] = static_cast<float>(profile.begs);
    }
  }
}

}  // namespace

void show(const World& world, Leading& leading) {
  const auto& units = world.company.units;
  leading.felt.resize(leading.acting.size());
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    if (units[unit].is_team()) feel(world, leading, unit);
  }
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    if (!units[unit].is_team() && !world.company.teams_under[unit].empty()) feel_below(world, leading, unit);
  }
  std::vector<float> seen(leading.acting.size(), 0);
  std::vector<Presence> presences;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    for (int week = 0; week < leading.weeks; ++week) {
      presences.clear();
      presence_in(world, leading, unit, week, presences);
      for (const Presence& each : presences) see(world, unit, each, week, leading, seen);
    }
  }
  leading.seen_staff.resize(seen.size());
  leading.staff.resize(seen.size());
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    for (int week = 0; week < leading.weeks && units[unit].is_team(); ++week) {
      leading.seen_staff[leading.at(unit, week)] = static_cast<float>(later(leading, seen, unit, week, k_staff_lag));
      answer_as_staff(world, leading, unit, week);
    }
  }
  please_customers(world, leading, seen);
  answer_as_customers(world, leading);
  beg(world, leading);
}

namespace {

/// Where a leader goes: some teams much less often than others, so that there are places where he or she is not seen.
std::uint32_t visited(const World& world, const Leader& leader, const std::vector<std::uint32_t>& teams, double at) {
  double total = 0;
  const auto weight = [&](std::uint32_t team) {
    const double likes = unit_from(key_of(leader.taste, 9, team));
    return 0.02 + likes * likes;
  };
  if (teams.size() == 1) return teams.front();
  // A leader of very many teams knows a few dozen of them.
  const std::size_t step = 1 + teams.size() / 64;
  for (std::size_t i = 0; i < teams.size(); i += step) total += weight(teams[i]);
  double upto = 0;
  for (std::size_t i = 0; i < teams.size(); i += step) {
    upto += weight(teams[i]);
    // A place and not one of its teams is visited by those who lead several places.
    if (at * total >= upto) continue;
    const std::uint32_t place = world.company.unit_of_place[world.company.units[teams[i]].place];
    return world.company.units[place].height > 0 && leader.taste % 2 == 0 ? place : teams[i];
  }
  return teams.back();
}

bool ends_month(Day day) { return date_of(Day{day.days + 6}).month != date_of(day).month; }

}  // namespace

void presence_in(const World& world, const Leading& leading, std::uint32_t leader, int week,
                 std::vector<Presence>& out) {
  const auto& teams = world.company.teams_under[leader];
  if (teams.empty()) return;
  const Leader& who = leading.leaders[leader];
  const Traits& acting = leading.acting[leading.at(leader, week)];
  Stream draw(key_of(who.key, 10, static_cast<std::uint64_t>(week)));
  const auto moment = [&](int day, double time) {
    return world.date(week * k_days_of_week + day).days * k_day_s + std::int64_t{8} * 3'600 +
           static_cast<std::int64_t>(time * 11 * 3'600);
  };
  const std::uint32_t visits = draw.times(value_of(Way::floor_visits, acting));
  for (std::uint32_t i = 0; i < visits; ++i) {
    Presence& visit = out.emplace_back();
    visit.key = draw.next();
    visit.at_s = moment(static_cast<int>(draw.below(7)), draw.unit());
    visit.unit = visited(world, who, teams, draw.unit());
    visit.seconds = 60 * static_cast<std::int64_t>(draw.between(20, 75));
    visit.noted = draw.chance(value_of(Way::visit_noted, acting));
  }
  if (world.company.units[leader].height > 0 && draw.chance(value_of(Way::townhalls, acting))) {
    Presence& townhall = out.emplace_back();
    townhall.key = draw.next();
    townhall.at_s = moment(static_cast<int>(draw.below(5)), draw.unit());
    townhall.unit = leader;
    townhall.seconds = 60 * static_cast<std::int64_t>(draw.between(40, 90));
    townhall.townhall = true;
  }
  if (who.profile < 0) return;
  const LeaderProfile& profile = world.scenario.leadership.profiles[static_cast<std::size_t>(who.profile)];
  if (profile.empty_visits == 0) return;
  Stream games(key_of(who.key, 11, static_cast<std::uint64_t>(week)));
  for (int day = 0; day < k_days_of_week; ++day) {
    // Two thirds of them in the last six days of a month, which are a fifth of its days.
    const Day date = world.date(week * k_days_of_week + day);
    const double today = profile.empty_visits / 7 * (ends_month(date) ? 3.33 : 0.42);
    const std::uint32_t count = profile.from && date < *profile.from ? 0 : games.times(today);
    for (std::uint32_t i = 0; i < count; ++i) {
      Presence& visit = out.emplace_back();
      visit.key = games.next();
      visit.at_s = moment(day, games.unit());
      visit.unit = visited(world, who, teams, games.unit());
      visit.seconds = static_cast<std::int64_t>(games.between(40, 170));
      visit.empty = true;
    }
  }
}

double staff_latent(const World& world, const Leading& leading, Item item, std::uint32_t unit, int week) {
  const auto index = static_cast<std::size_t>(item);
  if (world.company.units[unit].is_team()) return static_cast<double>(leading.staff[leading.at(unit, week)][index]);
  double sum = 0;
  double weights = 0;
  for (const std::uint32_t team : world.company.teams_under[unit]) {
    const double weight = world.company.units[team].heads + 1.0;
    sum += weight * static_cast<double>(leading.staff[leading.at(team, week)][index]);
    weights += weight;
  }
  return weights > 0 ? sum / weights : item_asked(item).level;
}

Result<Leading> leading_of(const World& world) {
  Leading leading;
  leading.weeks = (world.days + k_days_of_week - 1) / k_days_of_week;
  Mistakes mistakes{.file = world.scenario.file, .first = {}};
  cast_leaders(world, leading, mistakes);
  if (mistakes.first) return std::unexpected(std::move(*mistakes.first));
  press(world, leading, mistakes);
  if (mistakes.first) return std::unexpected(std::move(*mistakes.first));
  show(world, leading);
  return leading;
}

}  // namespace bellwether::simulate
