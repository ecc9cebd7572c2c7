#include "lead/answers_together.hpp"

#include "store/facts/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace bellwether::lead {

namespace {

/// Numbers less their mean, as whole numbers so that sums come out alike in whatever order facts are read; 0 where not known.
struct Centred {
  std::vector<double> values;
  std::vector<std::uint8_t> known;
};

Centred centred(const std::vector<std::int64_t>& column) {
  double sum = 0;
  double n = 0;
  for (const std::int64_t value : column) {
    if (value == facts::k_no_number) continue;
    sum += static_cast<double>(value);
    ++n;
  }
  const double mean = n > 0 ? std::round(sum / n) : 0;
  Centred all;
  all.values.reserve(column.size());
  all.known.reserve(column.size());
  for (const std::int64_t value : column) {
    const bool is_known = value != facts::k_no_number;
    all.values.push_back(is_known ? static_cast<double>(value) - mean : 0);
    all.known.push_back(is_known ? 1 : 0);
  }
  return all;
}

/// Nothing where either does not vary, or there are too few.
std::optional<double> correlation(const Centred& a, const Centred& b) {
  double n = 0, sum_a = 0, sum_b = 0, squares_a = 0, squares_b = 0, products = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const double both = a.known[i] & b.known[i];
    const double x = both * a.values[i];
    const double y = both * b.values[i];
    n += both;
    sum_a += x;
    sum_b += y;
    squares_a += x * x;
    squares_b += y * y;
    products += x * y;
  }
  if (n < static_cast<double>(k_least_pairs)) return std::nullopt;
  const double of_a = squares_a - sum_a * sum_a / n;
  const double of_b = squares_b - sum_b * sum_b / n;
  if (!(of_a > 0) || !(of_b > 0)) return std::nullopt;
  const double r = std::clamp((products - sum_a * sum_b / n) / std::sqrt(of_a * of_b), -1.0, 1.0);
  return std::round(100 * r) / 100;
}

/// Of items that come from the same answers.
Result<void> add_pairs(measure::StoreReader& signals, const std::vector<const TogetherItem*>& items, Day from, Day to,
                       Correlations& correlations) {
  facts::NumbersQuery query{.where = items.front()->filter, .from = from, .to = to};
  for (const TogetherItem* item : items) query.of.push_back(item->value);
  auto numbers = signals.numbers(std::move(query));
  if (!numbers) return std::unexpected(numbers.error());
  std::vector<Centred> columns;
  for (std::vector<std::int64_t>& column : numbers->columns) {
    columns.push_back(centred(std::exchange(column, {})));
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      const auto r = correlation(columns[i], columns[j]);
      if (r) correlations.set(items[i]->name, items[j]->name, *r);
    }
  }
  return {};
}

}  // namespace

Result<Correlations> answers_together(measure::StoreReader& signals, const std::vector<TogetherItem>& items, Day from,
                                      Day to) {
  std::map<std::string, std::vector<const TogetherItem*>> together;
  for (const TogetherItem& item : items) {
    std::vector<const TogetherItem*>& alike = together[item.where];
    const bool is_there = std::ranges::any_of(alike, [&](const auto* one) { return one->name == item.name; });
    if (!is_there && signals.names().carries(item.value)) alike.push_back(&item);
  }
  Correlations correlations;
  for (const auto& [where, alike] : together) {
    if (alike.size() < 2) continue;
    if (auto added = add_pairs(signals, alike, from, to, correlations); !added) return std::unexpected(added.error());
  }
  return correlations;
}

}  // namespace bellwether::lead
