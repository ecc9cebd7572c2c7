#include "lead/field.hpp"

#include "lead/fact_words.hpp"
#include "lead/joined_weeks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace bellwether::lead {

namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
/// Said to many at once: where no team answers, it is meant for all.
constexpr std::array<std::string_view, 3> k_told_to_all{"townhall.held", "promise.made", "decision.taken"};

/// Leaders by the tree of people: whoever others report to stands first.
void place_leaders(Field& field, const org::Reporting& today) {
  std::set<org::Index> leading;
  for (const org::Index one : today.leaders()) {
    if (!today.led_by(one).empty()) leading.insert(one);
  }
  for (const org::Index one : today.forest().order()) {
    if (!leading.contains(one)) continue;
    field.leader_places.emplace(today.person(one).id, static_cast<std::uint32_t>(field.leaders.size()));
    field.leaders.push_back(today.person(one).id);
  }
  field.led.resize(field.leaders.size());
  for (const std::string& id : field.leaders) {
    int levels = 0;
    for (const org::Index manager : today.managers(id)) {
      const auto above = field.leader_places.find(today.person(manager).id);
      if (above == field.leader_places.end()) continue;
      int& seniority = field.led[above->second].seniority;
      seniority = std::max(seniority, ++levels);
    }
  }
}

/// From the unit up: each leader met is a step further away.
void place_unit(Field& field, std::uint32_t unit, const org::Tree& tree, const org::Reporting& today) {
  std::vector<std::string> up{field.units[unit]};
  for (const org::Index above : tree.ancestors(field.units[unit])) up.push_back(tree.unit(above).id);
  std::set<std::uint32_t> met;
  int distance = 0;
  for (const std::string& place : up) {
    const std::vector<org::Index> leaders = today.leaders_of(place);
    bool further = false;
    for (const org::Index one : leaders) {
      const auto found = field.leader_places.find(today.person(one).id);
      if (found == field.leader_places.end() || met.contains(found->second)) continue;
      if (!further) ++distance;
      further = true;
      met.insert(found->second);
      if (field.nearest[unit] == Field::k_nobody) field.nearest[unit] = found->second;
      field.led[found->second].under.push_back({.unit = unit, .distance = distance});
    }
  }
}

double number_of(const facts::Label& label) {
  double value = -1;
  if (label.known) std::from_chars(label.text.data(), label.text.data() + label.text.size(), value);
  return value;
}

/// Where an act was, as Reach wants it; nothing where it met nobody of the field.
struct Where {
  std::optional<std::uint32_t> unit;
};
std::optional<Where> where_of(const facts::Label& unit, std::string_view kind, const Field& field) {
  if (!unit.known) return Where{};
  if (const auto found = field.unit(unit.text)) return Where{.unit = found};
  if (std::ranges::find(k_told_to_all, kind) != k_told_to_all.end()) return Where{};
  return std::nullopt;
}

Field with_whole_months(const Field& field) {
  Field whole = field;
  const auto month = [](Day monday) { return period_start(Grain::month, monday); };
  const auto weeks_more = [](Day monday, int weeks) { return Day{monday.days + 7 * weeks}; };
  while (month(weeks_more(whole.first, -1)) == month(field.first)) whole.first = weeks_more(whole.first, -1);
  Day end = field.end();
  while (month(end) == month(weeks_more(field.end(), -1))) end = weeks_more(end, 1);
  whole.grid.periods = static_cast<std::size_t>(end.days - whole.first.days) / 7;
  return whole;
}

/// Who answered in each unit and week; who is not named is a person for each answer.
Result<std::vector<std::vector<std::uint64_t>>> people_by_week(measure::StoreReader& signals, const Field& field,
                                                               const facts::Field& rating, const facts::Expr& who,
                                                               const Outcome& outcome) {
  std::vector<std::vector<std::uint64_t>> people(field.grid.cells());
  if (!signals.names().carries(rating)) return people;
  const auto trail = signals.trail({.where = all_of({who, {facts::Known{.field = rating}}}),
                                    .key = {.kind = facts::Field::Kind::subject},
                                    .by = {dimension("unit")},
                                    .from = field.first,
                                    .to = field.end()});
  if (!trail) return std::unexpected(trail.error());
  std::uint64_t stranger = 0;
  std::vector<std::int64_t> named(field.grid.cells(), 0);
  for (const facts::Moment& moment : trail->moments) {
    stranger = std::max(stranger, moment.key + 1);
    const auto unit = field.unit(trail->slices[moment.slice][0].text);
    const auto week = field.week(moment.day);
    if (!unit || !week) continue;
    people[field.grid.at(*unit, *week)].push_back(moment.key);
    ++named[field.grid.at(*unit, *week)];
  }
  for (std::size_t cell = 0; cell < people.size(); ++cell) {
    for (std::int64_t i = named[cell]; i < outcome.n[cell]; ++i) people[cell].push_back(stranger++);
    std::ranges::sort(people[cell]);
    people[cell].erase(std::ranges::unique(people[cell]).begin(), people[cell].end());
  }
  return people;
}

