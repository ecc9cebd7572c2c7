#include "simulate/habits.hpp"

#include "simulate/fact_row.hpp"

#include <algorithm>

namespace bellwether::simulate {

namespace {

constexpr std::int64_t k_hour = 3'600;
constexpr std::int64_t k_day_s = 86'400;

}  // namespace

LeadersWeek::LeadersWeek(const World& world, std::uint32_t unit, int week, std::vector<Deed>& out)
    : world_(world),
      unit_(unit),
      week_(week),
      key_(key_of(world.leading.leaders[unit].key, 20, static_cast<std::uint64_t>(week))),
      traits_(world.leading.acting[world.leading.at(unit, week)]),
      out_(out) {}

std::int64_t LeadersWeek::moment(Stream& draw) const {
  const std::int64_t day = first_day().days + static_cast<std::int64_t>(draw.below(k_days_of_week));
  return day * k_day_s + 8 * k_hour + static_cast<std::int64_t>(draw.unit() * 11 * static_cast<double>(k_hour));
}

std::int64_t LeadersWeek::later(std::int64_t at_s, double days) {
  return at_s + std::max<std::int64_t>(60, static_cast<std::int64_t>(days * static_cast<double>(k_day_s)));
}

Deed& LeadersWeek::add(std::uint64_t key, std::int64_t at_s, std::string_view kind) {
  Deed& deed = add_of_team(key, at_s, kind);
  deed.actor = world_.company.leader_id(unit_);
  return deed;
}

Deed& LeadersWeek::add_of_team(std::uint64_t key, std::int64_t at_s, std::string_view kind) {
  Deed& deed = out_.emplace_back();
  deed.key = key;
  deed.at_s = at_s;
  deed.kind = kind;
  deed.unit = unit().id;
  return deed;
}

std::uint32_t LeadersWeek::report(Stream& draw) const {
  const OrgUnit& here = unit();
  if (here.is_team()) return here.heads == 0 ? unit_ : here.first_person + draw.below(here.heads);
  const auto& below = world_.company.below[unit_];
  return below.empty() ? unit_ : below[draw.below(static_cast<std::uint32_t>(below.size()))];
}

bool LeadersWeek::begins_month() const { return date_of(first_day()).day <= 7; }

double LeadersWeek::pressure() const {
  return static_cast<double>(world_.leading.pressure[world_.leading.at(unit_, week_)]);
}

void be_present(LeadersWeek& week) {
  std::vector<Presence> presences;
  presence_in(week.world(), week.world().leading, week.index(), week.week(), presences);
  for (const Presence& each : presences) {
    Deed& deed = week.add(each.key, each.at_s, each.townhall ? "townhall.held" : "floor.visited");
    deed.unit = week.world().company.units[each.unit].id;
    deed.duration_s = each.seconds;
    if (!each.townhall) deed.yes_or_no("notes", each.noted);
  }
  Stream draw = week.draw(1);
  const auto often = [&](Way way, std::string_view kind, std::uint32_t shortest_min, std::uint32_t longest_min,
                         auto more) {
    for (std::uint32_t left = draw.times(week.value(way)); left > 0; --left) {
      Deed& deed = week.add(draw.next(), week.moment(draw), kind);
      deed.duration_s = 60 * static_cast<std::int64_t>(draw.between(shortest_min, longest_min));
      more(deed);
    }
  };
  const auto with_somebody = [&](Deed& deed) { deed.about = week.id_of_person(week.report(draw)); };
  const auto plain = [](Deed&) {};
  often(Way::calls_listened, "call.listened", 4, 20, plain);
  often(Way::customers_met, "customer.met", 20, 90, plain);
  often(Way::feedback_read, "feedback.read", 10, 40, [&](Deed& deed) { deed.amounts(draw.between(5, 60)); });
  often(Way::oneonones, "oneonone.held", 20, 60, with_somebody);
  often(Way::coachings, "coaching.given", 30, 75, with_somebody);
  for (std::uint32_t left = draw.times(week.value(Way::recognitions)); left > 0; --left) {
    Deed& deed = week.add(draw.next(), week.moment(draw), "recognition.given");
    with_somebody(deed);
  }
}

namespace {

/// The coaching that makes a leader better is given by the boss, week by week while it lasts.
void be_coached(LeadersWeek& week) {
  const Leader& leader = week.leader();
  const std::uint32_t boss = week.unit().parent;
  if (leader.profile < 0 || boss == k_nobody) return;
  const World& world = week.world();
  const LeaderProfile& profile = world.scenario.leadership.profiles[static_cast<std::size_t>(leader.profile)];
  if (!profile.coached_from) return;
  const int since = week.first_day().days + 6 - profile.coached_from->days;
  if (since < 0 || since > profile.coached_days) return;
  Stream draw = week.draw(2);
  const std::uint64_t key = draw.next();
  const std::int64_t at_s = std::max(week.moment(draw), profile.coached_from->days * k_day_s + 9 * k_hour);
  Deed& deed = week.add(key, at_s, "coaching.given");
  deed.actor = world.company.leader_id(boss);
  deed.unit = world.company.units[boss].id;
  deed.about = world.company.leader_id(week.index());
  deed.duration_s = 60 * static_cast<std::int64_t>(draw.between(45, 90));
}

}  // namespace

void habits_in(const World& world, int week, std::uint64_t slots, std::vector<Deed>& out) {
  for (std::uint32_t unit = 0; unit < world.company.units.size(); ++unit) {
    if (world.company.teams_under[unit].empty()) continue;
    LeadersWeek here(world, unit, week, out);
    be_present(here);
    be_coached(here);
    promise_and_decide(here);
    improve(here);
    direct(here);
    count_people(here, slots);
  }
  add_shocks_of(world, week, out);
}

}  // namespace bellwether::simulate
