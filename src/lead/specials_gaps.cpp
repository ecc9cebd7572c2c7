// Specials that hold what leaders say against what others answer and what was done.
#include "lead/analysis/gaps.hpp"
#include "lead/fact_words.hpp"
#include "lead/field.hpp"
#include "lead/item_sums.hpp"
#include "lead/specials.hpp"
#include "measure/composite.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

namespace bellwether::lead {

namespace {

bool too_few(const ItemSums& sums, std::int64_t k) { return 0 < sums.people() && sums.people() < k; }

facts::Expr from_leaders() {
  return all_of({is(dimension("voice_of"), "employee"), is_not(dimension("channel"), "self-assessment"),
                 is(attribute("role"), "leader")});
}

facts::Expr here(const SpecialSource& source, facts::Expr who) {
  if (source.only == nullptr || source.only->units.empty()) return who;
  return all_of({std::move(who), one_of(dimension("unit"), source.only->units)});
}

Result<SumsByPlace> sums_by_unit(const SpecialSource& source, const facts::Expr& who) {
  return read_item_sums(source.signals, here(source, who), dimension("unit"), source.from, source.end);
}

Estimate less(const Estimate& here, const Estimate& there) {
  const measure::Difference difference = measure::difference(here, there);
  return {.value = difference.value,
          .low = difference.low,
          .high = difference.high,
          .level = here.level,
          .n = here.n + there.n,
          .method = measure::Method::mover};
}

using Weights = std::array<double, k_asked_items.size()>;

/// Alike on the items that both answered; nothing where there are none.
std::optional<Weights> common_weights(const ItemSums& a, const ItemSums& b) {
  Weights weights{};
  double common = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = a.items[i].n > 0 && b.items[i].n > 0 ? 1 : 0;
    common += weights[i];
  }
  if (common == 0) return std::nullopt;
  for (double& weight : weights) weight /= common;
  return weights;
}

// --- oneself and others -------------------------------------------------------------------------------------------------

struct SelfAndOthers {
  SumsByPlace self;  ///< by leader
  SumsByPlace teams;
  Correlations correlations;
  std::int64_t k_employee = 0;
};

/// What is said of oneself is drawn, too: asked again next week one answers a little otherwise. How much, items tell: how far
/// the gaps to the others' means differ from item to item, Student's t of items − 1. What differs for good is counted as
/// chance with it, so that the interval is rather too wide. Two common items or more.
Estimate said_of_oneself(const ItemSums& self, const ItemSums& others, const Weights& weights, double level) {
  double items = 0;
  double said = 0;
  double gaps = 0;
  double squares = 0;
  std::int64_t n = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    const double gap = self.items[i].mean() - others.items[i].mean();
    items += 1;
    said += self.items[i].mean();
    gaps += gap;
    squares += gap * gap;
    n = std::max(n, self.items[i].n);
  }
  const double variance = std::max(0.0, squares - gaps * gaps / items) / (items - 1);
  const double half = measure::student_critical(level, items - 1) * std::sqrt(variance / items);
  const double value = said / items;
  return {.value = value,
          .low = std::max(k_five.lowest, value - half),
          .high = std::min(k_five.highest, value + half),
          .level = level,
          .n = n,
          .method = measure::Method::student_t};
}

Evidence self_gap_for(const SelfAndOthers& all, const Subject& subject, double level) {
  const ItemSums self = of_places(all.self, subject.leaders);
  const ItemSums teams = of_places(all.teams, subject.units);
  if (self.people() == 0) return unknown_because("no self-assessment in this time");
  if (too_few(teams, all.k_employee)) return too_few_employees(all.k_employee);
  const auto weights = common_weights(self, teams);
  if (!weights) return unknown_because("nobody else answered the items of the self-assessment");
  if (std::ranges::count_if(*weights, [](double weight) { return weight > 0; }) < 2) {
    return unknown_because("one item alone does not tell how sure an answer about oneself is",
                           self.people() + teams.people(), self.newest);
  }
  const Estimate said = said_of_oneself(self, teams, *weights, level);
  const std::array groups{GroupPart{.sums = &teams, .correlations = &all.correlations, .weight = *weights}};
  const auto seen = mean_of_items(groups, level);
  const std::int64_t n = self.people() + teams.people();
  const auto newest = std::min(self.newest, teams.newest);
  if (!seen) return unknown_because(seen.error().message, n, newest);
  return evidence_from(less(said, *seen), n, newest);
}

// --- leaders, teams, customers ------------------------------------------------------------------------------------------

struct ThreeViews {
  SumsByPlace leaders, teams, customers;
  Correlations of_employees, of_customers;
  std::int64_t k_employee = 0;
};

