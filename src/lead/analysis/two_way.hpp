// Taking out what belongs to a unit in all weeks and to a week in all units, so that what is left can be compared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::lead {

/// Groups × periods, row by row: the cell of group g in period t stands at g × periods + t.
struct Grid {
  std::size_t groups = 0, periods = 0;
  [[nodiscard]] std::size_t cells() const { return groups * periods; }
  [[nodiscard]] std::size_t at(std::size_t group, std::size_t period) const { return group * periods + period; }
  friend bool operator==(const Grid&, const Grid&) = default;
};

/// Weighted group and period effects, absorbed exactly also where cells are missing: groups are eliminated, and what is
/// left are the normal equations of the periods, factored once. Where the cells fall apart into unconnected parts, each
/// keeps its own level. Source: the partitioned regression of Frisch & Waugh, Econometrica 1 (1933) 387–401, and
/// Lovell, JASA 58 (1963) 993–1010. Making it costs groups × periods² / 2 steps, taking out one column groups ×
/// periods.
class TwoWay {
 public:
  /// `weight` has one number for each cell, none below 0; 0 says that the cell is missing.
  TwoWay(Grid grid, std::vector<double> weight);

  /// What is left of `values` in place; missing cells, whatever stands there, become 0.
  void take_out(std::span<double> values) const;

  /// The same for a column that is 0 in all groups but `groups`, of which `rows` holds the rows one after the other:
  /// what is left in these. Costs their cells and periods² instead of the whole grid.
  void take_out_of(std::span<const std::uint32_t> groups, std::span<double> rows) const;

  [[nodiscard]] const Grid& grid() const { return grid_; }
  [[nodiscard]] const std::vector<double>& weight() const { return weight_; }
  [[nodiscard]] double group_weight(std::size_t group) const { return group_weight_[group]; }
  [[nodiscard]] double period_weight(std::size_t period) const { return period_weight_[period]; }
  [[nodiscard]] std::size_t cells() const { return cells_; }  ///< with a weight
  /// Levels that are estimated: groups and periods with cells, less one for each connected part.
  [[nodiscard]] std::size_t levels() const { return levels_; }

 private:
  void add_to(std::vector<double>& level, std::size_t group, double* row) const;
  void leave(const std::vector<double>& level, std::size_t group, double* row) const;
  void solve(std::vector<double>& periods) const;

  Grid grid_;
  std::vector<double> weight_, group_weight_, period_weight_;
  std::vector<double> factor_;  ///< lower triangle, periods × periods; a diagonal of 0 is a level that is free
  std::size_t cells_ = 0, levels_ = 0;
};

}  // namespace bellwether::lead
