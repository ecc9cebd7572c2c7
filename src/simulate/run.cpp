#include "simulate/run.hpp"

#include "base/text.hpp"
#include "simulate/cases.hpp"
#include "simulate/fact_row.hpp"
#include "simulate/habits.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

/// A slice's drafts, facts and text take about 1 KB a signal; so this bounds the memory of a thread to some 20 MB on the
/// busiest day.
constexpr double k_signals_a_slice = 6'000;
constexpr int k_most_slices_a_day = 20'000;

/// Of each planted thing so many visits are lived twice to count its size; more would cost time and tell nothing new.
constexpr double k_visits_counted = 150'000;

/// Answers of employees and leaders, all of them asked.
double pulses_expected(const World& world) {
  double heads = 0;
  for (const OrgUnit& unit : world.company.units) heads += unit.heads;
  const Employees& employees = world.scenario.employees;
  const double waves = static_cast<double>(world.days) / employees.pulse_every_days;
  const double of_themselves = static_cast<double>(world.days) / world.scenario.leadership.self_every_days;
  return heads * employees.answers * waves + static_cast<double>(world.company.units.size()) * (waves + of_themselves);
}

}  // namespace

Slice Plan::slice(std::size_t index) const {
  const auto part = static_cast<int>(index % static_cast<std::size_t>(slices_a_day));
  return {.day = static_cast<int>(index / static_cast<std::size_t>(slices_a_day)),
          .from = static_cast<double>(part) / slices_a_day,
          .to = static_cast<double>(part + 1) / slices_a_day};
}

Result<Plan> plan_of(const Scenario& scenario, std::uint64_t signals, std::uint64_t seed,
                     std::optional<std::uint64_t> course) {
  auto world = world_of(scenario, seed, course);
  if (!world) return std::unexpected(world.error());
  if (auto found = find_shifts(*world); !found) return std::unexpected(found.error());
  Plan plan;
  plan.world = std::move(*world);
  plan.signals = signals;
  plan.outlook = outlook_of(plan.world);
  for (std::uint32_t p = 0; p < scenario.planted.size(); ++p) {
    plan.expected.push_back(expected(plan.world, p, false));
    plan.expected_at_full.push_back(scenario.planted[p].ramp ? expected(plan.world, p, true) : Both{});
  }
  const auto wanted = static_cast<double>(signals);
  // A grown company has the employees that it is told to have, and N counts its customers' signals alone.
  const bool grown = scenario.leadership.grow.has_value();
  plan.staff_share = grown ? 1.0 : std::min(1.0, wanted / std::max(1.0, static_cast<double>(scenario.signals)));
  const double of_staff = grown ? 0.0 : plan.staff_share * pulses_expected(plan.world);
  const double of_customers = std::max(0.0, wanted - of_staff);
  if (plan.outlook.signals_a_slot > 0) plan.crowd = crowd_of(plan.world, of_customers / plan.outlook.signals_a_slot);
  const double visits = static_cast<double>(plan.crowd.slots) * visits_a_day(plan.world);
  for (std::uint32_t p = 0; p < scenario.planted.size(); ++p) {
    const double felt = visits * share_felt(plan.world, p) * static_cast<double>(days_felt(plan.world, p));
    plan.counted_share.push_back(felt > k_visits_counted ? k_visits_counted / felt : 1.0);
  }
  plan.slices_a_day = static_cast<int>(std::clamp(std::ceil(wanted / plan.world.days / k_signals_a_slice), 1.0,
                                                  static_cast<double>(k_most_slices_a_day)));
  return plan;
}

