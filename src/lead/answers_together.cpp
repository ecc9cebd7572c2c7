#include "lead/answers_together.hpp"

#include "measure/bound_measure.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace bellwether::lead {

namespace {

using Kind = facts::Statistic::Kind;
constexpr std::size_t k_statistics = 6;  ///< of one pair

void add_pair(facts::Query& query, const facts::Field& a, const facts::Field& b) {
  const auto paired = [&](Kind kind, const facts::Field& value, const facts::Field& other) {
    query.statistics.push_back({.kind = kind, .value = value, .where = {}, .other = other});
  };
  facts::Expr both_known = measure::both({facts::Known{.field = a}}, {facts::Known{.field = b}});
  query.statistics.push_back({.kind = Kind::hits, .value = {}, .where = std::move(both_known)});
  paired(Kind::sum_beside, a, b);
  paired(Kind::squares_beside, a, b);
  paired(Kind::sum_beside, b, a);
  paired(Kind::squares_beside, b, a);
  paired(Kind::sum_product, a, b);
}

/// Nothing where either does not vary, or there are too few.
std::optional<double> correlation(std::span<const std::optional<Int128>> numbers) {
  const auto number = [&](std::size_t i) { return static_cast<double>(numbers[i].value_or(0)); };
  const double n = number(0);
  if (n < static_cast<double>(k_least_pairs)) return std::nullopt;
  const double a = number(2) - number(1) * number(1) / n;
  const double b = number(4) - number(3) * number(3) / n;
  if (!(a > 0) || !(b > 0)) return std::nullopt;
  return std::clamp((number(5) - number(1) * number(3) / n) / std::sqrt(a * b), -1.0, 1.0);
}

double to_two_digits(double r) { return std::round(100 * r) / 100; }

/// The last three whole calendar months before a day.
std::pair<Day, Day> last_months(Day to) {
  const Day end = period_start(Grain::month, to);
  Day from = end;
  for (int month = 0; month < 3; ++month) from = period_start(Grain::month, Day{from.days - 1});
  return {from, end};
}

}  // namespace

Result<Correlations> answers_together(measure::StoreReader& signals, const std::vector<TogetherItem>& items, Day from,
                                      Day to) {
  Correlations correlations;
  std::vector<std::pair<const TogetherItem*, const TogetherItem*>> pairs;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      const bool together = items[i].where == items[j].where && items[i].name != items[j].name;
      const bool known = signals.names().carries(items[i].value) && signals.names().carries(items[j].value);
      if (together && known) pairs.emplace_back(&items[i], &items[j]);
    }
  }
  std::ranges::stable_sort(pairs, {}, [](const auto& pair) { return pair.first->where; });
  constexpr std::size_t k_pairs_at_once = 10;
  for (std::size_t at = 0; at < pairs.size();) {
    const bool of_employees = pairs[at].first->of_employees;  // of all with this filter
    const auto [first, last] = of_employees ? last_months(to) : std::pair(from, to);
    facts::Query query{.table = facts::Table::signals, .where = pairs[at].first->filter, .from = first, .to = last};
    std::size_t end = at;
    while (end < pairs.size() && end < at + k_pairs_at_once && pairs[end].first->where == pairs[at].first->where) {
      add_pair(query, pairs[end].first->value, pairs[end].second->value);
      ++end;
    }
    const auto slices = signals.ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());
    for (std::size_t i = at; i < end && !slices->rows.empty(); ++i) {
      const std::span<const std::optional<Int128>> numbers(slices->rows[0].numbers);
      const auto r = correlation(numbers.subspan((i - at) * k_statistics, k_statistics));
      if (r) correlations.set(pairs[i].first->name, pairs[i].second->name, of_employees ? to_two_digits(*r) : *r);
    }
    at = end;
  }
  return correlations;
}

}  // namespace bellwether::lead
