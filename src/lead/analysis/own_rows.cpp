#include "lead/analysis/own_rows.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace bellwether::lead {

namespace {

constexpr double k_least_carrying = 5;  ///< weeks that carry the movement, counted by their shares

/// The leader's rows of the grid, as seen by the sums below.
struct Own {
  const TwoWay& effects;
  std::span<const std::uint32_t> groups;

  template <class Take>
  void each(Take take) const {
    const Grid& grid = effects.grid();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (std::size_t t = 0; t < grid.periods; ++t) {
        const double weight = effects.weight()[grid.at(groups[i], t)];
        if (weight > 0) take(i * grid.periods + t, grid.at(groups[i], t), t, weight);
      }
    }
  }
};

std::vector<double> left_of(const Own& own, const std::vector<double>& rows) {
  std::vector<double> left = rows;
  own.effects.take_out_of(own.groups, left);
  return left;
}

/// Each group's mean taken out of its own row; missing cells become 0.
std::vector<double> around_group_means(const Own& own, const std::vector<double>& rows) {
  const std::size_t periods = own.effects.grid().periods;
  std::vector<double> sum(own.groups.size(), 0.0);
  own.each([&](std::size_t at, std::size_t, std::size_t, double w) { sum[at / periods] += w * rows[at]; });
  std::vector<double> around(rows.size(), 0.0);
  own.each([&](std::size_t at, std::size_t, std::size_t, double) {
    around[at] = rows[at] - sum[at / periods] / own.effects.group_weight(own.groups[at / periods]);
  });
  return around;
}

double product(const Own& own, const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  own.each([&](std::size_t at, std::size_t, std::size_t, double w) { sum += w * a[at] * b[at]; });
  return sum;
}

double product_with(const Own& own, const Column& whole, const std::vector<double>& rows) {
  double sum = 0;
  own.each([&](std::size_t at, std::size_t cell, std::size_t, double w) { sum += w * whole[cell] * rows[at]; });
  return sum;
}

/// `error` is what is left of the outcome in the own rows once all slopes are taken out.
std::optional<Slope> judge(const Own& own, double value, const std::vector<double>& rows,
                           const std::vector<double>& left, const std::vector<double>& error, double movement,
                           double level) {
  const std::size_t periods = own.effects.grid().periods;
  // Other groups' errors in a week are those of the own ones with the other sign, since the week's level is out of all
  // of them; so the sum over the whole grid is one over the own rows, with only group means taken out of the column.
  const std::vector<double> around = around_group_means(own, rows);
  std::vector<double> scores(periods, 0.0);
  std::vector<double> pull(periods, 0.0);
  std::vector<char> there(periods, 0);
  std::int64_t cells = 0;
  own.each([&](std::size_t at, std::size_t, std::size_t t, double w) {
    scores[t] += w * around[at] * error[at];
    pull[t] += w * left[at] * left[at] / movement;
    there[t] = 1;
    ++cells;
  });
  double carrying = 0;
  std::vector<double> in_order;
  for (std::size_t t = 0; t < periods; ++t) {
    if (there[t] == 0) continue;
    carrying += pull[t] * pull[t];
    in_order.push_back(scores[t] / std::sqrt(1 - std::min(0.8, pull[t])));
  }
  if (in_order.size() < k_least_weeks || carrying * k_least_carrying > 1) return std::nullopt;
  LastingError sum = error_of_sum(in_order);
  sum.standard_error /= movement;
  if (!(sum.standard_error > 0)) return std::nullopt;
  return slope_with(value, sum, cells, level);
}

bool moves(const Own& own, double movement, const std::vector<double>& rows) {
  return movement > 1e-9 * product(own, rows, rows) && movement > 0;
}

}  // namespace

std::optional<Slope> slope_of_own(const TwoWay& effects, const Column& left_outcome,
                                  std::span<const std::uint32_t> groups, const std::vector<double>& rows,
                                  double level) {
  const Own own{.effects = effects, .groups = groups};
  const std::vector<double> left = left_of(own, rows);
  const double movement = product(own, rows, left);
  if (!moves(own, movement, rows)) return std::nullopt;
  const double value = product_with(own, left_outcome, rows) / movement;
  std::vector<double> error(rows.size(), 0.0);
  own.each([&](std::size_t at, std::size_t cell, std::size_t, double) {
    error[at] = left_outcome[cell] - value * left[at];
  });
  return judge(own, value, rows, left, error, movement, level);
}

std::optional<Slope> slope_beside(const TwoWay& effects, const Column& left_outcome,
                                  std::span<const std::uint32_t> groups, std::vector<double> rows,
                                  const std::vector<double>& other, double level) {
  const Own own{.effects = effects, .groups = groups};
  const std::vector<double> other_left = left_of(own, other);
  const double other_movement = product(own, other, other_left);
  if (!moves(own, other_movement, other)) return slope_of_own(effects, left_outcome, groups, rows, level);
  const double shared = product(own, rows, other_left) / other_movement;
  const double before = product(own, rows, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] -= shared * other[i];
  const std::vector<double> left = left_of(own, rows);
  const double movement = product(own, rows, left);
  if (movement <= 1e-6 * before) return std::nullopt;  // twins

  const double value = product_with(own, left_outcome, rows) / movement;
  const double other_value = product_with(own, left_outcome, other) / other_movement;
  std::vector<double> error(rows.size(), 0.0);
  own.each([&](std::size_t at, std::size_t cell, std::size_t, double) {
    error[at] = left_outcome[cell] - value * left[at] - other_value * other_left[at];
  });
  return judge(own, value, rows, left, error, movement, level);
}

}  // namespace bellwether::lead
