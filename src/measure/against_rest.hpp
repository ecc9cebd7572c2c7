// Slices against the rest, as plain numbers: what stand_out() does once the facts are counted.
#pragma once

#include "measure/stand_out.hpp"
#include "measure/tally.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bellwether::measure {

struct SliceTally {
  std::string dimension, value;
  Tally tally;
  Tally whole;  ///< everything that the slice is a part of
};

struct AgainstRest {
  std::vector<StandOut> slices;  ///< every slice that was tested, most important first; without their queries
  std::size_t thin = 0;          ///< slices with too few answers, here or in the rest
};

/// Tests each slice against its whole without it, and marks what stands out at the false discovery rate. The measure is a
/// share, net share or mean. A slice that is the whole has no rest and is left out.
[[nodiscard]] AgainstRest against_rest(const Measure& measure, const std::vector<SliceTally>& slices, double level,
                                       double false_discovery_rate);

}  // namespace bellwether::measure
