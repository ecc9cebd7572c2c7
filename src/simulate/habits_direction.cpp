// What matters most, how full teams are, what presses, and how many there are.
#include "simulate/crowd.hpp"
#include "simulate/fact_row.hpp"
#include "simulate/habits.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::simulate {

namespace {

constexpr int k_priorities_every_weeks = 6;
constexpr std::uint32_t k_most_asked = 5;
constexpr std::array<std::string_view, 8> k_priorities{"waiting times",  "friendliness", "cost",       "sales",
                                                       "right at first", "safety",       "new people", "tidy data"};
using Three = std::array<std::uint32_t, 3>;

/// As somebody names them: each as it is meant with that chance, otherwise any.
Three named(const Three& meant, double shared, Stream& draw) {
  Three three{};
  for (std::size_t rank = 0; rank < three.size(); ++rank) {
    const std::uint32_t any = draw.below(k_priorities.size());
    three[rank] = draw.chance(shared) ? meant[rank] : any;
  }
  return three;
}

/// What a leader means: what the one above means, as far as that one is clear.
Three meant_by(const World& world, std::uint32_t unit, int week) {
  const std::uint64_t round = static_cast<std::uint64_t>(week / k_priorities_every_weeks);
  const OrgUnit& here = world.company.units[unit];
  Stream draw(key_of(world.leading.leaders[unit].key, 30, round));
  if (here.parent == k_nobody) {
    const std::uint32_t first = draw.below(k_priorities.size());
    return {first, (first + 3) % 8, (first + 5) % 8};
  }
  const Traits& above = world.leading.acting[world.leading.at(here.parent, week)];
  return named(meant_by(world, here.parent, week), value_of(Way::priority_shared, above), draw);
}

void name_priorities(LeadersWeek& week) {
  if (week.week() % k_priorities_every_weeks != 2) return;
  Stream draw = week.draw(5);
  const auto say = [&](std::string_view person, const Three& three, bool leader) {
    const std::int64_t at_s = week.moment(draw);
    for (std::size_t rank = 0; rank < three.size(); ++rank) {
      Deed& deed = week.add_of_team(draw.next(), at_s, "priority.named");
      deed.actor = leader ? std::string_view(week.world().company.leader_id(week.index())) : person;
      deed.text("priority", k_priorities[three[rank]]).number("rank", static_cast<double>(rank + 1));
    }
  };
  const Three meant = meant_by(week.world(), week.index(), week.week());
  say({}, meant, true);
  // Leaders further up are named by those whom they lead as these name their own.
  if (!week.unit().is_team()) return;
  const std::uint32_t asked = std::min(k_most_asked, week.unit().heads);
  const std::uint32_t first = week.unit().heads == 0 ? 0 : draw.below(week.unit().heads);
  for (std::uint32_t i = 0; i < asked; ++i) {
    const std::uint32_t person = week.unit().first_person + (first + i) % week.unit().heads;
    say(week.id_of_person(person), named(meant, week.value(Way::priority_shared), draw), false);
  }
}

void review(LeadersWeek& week) {
  if (!week.begins_month()) return;
  Stream draw = week.draw(6);
  const std::int64_t at_s = week.moment(draw);
  if (draw.chance(week.value(Way::goal_reviewed))) week.add(draw.next(), at_s, "goal.reviewed").about = k_goal;
  if (!draw.chance(week.value(Way::evidence_seen))) return;
  const YearMonthDay date = date_of(Day{week.first_day().days - 10});
  week.add(draw.next(), at_s + 3'600, "evidence.seen").about =
      "scores:" + period_name(Grain::month, month_of(day_from(date).value_or(week.first_day())));
  // Now and then a leader holds a fact to be wrong: the visit that was noted this week, if there is one.
  std::vector<Presence> presences;
  presence_in(week.world(), week.world().leading, week.index(), week.week(), presences);
  if (presences.empty() || !draw.chance(0.03)) return;
  Deed& contested = week.add(draw.next(), at_s + 7'200, "evidence.contested");
  contested.about = to_text(id_of(presences.front().key));
  contested.text("note", "The day is not right");
}

void measure_load(LeadersWeek& week) {
  Stream draw = week.draw(7);
  const std::int64_t at_s = static_cast<std::int64_t>(week.first_day().days + 4) * 86'400 + std::int64_t{17} * 3'600;
  const double load = 0.9 + 0.2 * week.pressure() + 0.03 * static_cast<double>(draw.normal());
  week.add(draw.next(), at_s, "load.measured").amounts(std::max(0.2, load));
  const float raised = week.world().leading.raised[week.world().leading.at(week.index(), week.week())];
  if (raised <= 0 || week.unit().parent == k_nobody) return;
  Deed& target =
      week.add(draw.next(), static_cast<std::int64_t>(week.first_day().days) * 86'400 + std::int64_t{9} * 3'600,
               "target.raised");
  target.actor = week.world().company.leader_id(week.unit().parent);
  target.about = k_goal;
  target.amounts(static_cast<double>(raised));
  target.text("to", week.world().company.leader_id(week.index()));
}

void ask_for_data(LeadersWeek& week) {
  Stream draw = week.draw(8);
  if (!draw.chance(0.04)) return;
  const std::uint64_t key = draw.next();
  const std::int64_t at_s = week.moment(draw);
  Deed& asked = week.add_of_team(key, at_s, "privacy.asked");
  asked.about = to_text(id_of(key_of(key, 1)));
  asked.customer = key_of(key, 4);
  const double days = draw.around(week.value(Way::privacy_wait), 0.3);
  if (draw.chance(0.95))
    week.add(key_of(key, 2), LeadersWeek::later(at_s, days), "privacy.answered").about = to_text(id_of(key_of(key, 1)));
}

}  // namespace

void direct(LeadersWeek& week) {
  name_priorities(week);
  review(week);
  measure_load(week);
  if (week.unit().is_team()) ask_for_data(week);
}

void count_people(LeadersWeek& week, std::uint64_t slots) {
  if (!week.begins_month() && week.week() != 0) return;
  const World& world = week.world();
  const std::int64_t at_s = static_cast<std::int64_t>(week.first_day().days) * 86'400 + std::int64_t{6} * 3'600;
  Stream draw = week.draw(9);
  const OrgUnit& unit = week.unit();
  if (unit.is_team()) {
    Deed& deed = week.add_of_team(draw.next(), at_s, "population.counted");
    deed.amounts(unit.heads);
    deed.text("of", "employees");
  }
  if (week.week() == 0) {
    Deed& deed = week.add(draw.next(), at_s, "population.counted");
    deed.amounts(1);
    deed.text("of", "leaders");
  }
  if (unit.place == k_nobody || world.company.unit_of_place[unit.place] != week.index()) return;
  const PlacedUnit& placed = world.units[unit.place];
  const PlacedRegion& region = world.regions[placed.region];
  const double share = region.share * region.unit.share(unit.place - region.first_unit);
  const double grown = world.growth[static_cast<std::size_t>(std::min(world.days - 1, week.week() * k_days_of_week))];
  Deed& deed = week.add_of_team(draw.next(), at_s, "population.counted");
  deed.amounts(std::floor(static_cast<double>(slots) * share * grown + 0.5));
  deed.text("of", "customers");
}

void add_shocks_of(const World& world, int week, std::vector<Deed>& out) {
  for (const Shock& shock : world.leading.shocks) {
    if (shock.from / k_days_of_week != week) continue;
    const auto add = [&](std::uint64_t key, int day, std::string_view kind) {
      Deed& deed = out.emplace_back();
      deed.key = key;
      deed.at_s = static_cast<std::int64_t>(world.date(0).days + day) * 86'400 + std::int64_t{10} * 3'600;
      deed.kind = kind;
      deed.unit = world.company.units[shock.unit].id;
      deed.actor = world.company.leader_id(shock.unit);
      deed.about = to_text(id_of(key_of(shock.key, 2)));
      return &deed;
    };
    add(key_of(shock.key, 3), shock.from, "shock.began")->text("reason", shock.what);
    add(key_of(shock.key, 4), shock.to, "shock.ended");
  }
}

}  // namespace bellwether::simulate