/// One unit's weeks, into `told`.
void join_weeks(const Field& field, const Field& whole, std::uint32_t unit, const Outcome& outcome,
                std::vector<std::vector<std::uint64_t>>& people, std::int64_t k, Outcome& told) {
  std::vector<AnsweredWeek> weeks;
  std::vector<std::size_t> cells;
  for (std::size_t week = 0; week < whole.grid.periods; ++week) {
    const std::size_t cell = whole.grid.at(unit, week);
    if (outcome.n[cell] == 0) continue;
    const Day monday{whole.first.days + static_cast<std::int32_t>(7 * week)};
    weeks.push_back({.monday = monday, .people = std::move(people[cell])});
    cells.push_back(cell);
  }
  const std::vector<std::uint32_t> group_of = joined_weeks(weeks, k);
  for (std::size_t begin = 0; begin < weeks.size();) {
    std::size_t end = begin + 1;
    while (end < weeks.size() && group_of[end] == group_of[begin]) ++end;
    double sum = 0;
    std::int64_t n = 0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += outcome.mean[cells[i]] * static_cast<double>(outcome.n[cells[i]]);
      n += outcome.n[cells[i]];
    }
    const bool inside = field.week(weeks[begin].monday) && field.week(weeks[end - 1].monday);
    if (inside && group_of[begin] != k_not_joined) {
      const std::size_t cell = field.grid.at(unit, *field.week(weeks[end - 1].monday));
      told.mean[cell] = sum / static_cast<double>(n);
      told.n[cell] = n;
    }
    begin = end;
  }
}

}  // namespace

std::optional<std::uint32_t> Field::unit(std::string_view word) const {
  const auto found = unit_places.find(std::string(word));
  return found == unit_places.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> Field::leader(std::string_view id) const {
  const auto found = leader_places.find(std::string(id));
  return found == leader_places.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> Field::week(Day day) const {
  if (day < first || day >= end()) return std::nullopt;
  return static_cast<std::size_t>(day.days - first.days) / 7;
}

std::vector<std::uint32_t> Field::clusters() const {
  constexpr std::size_t k_least = 10;
  std::vector<int> distance(units.size(), std::numeric_limits<int>::max());
  std::vector<std::uint32_t> whose(units.size());
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) whose[unit] = static_cast<std::uint32_t>(led.size()) + unit;
  for (std::uint32_t leader = 0; leader < led.size(); ++leader) {
    if (led[leader].under.size() < 2) continue;
    for (const Under& under : led[leader].under) {
      if (under.distance >= distance[under.unit]) continue;
      distance[under.unit] = under.distance;
      whose[under.unit] = leader;
    }
  }
  if (std::set(whose.begin(), whose.end()).size() >= k_least) return whose;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) whose[unit] = unit;
  return whose;
}

Field field_of(std::vector<std::string> units, const org::Organisation* organisation, Day end, std::size_t weeks,
               const org::Tree* tree) {
  Field field;
  field.units = std::move(units);
  field.first = Day{week_of(end).days - static_cast<std::int32_t>(7 * weeks)};
  field.grid = {.groups = field.units.size(), .periods = weeks};
  field.nearest.assign(field.units.size(), Field::k_nobody);
  for (std::uint32_t unit = 0; unit < field.units.size(); ++unit) field.unit_places.emplace(field.units[unit], unit);
  if (organisation == nullptr) return field;
  const Day last{end.days - 1};
  const org::Reporting today = organisation->people.as_of(last);
  const org::Tree then = organisation->units.as_of(last);
  place_leaders(field, today);
  for (std::uint32_t unit = 0; unit < field.units.size(); ++unit)
    place_unit(field, unit, tree == nullptr ? then : *tree, today);
  return field;
}

Result<std::vector<std::string>> units_answering(measure::StoreReader& signals, const facts::Field& rating,
                                                 const facts::Expr& who, Day from, Day to) {
  std::vector<std::string> units;
  if (!signals.names().carries(rating)) return units;
  const auto slices =
      signals.ask({.where = who, .by = {dimension("unit")}, .from = from, .to = to, .statistics = {known(rating)}});
  if (!slices) return std::unexpected(slices.error());
  for (const facts::SliceRow& row : slices->rows) {
    if (row.slice[0].known && row.numbers[0].value_or(0) > 0) units.push_back(row.slice[0].text);
  }
  return units;
}

