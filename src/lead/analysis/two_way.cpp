#include "lead/analysis/two_way.hpp"

#include "base/invariant.hpp"

#include <cmath>
#include <utility>

namespace bellwether::lead {

TwoWay::TwoWay(Grid grid, std::vector<double> weight)
    : grid_(grid), weight_(std::move(weight)), group_weight_(grid.groups), period_weight_(grid.periods) {
  invariant(weight_.size() == grid_.cells());
  const std::size_t periods = grid_.periods;
  factor_.assign(periods * periods, 0.0);
  for (std::size_t g = 0; g < grid_.groups; ++g) {
    const double* row = &weight_[grid_.at(g, 0)];
    for (std::size_t t = 0; t < periods; ++t) {
      invariant(row[t] >= 0 && std::isfinite(row[t]));
      group_weight_[g] += row[t];
      period_weight_[t] += row[t];
      if (row[t] > 0) ++cells_;
    }
    if (group_weight_[g] <= 0) continue;
    ++levels_;
    for (std::size_t t = 0; t < periods; ++t) {
      if (row[t] == 0) continue;
      const double share = row[t] / group_weight_[g];
      double* line = &factor_[t * periods];
      for (std::size_t s = 0; s <= t; ++s) line[s] -= share * row[s];
    }
  }

  // Cholesky's factor; a pivot that vanishes is a level that others already fix.
  for (std::size_t t = 0; t < periods; ++t) {
    double* line = &factor_[t * periods];
    line[t] += period_weight_[t];
    for (std::size_t s = 0; s <= t; ++s) {
      const double* other = &factor_[s * periods];
      double left = line[s];
      for (std::size_t k = 0; k < s; ++k) left -= line[k] * other[k];
      if (s < t) {
        line[s] = other[s] > 0 ? left / other[s] : 0;
      } else {
        line[t] = left > 1e-10 * period_weight_[t] ? std::sqrt(left) : 0;
      }
    }
    if (line[t] > 0) ++levels_;
  }
}

void TwoWay::solve(std::vector<double>& x) const {
  const std::size_t periods = grid_.periods;
  for (std::size_t t = 0; t < periods; ++t) {
    const double* line = &factor_[t * periods];
    for (std::size_t s = 0; s < t; ++s) x[t] -= line[s] * x[s];
    x[t] = line[t] > 0 ? x[t] / line[t] : 0;
  }
  for (std::size_t t = periods; t-- > 0;) {
    const double* line = &factor_[t * periods];
    x[t] = line[t] > 0 ? x[t] / line[t] : 0;
    for (std::size_t s = 0; s < t; ++s) x[s] -= line[s] * x[t];
  }
}

/// What a group's row adds to the right-hand side of the periods' equations.
void TwoWay::add_to(std::vector<double>& level, std::size_t group, double* row) const {
  const double* weight = &weight_[grid_.at(group, 0)];
  double sum = 0;
  for (std::size_t t = 0; t < grid_.periods; ++t) {
    if (weight[t] == 0) row[t] = 0;
    sum += weight[t] * row[t];
  }
  const double mean = group_weight_[group] > 0 ? sum / group_weight_[group] : 0;
  for (std::size_t t = 0; t < grid_.periods; ++t) level[t] += weight[t] * (row[t] - mean);
}

void TwoWay::leave(const std::vector<double>& level, std::size_t group, double* row) const {
  const double* weight = &weight_[grid_.at(group, 0)];
  double sum = 0;
  for (std::size_t t = 0; t < grid_.periods; ++t) sum += weight[t] * (row[t] - level[t]);
  const double mean = group_weight_[group] > 0 ? sum / group_weight_[group] : 0;
  for (std::size_t t = 0; t < grid_.periods; ++t) row[t] = weight[t] == 0 ? 0 : row[t] - level[t] - mean;
}

void TwoWay::take_out(std::span<double> values) const {
  invariant(values.size() == grid_.cells());
  std::vector<double> level(grid_.periods, 0.0);
  for (std::size_t g = 0; g < grid_.groups; ++g) add_to(level, g, &values[grid_.at(g, 0)]);
  solve(level);
  for (std::size_t g = 0; g < grid_.groups; ++g) leave(level, g, &values[grid_.at(g, 0)]);
}

void TwoWay::take_out_of(std::span<const std::uint32_t> groups, std::span<double> rows) const {
  invariant(rows.size() == groups.size() * grid_.periods);
  std::vector<double> level(grid_.periods, 0.0);
  for (std::size_t i = 0; i < groups.size(); ++i) add_to(level, groups[i], &rows[i * grid_.periods]);
  solve(level);
  for (std::size_t i = 0; i < groups.size(); ++i) leave(level, groups[i], &rows[i * grid_.periods]);
}

}  // namespace bellwether::lead