namespace {

Result<void> regrow(Scenario& scenario, const Options& options) {
  if (!options.leaders && !options.employees) return {};
  auto& grow = scenario.leadership.grow;
  if (!grow) {
    return fail(Code::wrong_usage, fmt::format("{} has the leaders that its file names", scenario.name),
                options.leaders ? "--leaders" : "--employees",
                "use the scenario leaders, or one with [leadership] leaders = N");
  }
  if (options.leaders) {
    if (*options.leaders < 3 || *options.leaders > k_most_leaders) {
      return fail(Code::wrong_usage, fmt::format("{} leaders can't be had", *options.leaders), "--leaders",
                  fmt::format("ask for 3 to {}", with_thousands(k_most_leaders)));
    }
    const double times = static_cast<double>(*options.leaders) / grow->leaders;
    scenario.signals = static_cast<std::uint64_t>(std::llround(static_cast<double>(scenario.signals) * times));
    grow->employees = static_cast<std::uint32_t>(std::lround(grow->employees * times));
    grow->leaders = *options.leaders;
  }
  if (options.employees) grow->employees = std::min(*options.employees, k_most_employees);
  return {};
}

}  // namespace

Result<Plan> plan_with(const Scenario& scenario, const Options& options) {
  Scenario asked = scenario;
  if (auto grown = regrow(asked, options); !grown) return std::unexpected(grown.error());
  const std::uint64_t signals = options.signals.value_or(asked.signals);
  if (signals > k_most_signals) {
    return fail(Code::too_large,
                fmt::format("{} signals are too many", with_thousands(static_cast<long long>(signals))), "--signals",
                fmt::format("ask for at most {}", with_thousands(static_cast<long long>(k_most_signals))));
  }
  return plan_of(asked, signals, options.seed, options.course);
}

void Counts::add(const Counts& other) {
  signals += other.signals;
  acts += other.acts;
  texts += other.texts;
  visits += other.visits;
  employees += other.employees;
  pulses.add(other.pulses);
  planted.resize(std::max(planted.size(), other.planted.size()));
  for (std::size_t p = 0; p < other.planted.size(); ++p) planted[p].add(other.planted[p]);
  units.resize(std::max(units.size(), other.units.size()));
  for (std::size_t u = 0; u < other.units.size(); ++u) units[u].add(other.units[u]);
}

namespace {

/// Adds one visit's drafts, and counts it for each planted thing that is felt there: as it was, and as if the thing had not
/// been.
class Counting {
 public:
  Counting(const Plan& plan, Counts& counts) : plan_(plan), counts_(counts) {
    counts.planted.resize(plan.world.scenario.planted.size());
    counts.units.resize(plan.world.units.size());
  }

  void visit(const Visit& visit, std::vector<Draft>& out) {
    const World& world = plan_.world;
    const std::size_t before = out.size();
    const Mask everything = world.everything();
    const auto experience = experience_of(world, visit, everything);
    if (experience) answers_of(world, visit, *experience, everything, Draw::one, out);
    const auto drafts = std::span<const Draft>(out).subspan(before);
    if (experience) {
      if (world.scenario.contract > 0) turn_contract(visit, *experience);
      ++counts_.visits;
      counts_.units[visit.unit].visits += 1;
      count(world, -1, drafts, counts_.units[visit.unit]);
    }
    felt_in(world, visit.unit, visit.day, everything, [&](std::uint32_t p, float) {
      if (plan_.counted_share[p] < 1 && unit_from(key_of(visit.key, 5)) >= plan_.counted_share[p]) return;
      Both& both = counts_.planted[p];
      if (experience) take(p, drafts, experience->leaves, both.with);
      const Mask mask = everything & ~(Mask{1} << p);
      const auto otherwise = experience_of(world, visit, mask);
      if (!otherwise) return;
      room_.clear();
      answers_of(world, visit, *otherwise, mask, Draw::one, room_);
      take(p, room_, otherwise->leaves, both.without);
    });
  }

  void pulses(const Slice& slice, std::vector<Draft>& out) {
    const World& world = plan_.world;
    const std::size_t before = out.size();
    pulses_in(world, slice, {.share = plan_.staff_share}, world.everything(), out);
    leaders_pulses_in(world, slice, plan_.staff_share, out);
    const auto drafts = std::span<const Draft>(out).subspan(before);
    counts_.employees += drafts.size();
    count(world, -1, drafts, counts_.pulses);
    for (std::uint32_t p = 0; p < world.scenario.planted.size(); ++p) {
      if (world.scenario.planted[p].morale == 0) continue;
      room_.clear();
      pulses_in(world, slice, {.share = plan_.staff_share}, world.everything() & ~(Mask{1} << p), room_);
      count_felt(world, p, drafts, counts_.planted[p].with);
      count_felt(world, p, room_, counts_.planted[p].without);
    }
  }