Result<Outcome> read_outcome(measure::StoreReader& signals, const Field& field, const facts::Field& rating,
                             const facts::Expr& who) {
  Outcome outcome{.grid = field.grid,
                  .mean = Column(field.grid.cells(), k_nan),
                  .n = std::vector<std::int64_t>(field.grid.cells(), 0)};
  if (!signals.names().carries(rating)) return outcome;
  const auto slices = signals.ask({.where = who,
                                   .by = {dimension("unit")},
                                   .every = Grain::week,
                                   .from = field.first,
                                   .to = field.end(),
                                   .statistics = {known(rating), sum(rating)}});
  if (!slices) return std::unexpected(slices.error());
  for (const facts::SliceRow& row : slices->rows) {
    const auto unit = field.unit(row.slice[0].text);
    const auto n = static_cast<std::int64_t>(row.numbers[0].value_or(0));
    if (!unit || !row.period || n == 0) continue;
    const auto week = field.week(*row.period);
    if (!week) continue;
    const std::size_t cell = field.grid.at(*unit, *week);
    outcome.n[cell] = n;
    outcome.mean[cell] = in_units(row.numbers[1], facts::scale_of(rating)) / static_cast<double>(n);
  }
  return outcome;
}

Result<Outcome> read_outcome_of_employees(measure::StoreReader& signals, const Field& field, const facts::Field& rating,
                                          const facts::Expr& who, std::int64_t k) {
  // Months are joined as a whole, even where the field begins or ends within one.
  const Field whole = with_whole_months(field);
  const auto outcome = read_outcome(signals, whole, rating, who);
  if (!outcome) return outcome;
  auto people = people_by_week(signals, whole, rating, who, *outcome);
  if (!people) return std::unexpected(people.error());
  Outcome told{.grid = field.grid,
               .mean = Column(field.grid.cells(), k_nan),
               .n = std::vector<std::int64_t>(field.grid.cells(), 0)};
  for (std::uint32_t unit = 0; unit < field.units.size(); ++unit)
    join_weeks(field, whole, unit, *outcome, *people, k, told);
  return told;
}

Result<std::vector<VisibleAct>> read_visible_acts(measure::StoreReader& acts, const Field& field, const Reach& reach) {
  std::vector<std::string> kinds;
  for (const VisibleKind& kind : reach.kinds) kinds.emplace_back(kind.name);
  const auto slices = acts.ask({.table = facts::Table::acts,
                                .where = one_of(dimension("kind"), kinds),
                                .by = {dimension("actor"), dimension("unit"), dimension("kind"), number("duration_s")},
                                .every = Grain::day,
                                .from = field.first,
                                .to = field.end(),
                                .statistics = {rows()}});
  if (!slices) return std::unexpected(slices.error());
  std::vector<VisibleAct> all;
  for (const facts::SliceRow& row : slices->rows) {
    const auto leader = field.leader(row.slice[0].text);
    const auto kind = std::ranges::find(kinds, row.slice[2].text);
    if (!leader || !row.period || kind == kinds.end()) continue;
    const auto where = where_of(row.slice[1], *kind, field);
    if (!where) continue;
    const double seconds = number_of(row.slice[3]);
    const VisibleAct act{.leader = *leader,
                         .day = *row.period,
                         .unit = where->unit,
                         .kind = static_cast<std::uint16_t>(kind - kinds.begin()),
                         .minutes = seconds < 0 ? -1 : seconds / 60};
    all.insert(all.end(), static_cast<std::size_t>(row.numbers[0].value_or(0)), act);
  }
  return all;
}

std::size_t known_from(std::span<const VisibleAct> acts, const Field& field) {
  std::size_t first = field.grid.periods;
  for (const VisibleAct& act : acts) first = std::min(first, field.week(act.day).value_or(first));
  return first;
}

std::vector<std::string> with_all_below(const org::Organisation* organisation, const std::string& unit, Day day) {
  std::vector<std::string> words;
  if (organisation != nullptr) words = organisation->units.subtree(unit, day);
  if (words.empty()) words.push_back(unit);
  return words;
}

double in_units(const std::optional<Int128>& sum, std::int64_t scale) {
  return static_cast<double>(sum.value_or(0)) / static_cast<double>(scale);
}

}  // namespace bellwether::lead
