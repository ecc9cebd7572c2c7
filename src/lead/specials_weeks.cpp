// Specials that look at weeks: what happens after a shock, under pressure, and in hard weeks.
#include "lead/analysis/own_rows.hpp"
#include "lead/analysis/pressure.hpp"
#include "lead/analysis/recovery.hpp"
#include "lead/analysis/steadiness.hpp"
#include "lead/fact_words.hpp"
#include "lead/field.hpp"
#include "lead/specials.hpp"
#include "lead/weeks.hpp"
#include "measure/composite.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <unordered_set>
#include <utility>

namespace bellwether::lead {

namespace {

constexpr std::size_t k_weeks_around = 8;  ///< before and after, as docs/frameworks/core.md tells it

std::size_t weeks_of(const SpecialSource& source) {
  return static_cast<std::size_t>((source.end.days - source.from.days) / 7);
}

bool is_meant(const Subject& subject, const std::string& unit) {
  return subject.units.empty() || std::ranges::find(subject.units, unit) != subject.units.end();
}

Estimate scaled(Estimate estimate, double by) {
  estimate.value *= by;
  estimate.low *= by;
  estimate.high *= by;
  return estimate;
}

// --- recovery -----------------------------------------------------------------------------------------------------------

struct ShockField {
  std::vector<std::string> units;  ///< that were hit
  Grid grid;
  Column outcome;
  std::vector<Shock> shocks;
  std::vector<Day> days;  ///< of each shock
};

/// Customers' most asked rating of the whole; engagement where customers give none.
struct Asked {
  facts::Field rating;
  facts::Expr who;
  bool of_employees = false;
};

Result<std::optional<Asked>> most_asked(const SpecialSource& source) {
  const auto& names = source.signals.names();
  std::vector<facts::Field> there;
  for (const char* name : {"csat", "nps", "stars"}) {
    if (names.carries(rating(name))) there.push_back(rating(name));
  }
  facts::Query query{.where = from_customers(), .from = source.from, .to = source.end};
  for (const facts::Field& one : there) query.statistics.push_back(known(one));
  if (!there.empty()) {
    const auto slices = source.signals.ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());
    std::optional<std::size_t> most;
    for (std::size_t i = 0; i < there.size() && !slices->rows.empty(); ++i) {
      const auto& numbers = slices->rows[0].numbers;
      if (numbers[i].value_or(0) > (most ? numbers[*most].value_or(0) : Int128{0})) most = i;
    }
    if (most) return Asked{.rating = there[*most], .who = from_customers()};
  }
  if (!names.carries(rating("engagement"))) return std::nullopt;
  return Asked{
      .rating = rating("engagement"), .who = from_teams(names.carries(attribute("role"))), .of_employees = true};
}

/// Answers of a hit unit are those of all below it.
Result<Outcome> outcome_of_hit(const SpecialSource& source, const std::vector<std::string>& hit, const Asked& asked,
                               std::size_t weeks) {
  std::vector<std::string> words;
  std::vector<std::vector<std::uint32_t>> groups_of;
  std::map<std::string, std::uint32_t> place;
  for (std::uint32_t group = 0; group < hit.size(); ++group) {
    for (const std::string& word : with_all_below(source.organisation, hit[group], Day{source.end.days - 1})) {
      const auto [at, is_new] = place.emplace(word, static_cast<std::uint32_t>(words.size()));
      if (is_new) {
        words.push_back(word);
        groups_of.emplace_back();
      }
      groups_of[at->second].push_back(group);
    }
  }
  const Field field = field_of(words, nullptr, source.end, weeks);
  const facts::Expr who = all_of({asked.who, one_of(dimension("unit"), words)});
  const auto parts = asked.of_employees
                         ? read_outcome_of_employees(source.signals, field, asked.rating, who, source.k_employee())
                         : read_outcome(source.signals, field, asked.rating, who);
  if (!parts) return std::unexpected(parts.error());
  Outcome sum{.grid = {.groups = hit.size(), .periods = weeks}, .mean = {}, .n = {}};
  sum.mean.assign(sum.grid.cells(), 0);
  sum.n.assign(sum.grid.cells(), 0);
  for (std::uint32_t unit = 0; unit < words.size(); ++unit) {
    for (const std::uint32_t group : groups_of[unit]) {
      for (std::size_t week = 0; week < weeks; ++week) {
        const std::size_t from = field.grid.at(unit, week);
        if (parts->n[from] == 0) continue;
        sum.mean[sum.grid.at(group, week)] += parts->mean[from] * static_cast<double>(parts->n[from]);
        sum.n[sum.grid.at(group, week)] += parts->n[from];
      }
    }
  }
  for (std::size_t i = 0; i < sum.mean.size(); ++i) sum.mean[i] /= static_cast<double>(sum.n[i]);  // none: NaN
  return sum;
}

Result<ShockField> read_shocks(const SpecialSource& source) {
  ShockField field;
  std::vector<std::string> kinds{"shock.began"};
  const auto events = read_unit_days(source.acts, kinds, source.from, source.end, source.only);
  if (!events) return std::unexpected(events.error());
  std::set<std::string> hit;
  for (const UnitDay& event : *events) hit.insert(event.unit);
  field.units.assign(hit.begin(), hit.end());
  if (hit.empty()) return field;
  const auto asked = most_asked(source);
  if (!asked) return std::unexpected(asked.error());
  if (!*asked) return field;
  const std::size_t weeks = weeks_of(source) + k_weeks_around;
  auto outcome = outcome_of_hit(source, field.units, **asked, weeks);
  if (!outcome) return std::unexpected(outcome.error());
  field.grid = outcome->grid;
  field.outcome = std::move(outcome->mean);
  const Field calendar = field_of(field.units, nullptr, source.end, weeks);
  for (const UnitDay& event : *events) {
    const auto week = calendar.week(event.day);
    if (!week) continue;
    field.shocks.push_back({.unit = *calendar.unit(event.unit), .began = *week});
    field.days.push_back(event.day);
  }
  return field;
}

Evidence recovery_for(const ShockField& field, const Subject& subject, double level) {
  std::vector<Shock> shocks;
  std::optional<Day> newest;
  for (std::size_t i = 0; i < field.shocks.size(); ++i) {
    if (!is_meant(subject, field.units[field.shocks[i].unit])) continue;
    shocks.push_back(field.shocks[i]);
    newest = std::max(newest, std::optional(field.days[i]));
  }
  if (shocks.empty()) return unknown_because("no shock is recorded in this time");
  RecoveryOptions options;
  options.level = level;
  const Recovery recovery = recovery_of(shocks, field.grid, field.outcome, options);
  std::int64_t felt = 0;
  for (const ShockStory& story : recovery.shocks) {
    felt += story.end == ShockEnd::back || story.end == ShockEnd::not_yet ? 1 : 0;
  }
  if (felt == 0) {
    return unknown_because("none of the " + std::to_string(shocks.size()) +
                               " shocks shows in the answers, or too few were given around them",
                           0, newest);
  }
  if (!recovery.median_weeks) return unknown_because(recovery.median_weeks.error().message, felt, newest);
  return evidence_from(scaled(*recovery.median_weeks, 7), felt, newest);
}

// --- pressure -----------------------------------------------------------------------------------------------------------

/// Strain with pressure beside it, its common levels taken out once for all who are asked about.
struct Pressed {
  Field field;
  Outcome strain;
  Column pressed;  ///< 1 in the eight weeks from an event on
  Column near;     ///< 1 in these and the eight before
  std::shared_ptr<const TwoWay> effects;
  Column left;        ///< of strain, what all have in common with pressure taken out, too
  double common = 0;  ///< slope of all
  Result<Slope> pooled = Slope{};
  std::optional<Day> newest;
  bool any = false;
};

void mark(Pressed& all, const std::vector<UnitDay>& events, const org::Organisation* organisation, Day last) {
  all.pressed.assign(all.field.grid.cells(), 0);
  all.near.assign(all.field.grid.cells(), 0);
  std::map<std::string, std::vector<std::string>> below;
  const auto weeks = static_cast<std::ptrdiff_t>(all.field.grid.periods);
  for (const UnitDay& event : events) {
    const std::ptrdiff_t began = (week_of(event.day).days - all.field.first.days) / 7;
    auto& words = below[event.unit];
    if (words.empty()) words = with_all_below(organisation, event.unit, last);
    for (const std::string& word : words) {
      const auto unit = all.field.unit(word);
      if (!unit) continue;
      all.any = true;
      const auto around = static_cast<std::ptrdiff_t>(k_weeks_around);
      for (auto week = std::max<std::ptrdiff_t>(0, began - around); week < std::min(weeks, began + around); ++week) {
        const std::size_t cell = all.field.grid.at(*unit, static_cast<std::size_t>(week));
        all.near[cell] = 1;
        if (week >= began) all.pressed[cell] = 1;
      }
    }
    all.newest = std::max(all.newest, std::optional(event.day));
  }
}

void take_out_common(Pressed& all, double level) {
  Column weight;
  for (const std::int64_t n : all.strain.n) weight.push_back(static_cast<double>(n));
  Panel panel{.grid = all.field.grid,
              .outcome = all.strain.mean,
              .weight = weight,
              .regressors = {all.pressed},
              .cluster = all.field.clusters()};
  auto fit = fit_panel(panel, level);
  all.pooled = fit ? Result<Slope>(fit->slopes.front()) : std::unexpected(fit.error());
  all.effects = std::make_shared<const TwoWay>(all.field.grid, std::move(weight));  // it is large, and never changes
  all.left = all.strain.mean;
  Column pressed = all.pressed;
  all.effects->take_out(all.left);
  all.effects->take_out(pressed);
  double with_strain = 0;
  double with_itself = 0;
  for (std::size_t i = 0; i < pressed.size(); ++i) {
    with_strain += all.effects->weight()[i] * pressed[i] * all.left[i];
    with_itself += all.effects->weight()[i] * pressed[i] * pressed[i];
  }
  all.common = with_itself > 0 ? with_strain / with_itself : 0;
  for (std::size_t i = 0; i < pressed.size(); ++i) all.left[i] -= all.common * pressed[i];
}

/// The slope of some units alone.
std::optional<Estimate> own_slope(const Pressed& all, const std::vector<std::uint32_t>& units, double level) {
  std::vector<double> rows;
  for (const std::uint32_t unit : units) {
    for (std::size_t week = 0; week < all.field.grid.periods; ++week) {
      rows.push_back(all.pressed[all.field.grid.at(unit, week)]);
    }
  }
  const auto beyond = slope_of_own(*all.effects, all.left, units, rows, level);
  if (!beyond) return std::nullopt;
  Estimate slope = beyond->estimate;
  slope.value += all.common;
  slope.low += all.common;
  slope.high += all.common;
  return slope;
}

Evidence pressure_for(const Pressed& all, const Subject& subject, double level) {
  if (!all.any) return unknown_because("no raised target or shock is recorded for a team that answers");
  std::vector<std::uint32_t> units;
  std::int64_t answers = 0;
  for (std::uint32_t unit = 0; unit < all.field.units.size(); ++unit) {
    if (!is_meant(subject, all.field.units[unit])) continue;
    units.push_back(unit);
    for (std::size_t week = 0; week < all.field.grid.periods; ++week) {
      const std::size_t cell = all.field.grid.at(unit, week);
      if (all.near[cell] > 0) answers += all.strain.n[cell];
    }
  }
  if (answers == 0)
    return unknown_because("no raised target or shock with enough people's answers to strain around it");
  if (units.size() == all.field.units.size()) {
    return evidence_from(all.pooled ? Result<Estimate>(all.pooled->estimate) : std::unexpected(all.pooled.error()),
                         answers, all.newest);
  }
  const auto slope = own_slope(all, units, level);
  if (!slope) return unknown_because("too few weeks with answers under pressure and without", answers, all.newest);
  return evidence_from(*slope, answers, all.newest);
}

// --- hard weeks ---------------------------------------------------------------------------------------------------------

/// What a leader visibly does for others.
const std::vector<std::string>& visible_kinds() {
  static const std::vector<std::string> k_kinds{"floor.visited", "call.listened", "customer.met",      "feedback.read",
                                                "townhall.held", "oneonone.held", "recognition.given", "coaching.given",
                                                "promise.kept",  "idea.answered"};
  return k_kinds;
}

struct HardWeeks {
  std::vector<std::string> leaders;
  std::map<std::string, std::vector<LeaderWeek>> weeks;  ///< of each leader
  bool told = false;                                     ///< anything says which weeks are hard
};

Evidence hard_weeks_for(const HardWeeks& all, const Subject& subject, Day newest, double level) {
  if (!all.told) return unknown_because("nothing tells hard weeks from calm ones");
  std::vector<LeaderWeek> weeks;
  std::uint32_t place = 0;
  const std::vector<std::string>& whose = subject.leaders.empty() ? all.leaders : subject.leaders;
  std::int64_t hard = 0;
  for (const std::string& leader : whose) {
    const auto found = all.weeks.find(leader);
    if (found == all.weeks.end()) continue;
    for (LeaderWeek week : found->second) {
      week.leader = place;
      hard += week.load > 0 ? 1 : 0;
      weeks.push_back(week);
    }
    ++place;
  }
  if (hard == 0) return unknown_because("no hard week is recorded in this time");
  // A load of 1 or 0: whatever share of the weeks is hard, the hard ones are those with 1.
  const Steadiness steady = steadiness_of(weeks, {.hard_share = 1 - 1e-9, .level = level});
  if (steady.pooled[0]) return evidence_from(scaled(steady.pooled[0]->ratio, 100), hard, newest);
  std::vector<measure::CompositePart> own;
  for (const LeaderSteadiness& one : steady.leaders) {
    if (one.held[0]) own.push_back({.estimate = one.held[0]->ratio});
  }
  if (own.empty()) return unknown_because("too few hard or calm weeks with visible acts", hard, newest);
  // Fewer leaders than it takes to pool: each counts alike.
  const auto mean = measure::composite(own);
  if (!mean) return unknown_because(mean.error().message, hard, newest);
  return evidence_from(scaled(*mean, 100), hard, newest);
}

}  // namespace

