#include "lead/item_gaps.hpp"

#include "lead/analysis/gaps.hpp"
#include "lead/promised.hpp"
#include "measure/composite.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

namespace bellwether::lead {

namespace {

constexpr double k_false_discovery_rate = 0.05;

struct Views {
  ItemSums leaders, teams, customers;
};

Result<Views> read_views(const SpecialSource& source, const Subject& subject, std::span<const std::string_view> items) {
  ItemReader reader(source.signals, source.rules, source.only);
  const auto leaders = reader.employees(Staff::leaders, source.from, source.end, items);
  if (!leaders) return std::unexpected(leaders.error());
  const auto teams = reader.employees(Staff::teams, source.from, source.end, items);
  if (!teams) return std::unexpected(teams.error());
  const auto customers = read_customers_sums(source.signals, source.only, source.from, source.end);
  if (!customers) return std::unexpected(customers.error());
  return Views{.leaders = leaders->of(subject.units),
               .teams = teams->of(subject.units),
               .customers = of_places(*customers, subject.units)};
}

std::optional<Estimate> mean_of(const ItemSum& item, double level) {
  const auto mean = measure::mean(item.n, item.sum, item.sum_squares, 100, level, k_five);
  return mean ? std::optional(*mean) : std::nullopt;
}

std::optional<measure::Difference> above(const std::optional<Estimate>& one, const std::optional<Estimate>& other) {
  if (!one || !other) return std::nullopt;
  return measure::difference(*one, *other);
}

/// A verdict that chance alone would give among so many is none.
void hold_against_chance(const std::vector<measure::Difference*>& differences) {
  std::vector<double> p;
  for (const measure::Difference* one : differences) p.push_back(one->p);
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    if (adjusted[i] > k_false_discovery_rate) differences[i]->verdict = measure::Verdict::cant_tell;
  }
}

}  // namespace

Result<std::vector<ItemGap>> read_item_gaps(const SpecialSource& source, const Subject& subject) {
  const auto views = read_views(source, subject, k_asked_items);
  if (!views) return std::unexpected(views.error());
  std::vector<ItemGap> gaps;
  for (std::size_t i = 0; i < k_asked_items.size(); ++i) {
    ItemGap gap{.item = std::string(k_asked_items[i]),
                .leaders = mean_of(views->leaders.items[i], source.level),
                .teams = mean_of(views->teams.items[i], source.level),
                .customers = mean_of(views->customers.items[i], source.level),
                .above_teams = {},
                .above_customers = {}};
    gap.above_teams = above(gap.leaders, gap.teams);
    gap.above_customers = above(gap.leaders, gap.customers);
    if (gap.above_teams || gap.above_customers) gaps.push_back(std::move(gap));
  }
  std::vector<measure::Difference*> all;
  for (ItemGap& gap : gaps) {
    if (gap.above_teams) all.push_back(&*gap.above_teams);
    if (gap.above_customers) all.push_back(&*gap.above_customers);
  }
  hold_against_chance(all);
  return gaps;
}

Result<std::vector<ValueGap>> read_value_gaps(const SpecialSource& source, const Subject& subject) {
  const auto promises = read_promises(source);
  if (!promises) return std::unexpected(promises.error());
  const std::map<std::string, KeptOfDue> values = kept_by_value(*promises, subject.units);
  std::vector<ValueGap> gaps;
  if (values.empty()) return gaps;
  constexpr std::array<std::string_view, 1> k_lived{"brand_lived"};
  const auto views = read_views(source, subject, k_lived);
  if (!views) return std::unexpected(views.error());
  const auto claimed = lived_in_hundredths(views->leaders, source.level);
  const auto of_teams = lived_in_hundredths(views->teams, source.level);
  const auto of_customers = lived_in_hundredths(views->customers, source.level);
  for (const auto& [value, count] : values) {
    const auto kept = measure::share(count.kept, count.due, source.level);
    if (!kept) continue;
    const Estimate in_percent = in_hundredths(*kept, {.lowest = 0, .highest = 1});
    std::vector<measure::CompositePart> parts{{.estimate = in_percent, .weight = 1}};
    if (of_teams) parts.push_back({.estimate = *of_teams, .weight = 1});
    if (of_customers) parts.push_back({.estimate = *of_customers, .weight = 1});
    const auto done = measure::composite(parts);
    if (!done) continue;
    gaps.push_back(
        {.value = value, .kept = in_percent, .done = *done, .claimed = claimed, .gap = above(claimed, *done)});
  }
  std::vector<measure::Difference*> all;
  for (ValueGap& gap : gaps) {
    if (gap.gap) all.push_back(&*gap.gap);
  }
  hold_against_chance(all);
  return gaps;
}

}  // namespace bellwether::lead
