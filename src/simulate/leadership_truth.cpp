#include "simulate/leadership_truth.hpp"

#include "simulate/pulse.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace bellwether::simulate {

namespace {

enum class Whose : std::uint8_t { leader, team, cases };

/// Whose traits a way comes of: the leader's own, the leader's of each team, or what is felt in each team.
Whose whose(Way way) {
  switch (way) {
    case Way::ideas:
    case Way::trainings:
    case Way::workarounds:
    case Way::wastes:
    case Way::overtimes:
    case Way::idea_answered:
    case Way::idea_adopted:
    case Way::idea_wait:
    case Way::privacy_wait:
      return Whose::team;
    case Way::owner_named:
    case Way::due_named:
    case Way::limit_used:
    case Way::permission_granted:
    case Way::handed_over:
    case Way::escalated:
    case Way::case_taken:
    case Way::case_confirmed:
    case Way::case_reopened:
    case Way::first_reply:
    case Way::resolution:
    case Way::permission_wait:
      return Whose::cases;
    default:
      return Whose::leader;
  }
}

double way_of(const World& world, Way way, const Traits& traits) {
  const double value = value_of(way, traits);
  if (way != Way::promise_kept) return value;
  // As it is drawn: each value of the brand is promised as often, and lived more or less.
  double sum = 0;
  for (const BrandValue& each : world.scenario.leadership.values) sum += std::clamp(value + each.lived, 0.02, 0.98);
  return sum / static_cast<double>(world.scenario.leadership.values.size());
}

double way_in(const World& world, Way way, std::uint32_t unit, int week) {
  const Leading& leading = world.leading;
  const Whose source = whose(way);
  if (source == Whose::leader) return way_of(world, way, leading.acting[leading.at(unit, week)]);
  double sum = 0;
  double weights = 0;
  for (const std::uint32_t team : world.company.teams_under[unit]) {
    const double weight = world.company.units[team].heads + 1.0;
    const auto& traits = source == Whose::team ? leading.acting : leading.felt;
    sum += weight * way_of(world, way, traits[leading.at(team, week)]);
    weights += weight;
  }
  return sum / weights;
}

/// Mean answers in a week, teams weighted by heads.
ItemMeans staff_in(const World& world, std::uint32_t unit, int week) {
  ItemMeans means{};
  double weights = 0;
  for (const std::uint32_t team : world.company.teams_under[unit]) {
    const double weight = world.company.units[team].heads + 1.0;
    const ItemLatents& latents = world.leading.staff[world.leading.at(team, week)];
    for (std::size_t i = 0; i < k_items; ++i) means[i] += weight * mean_answer(static_cast<double>(latents[i]));
    weights += weight;
  }
  for (double& mean : means) mean /= weights;
  return means;
}

/// Sums over weeks, and what they come to.
struct Mean {
  std::array<double, k_traits> own{}, felt{};
  double pressure = 0, weeks = 0;
  WayValues ways{};
  ItemMeans staff{};