Result<SpecialEvidence> read_recovery(const SpecialSource& source) {
  auto field = read_shocks(source);
  if (!field) return std::unexpected(field.error());
  const auto all = std::make_shared<const ShockField>(*std::move(field));  // a std::function is copied
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return recovery_for(*all, subject, level); });
}

Result<SpecialEvidence> read_pressure(const SpecialSource& source) {
  const facts::Field strain = rating("strain");
  const facts::Expr who = from_teams(source.signals.names().carries(attribute("role")));
  auto units = units_answering(source.signals, strain, who, source.from, source.end);
  if (!units) return std::unexpected(units.error());
  // Others than the subject's are asked, too: they are what it is held against.
  const auto events = read_unit_days(source.acts, {"target.raised", "shock.began"}, source.from, source.end, nullptr);
  if (!events) return std::unexpected(events.error());
  const auto all = std::make_shared<Pressed>();  // a std::function is copied
  all->field = field_of(*std::move(units), source.organisation, source.end, weeks_of(source));
  auto outcome = read_outcome_of_employees(source.signals, all->field, strain, who, source.k_employee());
  if (!outcome) return std::unexpected(outcome.error());
  all->strain = *std::move(outcome);
  mark(*all, *events, source.organisation, Day{source.end.days - 1});
  if (all->any) take_out_common(*all, source.level);
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return pressure_for(*all, subject, level); });
}