Evidence perception_gap_for(const ThreeViews& all, const Subject& subject, double level) {
  const ItemSums leaders = of_places(all.leaders, subject.units);
  const ItemSums teams = of_places(all.teams, subject.units);
  const ItemSums customers = of_places(all.customers, subject.units);
  if (leaders.people() == 0) return unknown_because("no leader answered the items in this time");
  if (too_few(leaders, all.k_employee) || too_few(teams, all.k_employee)) return too_few_employees(all.k_employee);
  const auto with_teams = common_weights(leaders, teams);
  const auto with_customers = common_weights(leaders, customers);
  if (!with_teams && !with_customers) return unknown_because("neither teams nor customers answered the leaders' items");
  // The mean of two gaps is one mean of leaders' items less one of the others'.
  const double part = with_teams && with_customers ? 0.5 : 1;
  Weights of_leaders{};
  Weights of_teams{};
  Weights of_customers{};
  for (std::size_t i = 0; i < of_leaders.size(); ++i) {
    of_teams[i] = with_teams ? part * (*with_teams)[i] : 0;
    of_customers[i] = with_customers ? part * (*with_customers)[i] : 0;
    of_leaders[i] = of_teams[i] + of_customers[i];
  }
  const std::array above{GroupPart{.sums = &leaders, .correlations = &all.of_employees, .weight = of_leaders}};
  const std::array below{GroupPart{.sums = &teams, .correlations = &all.of_employees, .weight = of_teams},
                         GroupPart{.sums = &customers, .correlations = &all.of_customers, .weight = of_customers}};
  const auto said = mean_of_items(above, level);
  const auto seen = mean_of_items(below, level);
  const std::int64_t n = leaders.people() + teams.people() + customers.people();
  const auto newest = std::min(leaders.newest, std::max(teams.newest, customers.newest));
  if (!said) return unknown_because(said.error().message, n, newest);
  if (!seen) return unknown_because(seen.error().message, n, newest);
  return evidence_from(less(*said, *seen), n, newest);
}

// --- said and done ------------------------------------------------------------------------------------------------------

struct Promised {
  std::string value, unit;
  Day day;
  bool kept = false, due = false;
};

struct SaidAndDone {
  std::vector<Promised> promises;
  SumsByPlace leaders, teams, customers;
  std::int64_t k_employee = 0;
};

/// Promises that name a brand value, made in the window. Due are those that came to an end, and those whose day is past.
Result<std::vector<Promised>> read_promises(const SpecialSource& source) {
  std::vector<Promised> all;
  const auto& names = source.acts.names();
  if (!names.carries(attribute("value"))) return all;
  const auto ends = source.acts.ask({.table = facts::Table::acts,
                                     .where = one_of(dimension("kind"), {"promise.kept", "promise.broken"}),
                                     .by = {about(), dimension("kind")},
                                     .from = source.from,
                                     .to = source.end,
                                     .statistics = {rows()}});
  if (!ends) return std::unexpected(ends.error());
  std::unordered_map<std::string, bool> kept;
  for (const facts::SliceRow& row : ends->rows) {
    // Broken and kept after all is broken: it was not kept in time.
    const auto [at, is_new] = kept.emplace(row.slice[0].text, row.slice[1].text == "promise.kept");
    if (!is_new) at->second = false;
  }
  facts::Query query{.table = facts::Table::acts,
                     .where = here(source, kind_is("promise.made")),
                     .by = {about(), attribute("value"), dimension("unit")},
                     .from = source.from,
                     .to = source.end,
                     .statistics = {newest_day()}};
  const bool has_due = names.carries(attribute("due"));
  if (has_due) query.by.push_back(attribute("due"));
  const auto made = source.acts.ask(std::move(query));
  if (!made) return std::unexpected(made.error());
  for (const facts::SliceRow& row : made->rows) {
    if (!row.slice[0].known || !row.slice[1].known || !row.numbers[0]) continue;
    Promised one{
        .value = row.slice[1].text, .unit = row.slice[2].text, .day = Day{static_cast<std::int32_t>(*row.numbers[0])}};
    const auto end = kept.find(row.slice[0].text);
    one.due = end != kept.end();
    one.kept = one.due && end->second;
    if (!one.due && has_due && row.slice[3].known) {
      const auto by = day_from_text(row.slice[3].text);
      one.due = by && *by < source.end;
    }
    all.push_back(std::move(one));
  }
  return all;
}

const ItemSum& lived(const ItemSums& sums) {
  static const std::size_t k_place = static_cast<std::size_t>(
      std::ranges::find(k_asked_items, std::string_view("brand_lived")) - k_asked_items.begin());
  return sums.items[k_place];
}

std::optional<Estimate> lived_in_hundredths(const ItemSums& sums, double level) {
  const ItemSum& item = lived(sums);
  const auto mean = measure::mean(item.n, item.sum, item.sum_squares, 100, level, k_five);
  if (!mean) return std::nullopt;
  return in_hundredths(*mean, k_five);
}

