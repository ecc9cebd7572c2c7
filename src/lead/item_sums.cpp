#include "lead/item_sums.hpp"

#include "lead/answers_together.hpp"
#include "lead/fact_words.hpp"

#include <algorithm>

namespace bellwether::lead {

namespace {

constexpr std::size_t k_statistics = 3;
constexpr std::string_view k_turned = "strain";

/// Turned around on 1–5, 6 less the answer.
ItemSum turned(const ItemSum& item) {
  const Int128 six = 600;
  return {.n = item.n,
          .sum = six * item.n - item.sum,
          .sum_squares = six * six * item.n - 2 * six * item.sum + item.sum_squares};
}

std::vector<std::size_t> carried(const measure::StoreReader& signals) {
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < k_asked_items.size(); ++i) {
    if (signals.names().carries(rating(std::string(k_asked_items[i])))) items.push_back(i);
  }
  return items;
}

}  // namespace

std::int64_t ItemSums::people() const {
  std::int64_t most = 0;
  for (const ItemSum& item : items) most = std::max(most, item.n);
  return most;
}

void ItemSums::add(const ItemSums& other) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].n += other.items[i].n;
    items[i].sum += other.items[i].sum;
    items[i].sum_squares += other.items[i].sum_squares;
  }
  newest = std::max(newest, other.newest);
}

Result<SumsByPlace> read_item_sums(measure::StoreReader& signals, const facts::Expr& who, const facts::Field& by,
                                   Day from, Day to) {
  const std::vector<std::size_t> items = carried(signals);
  SumsByPlace all;
  if (items.empty()) return all;
  facts::Query query{.where = who, .by = {by}, .from = from, .to = to, .statistics = {newest_day()}};
  for (const std::size_t item : items) {
    const facts::Field value = rating(std::string(k_asked_items[item]));
    query.statistics.insert(query.statistics.end(), {known(value), sum(value), sum_squares(value)});
  }
  const auto slices = signals.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  for (const facts::SliceRow& row : slices->rows) {
    ItemSums& sums = all[row.slice[0].text];
    if (row.numbers[0]) sums.newest = Day{static_cast<std::int32_t>(*row.numbers[0])};
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::size_t at = 1 + k_statistics * i;
      const ItemSum item{.n = static_cast<std::int64_t>(row.numbers[at].value_or(0)),
                         .sum = row.numbers[at + 1].value_or(0),
                         .sum_squares = row.numbers[at + 2].value_or(0)};
      sums.items[items[i]] = k_asked_items[items[i]] == k_turned ? turned(item) : item;
    }
  }
  return all;
}

ItemSums of_places(const SumsByPlace& sums, const std::vector<std::string>& places) {
  ItemSums all;
  if (places.empty()) {
    for (const auto& [place, one] : sums) all.add(one);
  }
  for (const std::string& place : places) {
    if (const auto found = sums.find(place); found != sums.end()) all.add(found->second);
  }
  return all;
}

Result<Correlations> read_item_correlations(measure::StoreReader& signals, const facts::Expr& who, Day to) {
  constexpr int k_days = 91;
  std::vector<TogetherItem> items;
  for (const std::size_t item : carried(signals)) {
    const std::string word(k_asked_items[item]);
    items.push_back({.name = word, .where = "the same people", .value = rating(word), .filter = who});
  }
  auto found = answers_together(signals, items, Day{to.days - k_days}, to);
  if (!found) return std::unexpected(found.error());
  for (const TogetherItem& item : items) {
    if (item.name == k_turned) continue;
    const std::string strain(k_turned);
    found->set(item.name, strain, -found->between(item.name, strain));
  }
  return *std::move(found);
}

Result<measure::Estimate> mean_of_items(std::span<const GroupPart> groups, double level) {
  struct Row {
    std::size_t group, item;
  };
  std::vector<measure::CompositePart> parts;
  std::vector<Row> rows;
  std::int64_t people = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    bool any = false;
    for (std::size_t i = 0; i < k_asked_items.size(); ++i) {
      if (groups[g].weight[i] <= 0) continue;
      const ItemSum& item = groups[g].sums->items[i];
      const auto mean = measure::mean(item.n, item.sum, item.sum_squares, 100, level, k_five);
      if (!mean) return std::unexpected(mean.error());
      parts.push_back({.estimate = *mean, .weight = groups[g].weight[i]});
      rows.push_back({.group = g, .item = i});
      any = true;
    }
    if (any) people += groups[g].sums->people();
  }
  std::vector<double> correlation;
  for (const Row& a : rows) {
    for (const Row& b : rows) {
      if (a.group != b.group) {
        correlation.push_back(0);
      } else {
        const std::string one(k_asked_items[a.item]);
        correlation.push_back(
            a.item == b.item ? 1 : groups[a.group].correlations->between(one, std::string(k_asked_items[b.item])));
      }
    }
  }
  auto mean = measure::composite(parts, correlation);
  if (mean) mean->n = people;
  return mean;
}

}  // namespace bellwether::lead
