// What may be told of each place and of several places together: guarded cells, kept for whoever is asked about later.
#pragma once

#include "measure/guarded_cells.hpp"
#include "measure/tally.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace bellwether::lead {

struct ToldByPlace {
  /// A block of employees' answers that lies across several places, and counts where all of them are meant.
  struct Across {
    std::vector<std::string> places;
    measure::Tally tally;
  };

  std::unordered_map<std::string, measure::Tally> by_place;  ///< under "" where there is one place only
  std::vector<Across> across;
  std::unordered_map<std::string, std::vector<std::size_t>> across_from;  ///< by the first of their places
  std::set<std::string> left_out;  ///< places with answers of employees that are not in their tally
  std::string refused;             ///< why no employees' answers are in

  /// Of the places together, each named once; no places: of all. Employees in whole blocks.
  [[nodiscard]] measure::Tally of(const std::vector<std::string>& places) const;
  /// Whether answers of employees at any of the places are in no tally of one place.
  [[nodiscard]] bool leaves_out(const std::vector<std::string>& places) const;
};

/// Cells cut by one field of places, or by none. Periods are put together.
[[nodiscard]] ToldByPlace told_by_place(measure::GuardedCells cells);

}  // namespace bellwether::lead
