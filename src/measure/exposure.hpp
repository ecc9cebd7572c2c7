// What events are counted against: flows that add up (invitations sent), and stocks that hold until the next count (customers).
#pragma once

#include "base/result.hpp"
#include "measure/cells.hpp"

#include <vector>

namespace bellwether::measure {

/// Sets the exposure of each cell, and adds cells of no events where there is exposure alone. Cells that differ in what the
/// exposure does not tell apart (themes, channels) share the same. Errors: those of the store.
[[nodiscard]] Result<void> add_exposure(StoreReader& store, const BoundMeasure& bound, const Cut& cut,
                                        std::vector<Cell>& cells);

/// A level that was told on some days, the first of which also stands for the time before it.
struct Level {
  Day day;
  double value = 0;
};
/// The mean level from `from` to before `to`. `levels` are in order of days, at least one.
[[nodiscard]] double mean_level(const std::vector<Level>& levels, Day from, Day to);

}  // namespace bellwether::measure
