#include "lead/item_sums.hpp"

#include "lead/analysis/gaps.hpp"
#include "lead/answers_together.hpp"
#include "lead/fact_words.hpp"
#include "measure/bound_measure.hpp"
#include "measure/catalogue.hpp"

#include <algorithm>
#include <utility>

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

ItemSum upright(std::size_t item, const ItemSum& sum) { return k_asked_items[item] == k_turned ? turned(sum) : sum; }

std::vector<std::size_t> carried(const measure::StoreReader& signals) {
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < k_asked_items.size(); ++i) {
    if (signals.names().carries(rating(std::string(k_asked_items[i])))) items.push_back(i);
  }
  return items;
}

/// The sums of those `who` are, by a field of places.
Result<SumsByPlace> read_sums(measure::StoreReader& signals, const facts::Expr& who, const facts::Field& by, Day from,
                              Day to) {
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
      sums.items[items[i]] = upright(items[i], item);
    }
  }
  return all;
}

/// One item's mean, with the filter by which the catalogue tells the group apart.
measure::Measure measure_of(std::string_view item, Staff who) {
  measure::Measure measure;
  measure.id = item;
  measure.value = "rating." + std::string(item);
  measure.estimator = measure::Estimator::mean;
  measure.where = R"(voice_of = "employee" and channel != "self-assessment" and attribute.role )" +
                  std::string(who == Staff::leaders ? "=" : "!=") + R"( "leader")";
  return measure;
}

ItemSum item_sum_of(std::size_t item, const measure::Tally& tally) {
  if (tally.n == 0) return {};
  return upright(item, {.n = tally.n, .sum = tally.sum, .sum_squares = tally.sum_squares});
}

}  // namespace

std::int64_t ItemSums::answers() const {
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

Result<SumsByPlace> read_customers_sums(measure::StoreReader& signals, const Subject* only, Day from, Day to) {
  facts::Expr who = from_customers();
  if (only != nullptr && !only->units.empty()) who = all_of({std::move(who), one_of(dimension("unit"), only->units)});
  return read_sums(signals, who, dimension("unit"), from, to);
}

Result<SumsByPlace> read_self_assessments(measure::StoreReader& signals, const Subject* only, Day from, Day to) {
  if (!signals.names().carries(attribute("leader"))) return SumsByPlace{};
  facts::Expr who = is(dimension("channel"), "self-assessment");
  if (only != nullptr && !only->leaders.empty())
    who = all_of({std::move(who), one_of(attribute("leader"), only->leaders)});
  return read_sums(signals, who, attribute("leader"), from, to);
}

ItemSums EmployeeSums::of(const std::vector<std::string>& units) const {
  ItemSums all;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i] == nullptr) continue;
    const measure::Tally tally = items[i]->of(units);
    all.items[i] = item_sum_of(i, tally);
    all.newest = std::max(all.newest, tally.newest);
  }
  return all;
}

std::string EmployeeSums::withheld(const std::vector<std::string>& units, std::int64_t k_employee) const {
  bool left_out = false;
  std::string refused;
  for (const auto& item : items) {
    if (item == nullptr) continue;
    if (item->of(units).n > 0) return {};
    left_out = left_out || item->leaves_out(units);
    if (refused.empty()) refused = item->refused;
  }
  if (!refused.empty() || !left_out) return refused;
  return "employees are told of in groups of " + std::to_string(k_employee) + " people or more, and there is none here";
}

Result<EmployeeSums> ItemReader::employees(Staff who, Day from, Day to, std::span<const std::string_view> items) {
  EmployeeSums sums;
  measure::Cut cut{.by = {dimension("unit")}, .from = from, .to = to, .newest = true};
  if (only_ != nullptr && !only_->units.empty()) cut.also = one_of(dimension("unit"), only_->units);
  for (const std::size_t item : carried(signals_)) {
    if (std::ranges::find(items, k_asked_items[item]) == items.end()) continue;
    auto& told = told_[{.who = who, .item = item, .from = from, .to = to}];
    if (told == nullptr) {
      const auto bound = measure::bind_measure(measure_of(k_asked_items[item], who), {}, signals_);
      if (!bound) return std::unexpected(bound.error());
      auto cells = measure::guarded_cells(signals_, rules_, *bound, cut);
      if (!cells) return std::unexpected(cells.error());
      told = std::make_shared<const ToldByPlace>(told_by_place(*std::move(cells)));
    }
    sums.items[item] = told;
  }
  return sums;
}

Result<Correlations> ItemReader::correlations(bool of_employees, Day to) {
  const std::pair key(of_employees, to);
  if (const auto known = correlations_.find(key); known != correlations_.end()) return known->second;
  constexpr int k_days = 91;
  const facts::Expr who = of_employees ? from_teams(signals_.names().carries(attribute("role"))) : from_customers();
  std::vector<TogetherItem> items;
  for (const std::size_t item : carried(signals_)) {
    const std::string word(k_asked_items[item]);
    items.push_back({.name = word,
                     .where = "the same people",
                     .parts = {{.value = rating(word), .weight = 1}},
                     .filter = who,
                     .of_employees = of_employees});
  }
  auto found = answers_together(signals_, items, Day{to.days - k_days}, to);
  if (!found) return std::unexpected(found.error());
  for (const TogetherItem& item : items) {
    if (item.name == k_turned) continue;
    const std::string strain(k_turned);
    found->set(item.name, strain, -found->between(item.name, strain));
  }
  return correlations_.emplace(key, *std::move(found)).first->second;
}

const ItemSum& lived(const ItemSums& sums) {
  static const std::size_t k_place = static_cast<std::size_t>(
      std::ranges::find(k_asked_items, std::string_view("brand_lived")) - k_asked_items.begin());
  return sums.items[k_place];
}

std::optional<measure::Estimate> lived_in_hundredths(const ItemSums& sums, double level) {
  const ItemSum& item = lived(sums);
  const auto mean = measure::mean(item.n, item.sum, item.sum_squares, 100, level, k_five);
  if (!mean) return std::nullopt;
  return in_hundredths(*mean, k_five);
}

Result<measure::Estimate> mean_of_items(std::span<const GroupPart> groups, double level) {
  struct Row {
    std::size_t group, item;
  };
  std::vector<measure::CompositePart> parts;
  std::vector<Row> rows;
  std::int64_t answers = 0;
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
    if (any) answers += groups[g].sums->answers();
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
  if (mean) mean->n = answers;
  return mean;
}

}  // namespace bellwether::lead