 private:
  void turn_contract(const Visit& visit, const Experience& experience) {
    const World& world = plan_.world;
    const auto second = static_cast<std::int64_t>(second_of_day(world, static_cast<double>(visit.time)));
    const std::int64_t at_s = static_cast<std::int64_t>(world.date(visit.day).days) * 86'400 + second;
    if (visit.nth == 0)
      counts_.contracts.push_back({.at_s = at_s, .who = visit.customer.key, .place = visit.unit, .ends = false});
    if (experience.leaves)
      counts_.contracts.push_back({.at_s = at_s + 3'600, .who = visit.customer.key, .place = visit.unit, .ends = true});
  }

  void take(std::uint32_t p, std::span<const Draft> drafts, bool leaves, Tally& tally) const {
    tally.visits += 1;
    tally.left += leaves ? 1 : 0;
    count(plan_.world, static_cast<int>(p), drafts, tally);
  }

  const Plan& plan_;
  Counts& counts_;
  std::vector<Draft> room_;
};

}  // namespace

void drafts_of(const Plan& plan, std::size_t index, std::vector<Draft>& out, Counts& counts) {
  out.clear();
  if (plan.signals == 0) return;
  const Slice slice = plan.slice(index);
  Counting counting(plan, counts);
  visits_in(plan.world, plan.crowd, slice, [&](const Visit& visit) { counting.visit(visit, out); });
  counting.pulses(slice, out);
  std::ranges::sort(out,
                    [](const Draft& a, const Draft& b) { return std::tie(a.at_s, a.key) < std::tie(b.at_s, b.key); });
  counts.signals += out.size();
  counts.texts += static_cast<std::uint64_t>(std::ranges::count_if(out, &Draft::has_text));
}

namespace {

/// Employees are asked on the first day of each wave.
void invite(const Plan& plan, int day, std::vector<Deed>& out) {
  const World& world = plan.world;
  if (day % world.scenario.employees.pulse_every_days != 0) return;
  for (std::uint32_t unit = 0; unit < world.company.units.size(); ++unit) {
    const std::uint32_t asked = asked_of_team(world, unit, plan.staff_share);
    if (!world.company.units[unit].is_team() || asked == 0) continue;
    Deed& deed = out.emplace_back();
    deed.key = key_of(world.leading.leaders[unit].key, 42, static_cast<std::uint64_t>(day));
    deed.at_s = static_cast<std::int64_t>(world.date(day).days) * 86'400;
    deed.kind = "invitation.sent";
    deed.unit = world.company.units[unit].id;
    deed.amounts(asked);
    deed.text("to", "employees");
  }
}

Deed contract_deed(const World& world, const ContractTurn& turn) {
  const std::uint64_t key = key_of(turn.who, turn.ends ? 61 : 60);
  Deed deed;
  deed.key = key;
  deed.at_s = turn.at_s;
  deed.kind = turn.ends ? "contract.ended" : "contract.started";
  deed.unit = world.units[turn.place].unit.name;
  deed.about = to_text(id_of(key_of(turn.who, 62)));
  deed.customer = turn.who;
  if (!turn.ends) deed.costs(world.scenario.contract * Stream(key).around(1, 0.5));
  return deed;
}

}  // namespace

void deeds_of(const Plan& plan, std::size_t index, std::span<const Draft> drafts, const Counts& counts,
              std::vector<Deed>& out) {
  out.clear();
  if (plan.signals == 0) return;
  const Slice slice = plan.slice(index);
  if (slice.from == 0 && slice.day % k_days_of_week == 0)
    habits_in(plan.world, slice.day / k_days_of_week, plan.crowd.slots, out);
  if (slice.from == 0) invite(plan, slice.day, out);
  for (const ContractTurn& turn : counts.contracts) out.push_back(contract_deed(plan.world, turn));
  cases_of(plan.world, drafts, std::max(1, plan.world.scenario.cases.most_a_day / plan.slices_a_day), out);
}

}  // namespace bellwether::simulate
