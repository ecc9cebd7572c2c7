// The statistics of a measure by slices and periods, before they become numbers: the one way from the facts to a tally.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/bound_measure.hpp"
#include "measure/store_reader.hpp"
#include "measure/tally.hpp"
#include "store/facts/query.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::measure {

struct Cell {
  std::vector<facts::Label> slice;  ///< one per name that it is cut by
  std::optional<Day> period;        ///< its first day; nothing without periods, or for facts without a date
  Tally tally;
};

/// What makes two cells one place: their slice and period.
[[nodiscard]] std::vector<std::string> place_of(const Cell& cell);

/// By slice, the unknown last, numbers by size; then by period, facts without a date last.
void sort_cells(std::vector<Cell>& cells);

/// How the facts are cut.
struct Cut {
  std::vector<facts::Field> by = {};
  Grain every = Grain::none;
  std::optional<Day> from = {}, to = {};  ///< `to` exclusive
  facts::Expr also = {};                  ///< on top of the measure's filter, and of its exposure's
  bool newest = false;                    ///< whether tallies are to know their latest fact
  bool with_exposure = true;              ///< false: facts alone, not what they are counted against
};

/// One cell per slice and period that has facts, in the order of facts::Slices; without slices and periods there is always one,
/// if need be of nothing.
///
/// What takes time belongs to the period in which it began, and is followed to the newest fact of the store. An exposure that is
/// a stock is the mean level over the period; before the first count the level is taken to have been that of the first.
/// Errors: those of the store; `too_large`.
[[nodiscard]] Result<std::vector<Cell>> cells_of(StoreReader& store, const BoundMeasure& bound, const Cut& cut);

}  // namespace bellwether::measure