Result<SpecialEvidence> read_hard_weeks(const SpecialSource& source) {
  auto hard = read_hard(source.acts, source.organisation, source.from, source.end);
  if (!hard) return std::unexpected(hard.error());
  const Field calendar = field_of({}, nullptr, source.end, weeks_of(source));
  const auto done = read_acts_by_week(source.acts, visible_kinds(), calendar, source.only);
  if (!done) return std::unexpected(done.error());
  const auto all = std::make_shared<HardWeeks>();  // a std::function is copied
  all->told = hard->told;
  const std::size_t first = done->first_week;
  for (const auto& [leader, acts] : done->by_actor) {
    if (source.organisation != nullptr && !hard->leaders.contains(leader)) continue;
    all->leaders.push_back(leader);
    std::vector<LeaderWeek>& weeks = all->weeks[leader];
    for (std::size_t week = first; week < calendar.grid.periods; ++week) {
      weeks.push_back(
          {.leader = 0,
           .week = static_cast<std::int32_t>(week),
           .load = hard->is_hard(leader, Day{calendar.first.days + static_cast<std::int32_t>(7 * week)}) ? 1.0 : 0.0,
           .acts = acts[week]});
    }
  }
  return SpecialEvidence([all, newest = Day{source.end.days - 1}, level = source.level](const Subject& subject) {
    return hard_weeks_for(*all, subject, newest, level);
  });
}

}  // namespace bellwether::lead
