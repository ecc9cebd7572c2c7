#include "simulate/cases.hpp"

#include "simulate/behaviour.hpp"
#include "simulate/fact_row.hpp"

#include <algorithm>

namespace bellwether::simulate {

namespace {

constexpr double k_hour = 3'600;
constexpr double k_needs_money = 0.4;  ///< of cases need some goodwill
constexpr double k_over_limit = 3;     ///< times the limit: what nobody decides without asking
constexpr double k_never_resolved = 0.06;
constexpr double k_spread = 0.8;  ///< of spans: one in six takes more than 1.75 times the median

class Case {
 public:
  Case(const World& world, const Draft& draft, std::uint32_t team, std::vector<Deed>& out)
      : world_(world), draft_(draft), team_(team), draw_(key_of(draft.key, 20)), id_(to_text(id_of(draft))), out_(out) {
    const int week = static_cast<int>(draft.at_s / 86'400 - world.scenario.start.days) / k_days_of_week;
    traits_ = world.leading.felt[world.leading.at(team, std::min(week, world.leading.weeks - 1))];
    owner_ = somebody();
  }

  void follow();

 private:
  [[nodiscard]] double value(Way way) const { return value_of(way, traits_); }
  [[nodiscard]] std::string_view person(std::uint32_t index) const { return world_.company.people[index].id; }
  [[nodiscard]] std::uint32_t somebody() {
    const OrgUnit& unit = world_.company.units[team_];
    return unit.heads == 0 ? team_ : unit.first_person + draw_.below(unit.heads);
  }
  Deed& add(std::uint64_t number, double hours_after, std::string_view kind, std::uint32_t actor);
  void open();
  void pass_on(double resolved);
  double ask_or_decide(double work);
  void close(double resolved, double amount);

  const World& world_;
  const Draft& draft_;
  std::uint32_t team_;
  Stream draw_;
  std::string id_;
  std::vector<Deed>& out_;
  Traits traits_;
  std::uint32_t owner_ = 0;
  std::int64_t opened_s_ = 0;
  Day due_;
  bool is_due_ = false;
  double amount_ = 0;
};

Deed& Case::add(std::uint64_t number, double hours_after, std::string_view kind, std::uint32_t actor) {
  Deed& deed = out_.emplace_back();
  deed.key = key_of(draft_.key, number);
  deed.at_s = opened_s_ + static_cast<std::int64_t>(hours_after * k_hour);
  deed.kind = kind;
  deed.actor = person(actor);
  deed.unit = world_.company.units[team_].id;
  deed.about = id_;
  deed.customer = draft_.who;
  return deed;
}

void Case::open() {
  opened_s_ = draft_.at_s + 60 * static_cast<std::int64_t>(draw_.between(3, 180));
  Deed& opened = add(21, 0, "case.opened", owner_);
  const bool has_owner = draw_.chance(value(Way::owner_named));
  is_due_ = draw_.chance(value(Way::due_named));
  due_ = Day{static_cast<std::int32_t>(opened_s_ / 86'400) + static_cast<std::int32_t>(draw_.between(2, 5))};
  if (has_owner) opened.text("owner", person(owner_));
  if (is_due_) opened.day("due", due_);
  if (draft_.spoken_count > 0) opened.text("reason", world_.themes[draft_.spoken[0].theme]);
  const double late = 6 + 40 * draw_.unit();
  if (!has_owner) add(22, late, "case.assigned", team_).text("owner", person(owner_));
}

void Case::pass_on(double resolved) {
  if (draw_.chance(value(Way::handed_over))) {
    const std::uint32_t to = somebody();
    add(23, resolved * (0.2 + 0.4 * draw_.unit()), "case.handed_over", owner_).text("to", person(to));
    owner_ = to;
  }
  if (draw_.chance(value(Way::escalated)))
    add(24, resolved * (0.3 + 0.4 * draw_.unit()), "case.escalated", owner_).text("to", person(team_));
  if (draw_.chance(value(Way::case_taken))) add(25, resolved * (0.1 + 0.5 * draw_.unit()), "case.taken", team_);
}

/// Hours that the case waits for permission.
double Case::ask_or_decide(double work) {
  const Cases& cases = world_.scenario.cases;
  const bool needs = draw_.chance(k_needs_money);
  const double square = draw_.unit() * draw_.unit();
  amount_ = needs ? cases.amount * (0.3 + 2 * square) : 0;
  const bool decides = draw_.chance(value(Way::limit_used));
  const double wait = draw_.around(value(Way::permission_wait), k_spread);
  const bool granted = draw_.chance(value(Way::permission_granted));
  if (!needs) return 0;
  if (decides && amount_ <= k_over_limit * cases.limit) {
    add(26, work, "limit.used", owner_).costs(amount_);
    return 0;
  }
  const std::string ask = to_text(id_of(key_of(draft_.key, 40)));
  Deed& asked = add(27, work / 2, "permission.asked", owner_);
  asked.costs(amount_);
  asked.about = ask;
  asked.id("case", draft_.key);
  Deed& told = add(28, work / 2 + wait, granted ? "permission.granted" : "permission.refused", team_);
  told.costs(amount_);
  told.about = ask;
  told.duration_s = static_cast<std::int64_t>(wait * k_hour);
  if (!granted) amount_ = 0;
  return wait;
}

void Case::close(double resolved, double amount) {
  const double due_in = (static_cast<double>(due_.days + 1) * 86'400 - static_cast<double>(opened_s_)) / k_hour;
  if (is_due_ && resolved > due_in) add(29, due_in, "case.overdue", owner_).day("due", due_);
  if (draw_.chance(k_never_resolved)) return;
  Deed& done = add(30, resolved, "case.resolved", owner_);
  done.duration_s = static_cast<std::int64_t>(resolved * k_hour);
  if (amount > 0) done.costs(amount);
  // Each time that a case changes hands the customer tells it once more.
  done.number("contacts", 1.0 + draw_.times(2 * value(Way::handed_over)));
  const double days = 24 * (0.2 + 4 * draw_.unit());
  if (draw_.chance(value(Way::case_reopened))) {
    add(31, resolved + days, "case.reopened", owner_);
    add(32, resolved + days + 5, "rework.done", owner_).duration_s =
        60 * static_cast<std::int64_t>(draw_.between(10, 90));
  } else if (draw_.chance(value(Way::case_confirmed))) {
    add(33, resolved + days, "case.confirmed", owner_).actor = {};
  }
}

void Case::follow() {
  open();
  const double reply = draw_.around(value(Way::first_reply), k_spread);
  const double work = draw_.around(value(Way::resolution), k_spread);
  const double resolved = std::max(work + ask_or_decide(work), reply);
  add(34, reply, "case.answered", owner_);
  pass_on(resolved);
  close(resolved, amount_);
}

/// The team that the touchpoint belongs to, or any.
std::uint32_t team_for(const World& world, const Draft& draft) {
  const auto& teams = world.company.teams_of_place[draft.unit];
  if (draft.touchpoint != k_no_touchpoint) return teams[draft.touchpoint % teams.size()];
  return teams[Stream(key_of(draft.key, 18)).below(static_cast<std::uint32_t>(teams.size()))];
}

}  // namespace

void cases_of(const World& world, std::span<const Draft> drafts, int most, std::vector<Deed>& out) {
  for (const Draft& draft : drafts) {
    if (most <= 0) return;
    if (draft.channel == k_pulse || world.company.teams_of_place[draft.unit].empty()) continue;
    const double share = world.scenario.channels[draft.channel].cases;
    if (share <= 0 || !Stream(key_of(draft.key, 19)).chance(share)) continue;
    Case(world, draft, team_for(world, draft), out).follow();
    --most;
  }
}

}  // namespace bellwether::simulate
