#include "measure/cells.hpp"

#include "base/text.hpp"
#include "measure/ask.hpp"
#include "measure/cells_followed.hpp"
#include "measure/exposure.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include <xxhash.h>

namespace bellwether::measure {

namespace {

facts::Query query_for(const facts::Query& bound, const Cut& cut) {
  facts::Query query = bound;
  query.by = cut.by;
  query.every = cut.every;
  query.from = cut.from;
  query.to = cut.to;
  query.where = both(std::move(query.where), cut.also);
  if (cut.newest) query.statistics.push_back({.kind = facts::Statistic::Kind::newest});
  return query;
}

Result<facts::Slices> ask_store(StoreReader& store, facts::Query query) {
  auto slices = store.ask(std::move(query));
  if (slices && slices->rows.size() > k_most_rows) {
    return fail(Code::too_large,
                "the answer has " + with_thousands(static_cast<long long>(slices->rows.size())) + " rows", {},
                "cut it by fewer names, or narrow it with --where, --from and --to");
  }
  return slices;
}

Result<std::vector<Cell>> counted_cells(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  auto slices = ask_store(store, query_for(bound.query, cut));
  if (!slices) return std::unexpected(slices.error());
  std::vector<Cell> cells;
  for (facts::SliceRow& row : slices->rows) {
    const Tally tally = tally_of(bound, row);
    cells.push_back({.slice = std::move(row.slice), .period = row.period, .tally = tally});
  }
  return cells;
}

/// Numbers that stand for values: numbers in their own scale, words by their hash, so that tallies of several questions to the
/// store are of the same numbers.
class Values {
 public:
  explicit Values(std::int64_t scale) : scale_(scale) {}
  std::int64_t number_of(const facts::Label& label) const {
    if (!label.known) return -1;
    if (const auto decimal = decimal_from(label.text)) {
      return std::llround(decimal->value() * static_cast<double>(scale_));
    }
    return static_cast<std::int64_t>(XXH3_64bits(label.text.data(), label.text.size()) >> 1U);
  }

 private:
  std::int64_t scale_;
};

bool needs_values(const BoundMeasure& bound) {
  return bound.with_values || bound.measure.estimator == Estimator::quantile ||
         bound.measure.estimator == Estimator::agreement;
}

/// Cells that know how often each value was given.
Result<std::vector<Cell>> cells_with_values(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  Cut finer = cut;
  if (bound.items) finer.by.push_back(*bound.items);
  finer.by.push_back(*bound.value);
  auto slices = store.ask(query_for(bound.query, finer));
  if (!slices) return std::unexpected(slices.error());
  const std::int64_t scale = facts::scale_of(*bound.value);
  const Values values(scale);
  const Values items(1'000'000);
  std::map<std::vector<std::string>, std::size_t> where;
  std::vector<Cell> cells;
  for (facts::SliceRow& row : slices->rows) {
    Tally counted = tally_of(bound, row);
    // A mean is of numbers: facts without one, or with a word, have their place but give nothing.
    if (bound.with_values && !row.numbers[1]) counted.n = 0;
    const std::int64_t value = values.number_of(row.slice.back());
    row.slice.pop_back();
    std::int64_t item = 0;
    if (bound.items) {
      const facts::Label label = row.slice.back();
      row.slice.pop_back();
      if (!label.known) continue;
      item = items.number_of(label);
    }
    Cell cell{.slice = std::move(row.slice), .period = row.period, .tally = {}};
    const auto [at, is_new] = where.emplace(place_of(cell), cells.size());
    if (is_new) cells.push_back(std::move(cell));
    Tally& tally = cells[at->second].tally;
    tally.scale = scale;
    tally.n += counted.n;
    tally.sum += counted.sum;
    tally.sum_squares += counted.sum_squares;
    tally.powers = tally.powers + counted.powers;
    tally.employees += counted.employees;
    tally.newest = std::max(tally.newest, counted.newest);
    if (counted.n > 0) tally.given.push_back({.item = item, .value = value, .count = counted.n});
  }
  for (Cell& cell : cells) std::ranges::sort(cell.tally.given);
  sort_cells(cells);  // they came by value before period
  return cells;
}

/// The cells of each part side by side; a part without facts in a place has an empty tally there.
Result<std::vector<Cell>> cells_of_parts(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  std::vector<Cell> cells;
  std::map<std::vector<std::string>, std::size_t> where;
  for (std::size_t i = 0; i < bound.parts.size(); ++i) {
    auto of_part = cells_of(store, bound.parts[i], cut);
    if (!of_part) return std::unexpected(of_part.error());
    for (Cell& cell : *of_part) {
      const auto [at, is_new] = where.emplace(place_of(cell), cells.size());
      if (is_new) {
        cells.push_back({.slice = std::move(cell.slice), .period = cell.period, .tally = {}});
        cells.back().tally.parts.resize(bound.parts.size());
      }
      Tally& tally = cells[at->second].tally;
      tally.n += cell.tally.n;
      tally.employees += cell.tally.employees;
      tally.newest = std::max(tally.newest, cell.tally.newest);
      tally.parts[i] = std::move(cell.tally);
    }
  }
  return cells;
}

Result<std::vector<Cell>> cells_by_kind(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  if (bound.measure.estimator == Estimator::index) return cells_of_parts(store, bound, cut);
  if (!bound.carried) return std::vector<Cell>{};
  if (is_followed(bound.measure)) return cells_followed(store, bound, cut);
  if (needs_values(bound)) return cells_with_values(store, bound, cut);
  auto cells = counted_cells(store, bound, cut);
  if (!cells || !bound.of || !cut.with_exposure) return cells;
  if (auto added = add_exposure(store, bound, cut, *cells); !added) return std::unexpected(added.error());
  return cells;
}

}  // namespace

std::vector<std::string> place_of(const Cell& cell) {
  std::vector<std::string> place;
  place.reserve(cell.slice.size() + 1);
  for (const facts::Label& label : cell.slice) place.push_back(label.known ? "=" + label.text : "?");
  place.push_back(cell.period ? bellwether::to_text(*cell.period) : "");
  return place;
}

void sort_cells(std::vector<Cell>& cells) {
  using Key = std::tuple<bool, bool, double, std::string_view>;
  const auto key_of = [](const facts::Label& label) {
    const auto number = decimal_from(label.text);
    return Key(!label.known, !number, number ? number->value() : 0, label.text);
  };
  std::ranges::sort(cells, [&](const Cell& a, const Cell& b) {
    if (a.slice != b.slice) return std::ranges::lexicographical_compare(a.slice, b.slice, {}, key_of, key_of);
    return std::pair(!a.period, a.period) < std::pair(!b.period, b.period);
  });
}

Result<std::vector<Cell>> cells_of(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  auto cells = cells_by_kind(store, bound, cut);
  if (!cells) return cells;
  if (cells->empty() && cut.by.empty() && cut.every == Grain::none) {
    Cell nothing;
    nothing.tally.parts.resize(bound.parts.size());
    cells->push_back(std::move(nothing));
  }
  return cells;
}

}  // namespace bellwether::measure
