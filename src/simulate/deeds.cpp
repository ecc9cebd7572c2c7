#include "simulate/deeds.hpp"

#include "simulate/fact_row.hpp"
#include "simulate/ndjson.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::simulate {

namespace {

constexpr std::int64_t k_minute = 60;
constexpr std::int64_t k_hour = 3'600;
constexpr std::int64_t k_day = 86'400;

struct Doing {
  std::uint64_t key;
  std::int64_t at_s;
  std::string_view kind, actor, unit;
  std::string_view about = "", customer = "";
  double amount = 0;
  std::int64_t duration_s = 0;
};

void add(const World& world, const Doing& doing, std::vector<Deed>& out) {
  Deed& deed = out.emplace_back();
  deed.at_s = doing.at_s;
  deed.key = doing.key;
  JsonLine line(deed.line);
  line.id("id", id_of(doing.key));
  line.time("occurred_at", doing.at_s);
  line.text("kind", doing.kind);
  line.text("actor", doing.actor);
  line.text("about", doing.about);
  line.text("unit", doing.unit);
  line.text("customer", doing.customer);
  if (doing.amount > 0) {
    line.number("amount", std::llround(doing.amount * 100), 100);
    line.text("currency", world.scenario.currency);
  }
  if (doing.duration_s > 0) line.number("duration_s", doing.duration_s, 1);
  line.end();
}

/// A skewed span around `typical`: many short ones, some five times as long.
std::int64_t span_s(double typical_hours, Stream& draw) {
  const double skew = 0.25 + 3 * draw.unit() * draw.unit() + 1.5 * draw.unit() * draw.unit() * draw.unit();
  return static_cast<std::int64_t>(typical_hours * skew * 0.6 * static_cast<double>(k_hour)) + k_minute;
}

void follow_promise(const World& world, const Doing& promise, double morale, std::vector<Deed>& out) {
  Stream draw(key_of(promise.key, 1));
  const bool kept = draw.chance(std::clamp(0.78 + 0.2 * morale, 0.1, 0.98));
  const std::int64_t after = k_day * draw.between(3, 30) + k_hour * draw.between(0, 5);
  const std::string about = to_text(id_of(promise.key));
  add(world,
      {.key = key_of(promise.key, 2),
       .at_s = promise.at_s + after,
       .kind = kept ? "promise.kept" : "promise.broken",
       .actor = promise.actor,
       .unit = promise.unit,
       .about = about},
      out);
}

void follow_case(const World& world, const Staff& staff, const Draft& draft, std::vector<Deed>& out) {
  const Cases& cases = world.scenario.cases;
  Stream draw(key_of(draft.key, 20));
  const PlacedUnit& unit = world.units[draft.unit];
  const auto& leads = staff.leads_of_unit[draft.unit];
  const std::string& manager = staff.manager_of_unit[draft.unit];
  const std::string& owner = leads.empty() ? manager : leads[draw.below(static_cast<std::uint32_t>(leads.size()))];
  const std::string about = to_text(id_of(draft));
  const std::string customer = customer_name(draft.who);
  Doing doing{.key = key_of(draft.key, 21),
              .at_s = draft.at_s + k_minute * draw.between(3, 180),
              .kind = "case.opened",
              .actor = owner,
              .unit = unit.unit.name,
              .about = about,
              .customer = customer};
  add(world, doing, out);
  const std::int64_t opened = doing.at_s;

  // Where people are well, matters are solved sooner.
  const double pace = std::clamp(1 - 0.35 * unit.unit.morale, 0.4, 2.0);
  const std::int64_t work = span_s(cases.hours * pace, draw);
  const double amount = draw.chance(0.4) ? cases.amount * (0.3 + 2 * draw.unit() * draw.unit()) : 0;
  std::int64_t waits = 0;
  if (amount > cases.limit) {
    waits = span_s(cases.permission_hours * pace, draw);
    doing.key = key_of(draft.key, 22);
    doing.kind = "permission.asked";
    doing.at_s = opened + work / 2;
    doing.amount = amount;
    add(world, doing, out);
    doing.key = key_of(draft.key, 23);
    doing.kind = draw.chance(0.85) ? "permission.granted" : "permission.refused";
    doing.actor = manager;
    doing.at_s += waits;
    doing.duration_s = waits;
    add(world, doing, out);
  }
  if (draw.chance(0.06)) return;  // never resolved
  doing.key = key_of(draft.key, 24);
  doing.kind = "case.resolved";
  doing.actor = owner;
  doing.at_s = opened + work + waits;
  doing.duration_s = work + waits;
  doing.amount = amount;
  add(world, doing, out);
  if (!draw.chance(0.08)) return;
  doing.key = key_of(draft.key, 25);
  doing.kind = "case.reopened";
  doing.at_s += k_hour * draw.between(5, 90);
  doing.duration_s = 0;
  doing.amount = 0;
  add(world, doing, out);
}

}  // namespace

void habits_in(const World& world, const Staff& staff, const Slice& slice, double share, std::vector<Deed>& out) {
  for (std::size_t u = 0; u < world.units.size(); ++u) {
    const Unit& unit = world.units[u].unit;
    for (std::size_t h = 0; h < world.scenario.acts.size(); ++h) {
      const ActHabit& habit = world.scenario.acts[h];
      const double a_day = habit.a_year / 365.25 * std::max(0.0, 1 + habit.with_morale * unit.morale);
      Stream draw(key_of(key_of(world.seed, 60, u, h), static_cast<std::uint64_t>(slice.day)));
      const double wanted = a_day * share;
      const auto count = static_cast<int>(wanted) + (draw.chance(wanted - std::floor(wanted)) ? 1 : 0);
      for (int i = 0; i < count; ++i) {
        // Work is done from eight to seven, whenever customers come.
        const double time = draw.unit();
        const std::uint64_t key = draw.next();
        if (time < slice.from || time >= slice.to) continue;
        const Doing doing{.key = key,
                          .at_s = world.date(slice.day).days * k_day + 8 * k_hour +
                                  static_cast<std::int64_t>(time * 11 * static_cast<double>(k_hour)),
                          .kind = habit.kind,
                          .actor = staff.manager_of_unit[u],
                          .unit = unit.name};
        add(world, doing, out);
        if (habit.kind == "promise.made") follow_promise(world, doing, unit.morale, out);
      }
    }
  }
}

void cases_of(const World& world, const Staff& staff, std::span<const Draft> drafts, int most, std::vector<Deed>& out) {
  for (const Draft& draft : drafts) {
    if (most <= 0) return;
    if (draft.channel == k_pulse) continue;
    const double share = world.scenario.channels[draft.channel].cases;
    if (share <= 0 || !Stream(key_of(draft.key, 19)).chance(share)) continue;
    follow_case(world, staff, draft, out);
    --most;
  }
}

}  // namespace bellwether::simulate
