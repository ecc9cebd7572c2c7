#include "lead/answers_together.hpp"

#include "measure/names.hpp"
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

/// What an item is in each answer: the value itself, or the weighted sum of its parts.
std::vector<std::int64_t> column_of(const TogetherItem& item,
                                    const std::map<std::string, std::vector<std::int64_t>>& of) {
  const std::vector<std::int64_t>& first = of.at(measure::word_of(item.parts.front().value));
  if (item.parts.size() == 1) return first;
  constexpr double k_steps = 1'000;  // finer than any answer, and still whole
  std::vector<double> sums(first.size(), 0);
  std::vector<bool> known(first.size(), true);
  for (const TogetherPart& part : item.parts) {
    const std::vector<std::int64_t>& column = of.at(measure::word_of(part.value));
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (column[i] == facts::k_no_number) known[i] = false;
      if (known[i]) sums[i] += part.weight * k_steps * static_cast<double>(column[i]);
    }
  }
  std::vector<std::int64_t> all;
  all.reserve(sums.size());
  for (std::size_t i = 0; i < sums.size(); ++i) all.push_back(known[i] ? std::llround(sums[i]) : facts::k_no_number);
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
  std::map<std::string, std::vector<std::int64_t>> of;
  for (const TogetherItem* item : items) {
    for (const TogetherPart& part : item->parts) {
      if (of.try_emplace(measure::word_of(part.value)).second) query.of.push_back(part.value);
    }
  }
  const std::vector<facts::Field> fields = query.of;
  auto numbers = signals.numbers(std::move(query));
  if (!numbers) return std::unexpected(numbers.error());
  for (std::size_t i = 0; i < fields.size(); ++i) of[measure::word_of(fields[i])] = std::move(numbers->columns[i]);
  std::vector<Centred> columns;
  for (const TogetherItem* item : items) columns.push_back(centred(column_of(*item, of)));
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      const auto r = correlation(columns[i], columns[j]);
      if (r) correlations.set(items[i]->name, items[j]->name, *r);
    }
  }
  return {};
}

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
  std::map<std::string, std::vector<const TogetherItem*>> together;
  for (const TogetherItem& item : items) {
    std::vector<const TogetherItem*>& alike = together[item.where];
    const bool is_there = std::ranges::any_of(alike, [&](const auto* one) { return one->name == item.name; });
    const bool carried =
        std::ranges::all_of(item.parts, [&](const TogetherPart& part) { return signals.names().carries(part.value); });
    if (!is_there && carried) alike.push_back(&item);
  }
  Correlations correlations;
  for (const auto& [where, alike] : together) {
    if (alike.size() < 2) continue;
    const auto [first, last] = alike.front()->of_employees ? last_months(to) : std::pair(from, to);
    if (auto added = add_pairs(signals, alike, first, last, correlations); !added) {
      return std::unexpected(added.error());
    }
  }
  return correlations;
}

}  // namespace bellwether::lead
