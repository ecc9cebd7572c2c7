// Specials that hold what leaders say against what others answer and what was done.
#include "lead/analysis/gaps.hpp"
#include "lead/fact_words.hpp"
#include "lead/field.hpp"
#include "lead/item_sums.hpp"
#include "lead/promised.hpp"
#include "lead/specials.hpp"
#include "measure/composite.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <unordered_map>

namespace bellwether::lead {

namespace {

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
  EmployeeSums teams;
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
  const ItemSums teams = all.teams.of(subject.units);
  if (self.answers() == 0) return unknown_because("no self-assessment in this time");
  if (std::string why = all.teams.withheld(subject.units, all.k_employee); !why.empty())
    return withheld_because(std::move(why));
  const auto weights = common_weights(self, teams);
  if (!weights) return unknown_because("nobody else answered the items of the self-assessment");
  if (std::ranges::count_if(*weights, [](double weight) { return weight > 0; }) < 2) {
    return unknown_because("one item alone does not tell how sure an answer about oneself is",
                           self.answers() + teams.answers(), self.newest);
  }
  const Estimate said = said_of_oneself(self, teams, *weights, level);
  const std::array groups{GroupPart{.sums = &teams, .correlations = &all.correlations, .weight = *weights}};
  const auto seen = mean_of_items(groups, level);
  const std::int64_t n = self.answers() + teams.answers();
  const auto newest = std::min(self.newest, teams.newest);
  if (!seen) return unknown_because(seen.error().message, n, newest);
  return evidence_from(less(said, *seen), n, newest);
}

// --- leaders, teams, customers ------------------------------------------------------------------------------------------

struct ThreeViews {
  EmployeeSums leaders, teams;
  SumsByPlace customers;
  Correlations of_employees, of_customers;
  std::int64_t k_employee = 0;
};

/// Why one of the two sides of employees may not be told.
std::string withheld(const ThreeViews& all, const Subject& subject) {
  std::string why = all.leaders.withheld(subject.units, all.k_employee);
  return why.empty() ? all.teams.withheld(subject.units, all.k_employee) : why;
}

Result<void> read_views(const SpecialSource& source, ItemReader& reader, std::span<const std::string_view> items,
                        ThreeViews& all) {
  for (const auto& [who, sums] : {std::pair(Staff::leaders, &all.leaders), std::pair(Staff::teams, &all.teams)}) {
    auto read = reader.employees(who, source.from, source.end, items);
    if (!read) return std::unexpected(read.error());
    *sums = *std::move(read);
  }
  auto customers = read_customers_sums(source.signals, source.only, source.from, source.end);
  if (!customers) return std::unexpected(customers.error());
  all.customers = *std::move(customers);
  return {};
}

Evidence perception_gap_for(const ThreeViews& all, const Subject& subject, double level) {
  const ItemSums leaders = all.leaders.of(subject.units);
  const ItemSums teams = all.teams.of(subject.units);
  const ItemSums customers = of_places(all.customers, subject.units);
  if (std::string why = withheld(all, subject); !why.empty()) return withheld_because(std::move(why));
  if (leaders.answers() == 0) return unknown_because("no leader answered the items in this time");
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
  const std::int64_t n = leaders.answers() + teams.answers() + customers.answers();
  const auto newest = std::min(leaders.newest, std::max(teams.newest, customers.newest));
  if (!said) return unknown_because(said.error().message, n, newest);
  if (!seen) return unknown_because(seen.error().message, n, newest);
  return evidence_from(less(*said, *seen), n, newest);
}

// --- said and done ------------------------------------------------------------------------------------------------------

struct SaidAndDone {
  std::vector<Promised> promises;
  ThreeViews views;
};

Evidence say_do_for(const SaidAndDone& all, const Subject& subject, double level) {
  const ItemSums leaders = all.views.leaders.of(subject.units);
  const ItemSums teams = all.views.teams.of(subject.units);
  const ItemSums customers = of_places(all.views.customers, subject.units);
  const std::map<std::string, KeptOfDue> values = kept_by_value(all.promises, subject.units);
  std::optional<Day> newest;
  std::int64_t n = lived(leaders).n + lived(teams).n + lived(customers).n;
  for (const auto& [value, count] : values) {
    n += count.due;
    newest = std::max(newest, std::optional(count.newest));
  }
  if (values.empty()) return unknown_because("no promise that names a brand value came due in this time");
  if (std::string why = withheld(all.views, subject); !why.empty()) return withheld_because(std::move(why));
  if (lived(leaders).n == 0) return unknown_because("no leader answered whether the brand is lived", n, newest);
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

Result<SpecialEvidence> read_self_gap(const SpecialSource& source, ItemReader& reader) {
  const auto all = std::make_shared<SelfAndOthers>();  // a std::function is copied
  all->k_employee = source.k_employee();
  auto self = read_self_assessments(source.signals, source.only, source.from, source.end);
  if (!self) return std::unexpected(self.error());
  all->self = *std::move(self);
  if (!all->self.empty()) {
    auto teams = reader.employees(Staff::teams, source.from, source.end);
    if (!teams) return std::unexpected(teams.error());
    all->teams = *std::move(teams);
    auto together = reader.correlations(true, source.end);
    if (!together) return std::unexpected(together.error());
    all->correlations = *std::move(together);
  }
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return self_gap_for(*all, subject, level); });
}

Result<SpecialEvidence> read_perception_gap(const SpecialSource& source, ItemReader& reader) {
  const auto all = std::make_shared<ThreeViews>();  // a std::function is copied
  all->k_employee = source.k_employee();
  if (source.signals.names().carries(attribute("role"))) {
    if (auto read = read_views(source, reader, k_asked_items, *all); !read) return std::unexpected(read.error());
    auto employees = reader.correlations(true, source.end);
    if (!employees) return std::unexpected(employees.error());
    all->of_employees = *std::move(employees);
    auto customers = reader.correlations(false, source.end);
    if (!customers) return std::unexpected(customers.error());
    all->of_customers = *std::move(customers);
  }
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return perception_gap_for(*all, subject, level); });
}

Result<SpecialEvidence> read_say_do_gap(const SpecialSource& source, ItemReader& reader) {
  const auto all = std::make_shared<SaidAndDone>();  // a std::function is copied
  all->views.k_employee = source.k_employee();
  auto promises = read_promises(source);
  if (!promises) return std::unexpected(promises.error());
  all->promises = *std::move(promises);
  if (!all->promises.empty() && source.signals.names().carries(attribute("role"))) {
    constexpr std::array<std::string_view, 1> k_lived{"brand_lived"};
    if (auto read = read_views(source, reader, k_lived, all->views); !read) return std::unexpected(read.error());
  }
  return SpecialEvidence(
      [all, level = source.level](const Subject& subject) { return say_do_for(*all, subject, level); });
}

}  // namespace bellwether::lead
