// A grid of worlds and numbers of answers: runs every cell, prints a table, and sums up.
#pragma once

#include "measure/coverage.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::truth {

inline constexpr double k_level = 0.95;
inline constexpr std::int64_t k_worst_from = 10;  ///< with fewer answers no method holds everywhere
inline constexpr double k_seldom = 0.2;           ///< cells with an answer this seldom are shown, and not counted

struct Case {
  std::string world;
  std::function<measure::Kept(std::int64_t)> coverage;
};

struct Summary {
  double mean = 0;
  double worst = 1;
  std::string where;
};

/// A line per world; a cell is what share of the intervals holds the truth, in brackets where more than one in
/// a hundred draws had none.
[[nodiscard]] Summary run(const std::string& title, const std::vector<Case>& cases, std::span<const std::int64_t> sizes,
                          const char* counted = "answers");

/// The grids of truth_amounts.cpp, by the figure's name.
struct Named {
  std::string name;
  Summary summary;
  double bar_mean, bar_worst;  ///< 0: no bar, shown to compare
  bool floor_only = false;     ///< where so little can be seen that any interval must hold more than its level
};
[[nodiscard]] std::vector<Named> amounts();

}  // namespace bellwether::truth