  void add(const Mean& other) {
    const auto plus = [](auto& to, const auto& from) {
      for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
    };
    plus(own, other.own);
    plus(felt, other.felt);
    plus(ways, other.ways);
    plus(staff, other.staff);
    pressure += other.pressure;
    weeks += other.weeks;
  }
  [[nodiscard]] LeaderMonth month() const {
    LeaderMonth month;
    for (std::size_t t = 0; t < k_traits; ++t) {
      month.own.set(static_cast<Trait>(t), own[t] / weeks);
      month.felt.set(static_cast<Trait>(t), felt[t] / weeks);
    }
    for (const Dimension& each : dimensions())
      month.standing.push_back((each.mix.of(month.own) + each.mix.of(month.felt)) / 2);
    month.pressure = pressure / weeks;
    for (std::size_t i = 0; i < k_ways; ++i) month.ways[i] = ways[i] / weeks;
    for (std::size_t i = 0; i < k_items; ++i) month.staff[i] = staff[i] / weeks;
    return month;
  }
};

Mean week_of(const World& world, std::uint32_t unit, int week) {
  const Leading& leading = world.leading;
  const std::size_t at = leading.at(unit, week);
  Mean mean;
  for (std::size_t t = 0; t < k_traits; ++t) {
    mean.own[t] = leading.planted[at][static_cast<Trait>(t)];
    mean.felt[t] = leading.felt[at][static_cast<Trait>(t)];
  }
  for (const Behaviour& each : behaviours())
    mean.ways[static_cast<std::size_t>(each.way)] = way_in(world, each.way, unit, week);
  mean.staff = staff_in(world, unit, week);
  mean.pressure = static_cast<double>(leading.pressure[at]);
  mean.weeks = 1;
  return mean;
}

/// The month that most of a week lies in.
Day month_of_week(const World& world, int week) {
  return month_of(world.date(std::min(world.days - 1, week * k_days_of_week + 3)));
}

void add_profile(const World& world, const Leader& leader, LeaderTruth& truth) {
  truth.equals = leader.equals;
  if (leader.profile < 0) return;
  const LeaderProfile& profile = world.scenario.leadership.profiles[static_cast<std::size_t>(leader.profile)];
  truth.profile = profile.name;
  truth.empty_visits = profile.empty_visits;
  truth.begs = profile.begs;
  truth.games = profile.empty_visits > 0 || profile.begs > 0;
  truth.changes_from = profile.from           ? profile.from
                       : profile.fades_from   ? profile.fades_from
                       : profile.coached_from ? profile.coached_from
                                              : std::nullopt;
}

LeaderTruth leader_of(const World& world, std::uint32_t unit) {
  const OrgUnit& here = world.company.units[unit];
  const Leading& leading = world.leading;
  LeaderTruth truth;
  truth.person = world.company.leader_id(unit);
  truth.unit = here.id;
  if (here.parent != k_nobody) truth.manager = world.company.leader_id(here.parent);
  truth.depth = here.depth;
  truth.height = here.height;
  truth.is_team = here.is_team();
  for (const std::uint32_t team : world.company.teams_under[unit]) truth.employees += world.company.units[team].heads;
  add_profile(world, leading.leaders[unit], truth);

  Mean all;
  Mean month;
  double hard = 0;
  for (int week = 0; week < leading.weeks; ++week) {
    const Mean each = week_of(world, unit, week);
    hard += each.pressure > k_hard_week ? 1 : 0;
    all.add(each);
    month.add(each);
    if (week + 1 < leading.weeks && month_of_week(world, week + 1) == month_of_week(world, week)) continue;
    truth.months.push_back(month.month());
    month = {};
  }
  const LeaderMonth mean = all.month();
  truth.ways = mean.ways;
  truth.staff = mean.staff;
  truth.hard_weeks = hard / leading.weeks;
  truth.self_bias = self_bias(mean.own[Trait::humble]);
  for (const ItemAsked& asked : items_asked()) {
    const auto i = static_cast<std::size_t>(asked.item);
    const double bias = asked.gain < 0 ? -truth.self_bias : truth.self_bias;
    truth.said[i] = mean_of_self(mean.staff[i], bias, world.scenario.leadership.self_noise);
  }
  truth.passes = passes(mean.own);
  const double strained = latent_of(Item::strain, mean.felt);
  truth.strain_slope = truth.passes * (mean_answer(strained + 0.05) - mean_answer(strained - 0.05)) / 0.1;
  return truth;
}

}  // namespace

LeadershipTruth leadership_truth(const World& world) {
  const Leadership& spec = world.scenario.leadership;
  LeadershipTruth truth{.months = {},
                        .leaders = {},
                        .equals = {},
                        .shocks = {},
                        .visit_staff = spec.visit_staff,
                        .visit_customers = spec.visit_customers,
                        .linkage = spec.linkage,
                        .fade = spec.fade,
                        .self_noise = spec.self_noise};
  for (int week = 0; week < world.leading.weeks; ++week) {
    std::string name = period_name(Grain::month, month_of_week(world, week));
    if (truth.months.empty() || truth.months.back() != name) truth.months.push_back(std::move(name));
  }
  std::map<int, std::vector<std::string>> equals;
  for (std::uint32_t unit = 0; unit < world.company.units.size(); ++unit) {
    if (world.company.teams_under[unit].empty()) continue;
    truth.leaders.push_back(leader_of(world, unit));
    if (truth.leaders.back().equals >= 0) equals[truth.leaders.back().equals].push_back(truth.leaders.back().person);
  }
  for (auto& [group, persons] : equals) truth.equals.push_back(std::move(persons));
  for (const Shock& shock : world.leading.shocks) {
    truth.shocks.push_back({.unit = world.company.units[shock.unit].id,
                            .what = std::string(shock.what),
                            .from = world.date(shock.from),
                            .to = world.date(shock.to),
                            .size = shock.size,
                            .named = shock.named});
  }
  return truth;
}

}  // namespace bellwether::simulate