Evidence say_do_for(const SaidAndDone& all, const Subject& subject, double level) {
  const ItemSums leaders = of_places(all.leaders, subject.units);
  const ItemSums teams = of_places(all.teams, subject.units);
  const ItemSums customers = of_places(all.customers, subject.units);
  const std::set<std::string> places(subject.units.begin(), subject.units.end());
  struct Count {
    std::int64_t kept = 0, due = 0;
  };
  std::map<std::string, Count> values;
  std::optional<Day> newest;
  std::int64_t n = lived(leaders).n + lived(teams).n + lived(customers).n;
  for (const Promised& one : all.promises) {
    if (!one.due || !(places.empty() || places.contains(one.unit))) continue;
    Count& count = values[one.value];
    ++count.due;
    count.kept += one.kept ? 1 : 0;
    ++n;
    newest = std::max(newest, std::optional(one.day));
  }
  if (values.empty()) return unknown_because("no promise that names a brand value came due in this time");
  if (lived(leaders).n == 0) return unknown_because("no leader answered whether the brand is lived", n, newest);
  if (too_few(leaders, all.k_employee) || too_few(teams, all.k_employee)) return too_few_employees(all.k_employee);
  const auto claimed = lived_in_hundredths(leaders, level);
  if (!claimed) return unknown_because("too few leaders answered whether the brand is lived", n, newest);
  // Each value's mean of what was done, each side alike; answers are the same for all values and so count once in the doubt.
  const auto of_teams = lived_in_hundredths(teams, level);
  const auto of_customers = lived_in_hundredths(customers, level);
  const double sides = 1 + (of_teams ? 1 : 0) + (of_customers ? 1 : 0);
  const double of_each = 1 / sides / static_cast<double>(values.size());
  std::vector<measure::CompositePart> parts;
  for (const auto& [value, count] : values) {
    const auto kept = measure::share(count.kept, count.due, level);
    if (kept) parts.push_back({.estimate = in_hundredths(*kept, {.lowest = 0, .highest = 1}), .weight = of_each});
  }
  if (of_teams) parts.push_back({.estimate = *of_teams, .weight = 1 / sides});
  if (of_customers) parts.push_back({.estimate = *of_customers, .weight = 1 / sides});
  const auto done = measure::composite(parts);
  if (!done) return unknown_because(done.error().message, n, newest);
  return evidence_from(less(*claimed, *done), n, newest);
}

}  // namespace

Result<SpecialEvidence> read_self_gap(const SpecialSource& source) {
  const auto all = std::make_shared<SelfAndOthers>();  // a std::function is copied
  all->k_employee = source.k_employee;
  const auto& names = source.signals.names();
  const facts::Expr teams = from_teams(names.carries(attribute("role")));
  if (names.carries(attribute("leader"))) {
    facts::Expr who = is(dimension("channel"), "self-assessment");
    if (source.only != nullptr && !source.only->leaders.empty())
      who = all_of({std::move(who), one_of(attribute("leader"), source.only->leaders)});
    auto self = read_item_sums(source.signals, who, attribute("leader"), source.from, source.end);
    if (!self) return std::unexpected(self.error());
    all->self = *std::move(self);
    auto others = sums_by_unit(source, teams);
    if (!others) return std::unexpected(others.error());
    all->teams = *std::move(others);
    auto together = read_item_correlations(source.signals, teams, source.end);
    if (!together) return std::unexpected(together.error());
    all->correlations = *std::move(together);
  }
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return self_gap_for(*all, subject, level); });
}

Result<SpecialEvidence> read_perception_gap(const SpecialSource& source) {
  const auto all = std::make_shared<ThreeViews>();  // a std::function is copied
  all->k_employee = source.k_employee;
  if (source.signals.names().carries(attribute("role"))) {
    const facts::Expr teams = from_teams(true);
    const std::array<std::pair<SumsByPlace*, facts::Expr>, 3> groups{
        {{&all->leaders, from_leaders()}, {&all->teams, teams}, {&all->customers, from_customers()}}};
    for (const auto& [sums, who] : groups) {
      auto read = sums_by_unit(source, who);
      if (!read) return std::unexpected(read.error());
      *sums = *std::move(read);
    }
    auto employees = read_item_correlations(source.signals, teams, source.end);
    if (!employees) return std::unexpected(employees.error());
    all->of_employees = *std::move(employees);
    auto customers = read_item_correlations(source.signals, from_customers(), source.end);
    if (!customers) return std::unexpected(customers.error());
    all->of_customers = *std::move(customers);
  }
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return perception_gap_for(*all, subject, level); });
}

Result<SpecialEvidence> read_say_do_gap(const SpecialSource& source) {
  const auto all = std::make_shared<SaidAndDone>();  // a std::function is copied
  all->k_employee = source.k_employee;
  auto promises = read_promises(source);
  if (!promises) return std::unexpected(promises.error());
  all->promises = *std::move(promises);
  if (!all->promises.empty() && source.signals.names().carries(attribute("role"))) {
    const std::array<std::pair<SumsByPlace*, facts::Expr>, 3> groups{
        {{&all->leaders, from_leaders()}, {&all->teams, from_teams(true)}, {&all->customers, from_customers()}}};
    for (const auto& [sums, who] : groups) {
      auto read = sums_by_unit(source, who);
      if (!read) return std::unexpected(read.error());
      *sums = *std::move(read);
    }
  }
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return say_do_for(*all, subject, level); });
}

}  // namespace bellwether::lead
