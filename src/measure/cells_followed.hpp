// Cells of measures that follow facts in time: to what ends them, or to the next of their kind.
#pragma once

#include "base/result.hpp"
#include "measure/cells.hpp"

#include <vector>

namespace bellwether::measure {

/// Whether a measure follows its facts: survival, in_time, repeat.
[[nodiscard]] bool is_followed(const Measure& measure);

/// Each fact waits for the first one after it (or at the same instant) that ends it and shares its key. Several facts may be ended
/// by one. Errors: as cells_of().
[[nodiscard]] Result<std::vector<Cell>> cells_followed(StoreReader& store, const BoundMeasure& bound, const Cut& cut);

}  // namespace bellwether::measure
