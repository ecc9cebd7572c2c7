#include "measure/exposure.hpp"

#include "base/invariant.hpp"
#include "measure/names.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace bellwether::measure {

namespace {

using PlaceKey = std::vector<std::string>;

/// Exposures by place.
struct Exposures {
  std::map<PlaceKey, std::pair<Cell, double>> of;
  void add(const Cell& cell, double amount) {
    auto [at, is_new] = of.try_emplace(place_of(cell), cell, 0.0);
    at->second.second += amount;
  }
};

/// Which of the fields that the answer is cut by the exposure tells apart: units always, others where any count carries them.
/// What it does not tell apart is counted against all of it: complaints on each theme per 1,000 customers.
Result<std::vector<bool>> told_apart(StoreReader& store, const BoundOther& of, const std::vector<facts::Field>& by) {
  std::vector<bool> told(by.size(), false);
  facts::Query query = of.query;
  query.statistics.clear();
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < by.size(); ++i) {
    const bool is_unit = by[i].kind == facts::Field::Kind::dimension && by[i].name == "unit";
    if (is_unit) told[i] = true;
    if (is_unit || !store.names(of.query.table).carries(by[i])) continue;
    asked.push_back(i);
    query.statistics.push_back({.kind = facts::Statistic::Kind::known, .value = by[i]});
  }
  if (asked.empty()) return told;
  const auto slices = store.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  for (std::size_t i = 0; i < asked.size() && !slices->rows.empty(); ++i) {
    told[asked[i]] = slices->rows[0].numbers[i].value_or(0) > 0;
  }
  return told;
}

double scaled(const BoundOther& of, const std::optional<Int128>& number) {
  const double scale = of.value ? static_cast<double>(facts::scale_of(*of.value)) : 1;
  return static_cast<double>(number.value_or(0)) / scale;
}

Result<Exposures> flows(StoreReader& store, const BoundOther& of, const Cut& cut) {
  facts::Query query = of.query;
  query.by = cut.by;
  query.every = cut.every;
  query.from = cut.from;
  query.to = cut.to;
  query.where = both(std::move(query.where), cut.also);
  auto slices = store.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  Exposures exposures;
  for (facts::SliceRow& row : slices->rows) {
    exposures.add({.slice = std::move(row.slice), .period = row.period, .tally = {}}, scaled(of, row.numbers[0]));
  }
  return exposures;
}

/// The levels of one unit in one slice.
struct Series {
  std::vector<facts::Label> slice;
  std::vector<Level> levels;
};

Result<std::vector<Series>> series_of(StoreReader& store, const BoundOther& of, const Cut& cut) {
  facts::Query query = of.query;
  query.by = cut.by;
  query.every = Grain::day;
  query.where = both(std::move(query.where), cut.also);
  // Units count themselves on days of their own: each has its own level.
  const facts::Field unit{.kind = facts::Field::Kind::dimension, .name = "unit"};
  const bool has_unit = std::ranges::find(query.by, unit) != query.by.end();
  if (!has_unit) query.by.push_back(unit);
  auto slices = store.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  std::map<std::vector<facts::Label>, Series> by_slice;
  for (facts::SliceRow& row : slices->rows) {
    if (!row.period) continue;
    Series& series = by_slice[row.slice];
    if (series.levels.empty()) {
      series.slice = row.slice;
      if (!has_unit) series.slice.pop_back();
    }
    series.levels.push_back({.day = *row.period, .value = scaled(of, row.numbers[0])});
  }
  std::vector<Series> all;
  for (auto& [slice, series] : by_slice) all.push_back(std::move(series));
  return all;
}

/// The days that the question is about.
Result<std::pair<Day, Day>> range_of(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  std::optional<Day> from = cut.from;
  std::optional<Day> to = cut.to;
  for (const facts::Table table : {bound.query.table, bound.of->query.table}) {
    if (from && to) break;
    const auto days = store.days(table);
    if (!days) return std::unexpected(days.error());
    if (!*days) continue;
    if (!cut.from) from = from ? std::min(*from, (*days)->first) : (*days)->first;
    if (!cut.to) {
      const Day after{(*days)->second.days + 1};
      to = to ? std::max(*to, after) : after;
    }
  }
  const Day start = from.value_or(Day{0});
  return std::pair(start, std::max(to.value_or(start), Day{start.days + 1}));
}

Result<Exposures> stocks(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  const auto series = series_of(store, *bound.of, cut);
  if (!series) return std::unexpected(series.error());
  const auto range = range_of(store, bound, cut);
  if (!range) return std::unexpected(range.error());
  Exposures exposures;
  const auto add = [&](const Series& one, std::optional<Day> period, Day from, Day to) {
    exposures.add({.slice = one.slice, .period = period, .tally = {}}, mean_level(one.levels, from, to));
  };
  for (const Series& one : *series) {
    if (cut.every == Grain::none) {
      add(one, std::nullopt, range->first, range->second);
      continue;
    }
    for (Day start = period_start(cut.every, range->first); start < range->second;
         start = period_end(cut.every, start)) {
      add(one, start, std::max(start, range->first), std::min(period_end(cut.every, start), range->second));
    }
  }
  return exposures;
}

/// Places in which nothing happened, though it could have.
void add_without_events(Exposures& exposures, const std::set<PlaceKey>& met, std::vector<Cell>& cells) {
  for (auto& [place, one] : exposures.of) {
    if (met.contains(place)) continue;
    one.first.tally.exposure = one.second;
    cells.push_back(std::move(one.first));
  }
  sort_cells(cells);
}

}  // namespace

double mean_level(const std::vector<Level>& levels, Day from, Day to) {
  invariant(!levels.empty() && from < to);
  double sum = 0;
  Day at = from;
  double value = levels.front().value;
  for (const Level& level : levels) {
    if (level.day > at) {
      const Day until = std::min(level.day, to);
      sum += value * static_cast<double>(until.days - at.days);
      at = until;
    }
    if (at == to) break;
    value = level.value;
  }
  sum += value * static_cast<double>(to.days - at.days);
  return sum / static_cast<double>(to.days - from.days);
}

Result<void> add_exposure(StoreReader& store, const BoundMeasure& bound, const Cut& cut, std::vector<Cell>& cells) {
  if (!bound.of->carried) return {};
  const auto told = told_apart(store, *bound.of, cut.by);
  if (!told) return std::unexpected(told.error());
  Cut coarser = cut;
  coarser.by.clear();
  for (std::size_t i = 0; i < cut.by.size(); ++i) {
    if ((*told)[i]) coarser.by.push_back(cut.by[i]);
  }
  auto exposures = bound.of->stock ? stocks(store, bound, coarser) : flows(store, *bound.of, coarser);
  if (!exposures) return std::unexpected(exposures.error());
  std::set<PlaceKey> met;
  for (Cell& cell : cells) {
    Cell coarse{.slice = {}, .period = cell.period, .tally = {}};
    for (std::size_t i = 0; i < cell.slice.size(); ++i) {
      if ((*told)[i]) coarse.slice.push_back(cell.slice[i]);
    }
    const PlaceKey place = place_of(coarse);
    const auto found = exposures->of.find(place);
    if (found == exposures->of.end()) continue;
    cell.tally.exposure = found->second.second;
    met.insert(place);
  }
  if (coarser.by.size() == cut.by.size()) add_without_events(*exposures, met, cells);
  return {};
}

}  // namespace bellwether::measure
