// A number as a thin bar of characters: where it stands and how far it may be off, on a scale that a whole table
// shares.
#pragma once

#include "measure/estimate.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace bellwether::tell {

/// The range that all bars of one drawing share. Counts begin at zero.
struct BarScale {
  double low = 0, high = 1;
  bool counts = false;  ///< exact counts: drawn as bars from zero, not as points with an interval
};

/// A round range that holds every interval; counts if all of them are exact and none is below zero.
[[nodiscard]] BarScale scale_for(std::span<const measure::Estimate> estimates);

/// "  ──●───  " with "┊" where zero is inside the scale, or "██████▌   " for counts; "--o---", "#####" in ASCII.
/// Always `columns` wide (at least 3).
[[nodiscard]] std::string interval_bar(const measure::Estimate& estimate, const BarScale& scale, std::size_t columns,
                                       bool unicode);

}  // namespace bellwether::tell
