#include "lead/analysis/linkage.hpp"

#include "base/invariant.hpp"
#include "lead/analysis/lasting.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>

namespace bellwether::lead {

namespace {

/// One side's unit means against all units in the same weeks, and how noisy each is.
struct UnitMeans {
  std::vector<double> mean;   ///< NaN: none
  std::vector<double> noise;  ///< variance of the mean; NaN: fewer than 2 weeks
};

/// Plain means of weeks: a unit's week is one look at it, however many answered.
UnitMeans unit_means(const Outcome& outcome) {
  const Grid& grid = outcome.grid;
  std::vector<double> sum(grid.periods, 0.0);
  std::vector<double> count(grid.periods, 0.0);
  for (std::size_t i = 0; i < grid.cells(); ++i) {
    if (!std::isfinite(outcome.mean[i])) continue;
    sum[i % grid.periods] += outcome.mean[i];
    ++count[i % grid.periods];
  }
  UnitMeans means;
  for (std::size_t g = 0; g < grid.groups; ++g) {
    std::vector<double> against;
    for (std::size_t t = 0; t < grid.periods; ++t) {
      const double value = outcome.mean[grid.at(g, t)];
      if (std::isfinite(value) && count[t] > 1) against.push_back(value - sum[t] / count[t]);
    }
    const double weeks = static_cast<double>(against.size());
    double mean = 0;
    for (const double value : against) mean += value / weeks;
    means.mean.push_back(against.empty() ? std::nan("") : mean);
    double squares = 0;
    for (double& value : against) {
      value -= mean;
      squares += value * value;
    }
    if (against.size() >= k_least_weeks) {
      const double error = error_of_sum(against).standard_error / weeks;
      means.noise.push_back(error * error);
    } else {
      means.noise.push_back(against.size() < 2 ? std::nan("") : squares / (weeks - 1) / weeks);
    }
  }
  return means;
}

struct Moments2 {
  double n = 0, xx = 0, yy = 0, xy = 0;
};

Moments2 moments(const std::vector<double>& x, const std::vector<double>& y) {
  Moments2 m{.n = static_cast<double>(x.size())};
  double mean_x = 0;
  double mean_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / m.n;
    mean_y += y[i] / m.n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    m.xx += (x[i] - mean_x) * (x[i] - mean_x) / (m.n - 1);
    m.yy += (y[i] - mean_y) * (y[i] - mean_y) / (m.n - 1);
    m.xy += (x[i] - mean_x) * (y[i] - mean_y) / (m.n - 1);
  }
  return m;
}

double mean_of_known(const std::vector<double>& values) {
  double sum = 0;
  double count = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

Estimate correlation_with(double r, double error_of_z, double critical, std::int64_t n, double level) {
  const double z = std::atanh(std::clamp(r, -0.999999, 0.999999));
  return {.value = r,
          .low = std::tanh(z - critical * error_of_z),
          .high = std::tanh(z + critical * error_of_z),
          .level = level,
          .n = n,
          .method = measure::Method::fisher_z};
}

Result<Between> between_units(const Outcome& employees, const Outcome& customers, double level) {
  const UnitMeans a = unit_means(employees);
  const UnitMeans b = unit_means(customers);
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> noise_x;
  std::vector<double> noise_y;
  for (std::size_t g = 0; g < a.mean.size(); ++g) {
    if (!std::isfinite(a.mean[g]) || !std::isfinite(b.mean[g])) continue;
    x.push_back(a.mean[g]);
    y.push_back(b.mean[g]);
    noise_x.push_back(a.noise[g]);
    noise_y.push_back(b.noise[g]);
  }
  if (x.size() < k_least_clusters) {
    return measure::not_enough("fewer than five units have answers of both",
                               "it takes units where employees and customers answer");
  }
  const Moments2 m = moments(x, y);
  if (!(m.xx > 0) || !(m.yy > 0)) return measure::not_enough("all units answer alike", "it takes units that differ");
  const double r = m.xy / std::sqrt(m.xx * m.yy);
  Between between;
  const double error = 1 / std::sqrt(m.n - 3);
  between.correlation =
      correlation_with(r, error, measure::normal_critical(level), static_cast<std::int64_t>(m.n), level);
  between.p =
      2 * cdf(complement(boost::math::normal{}, std::abs(std::atanh(std::clamp(r, -0.999999, 0.999999))) / error));
  between.reliability_employees = std::clamp(1 - mean_of_known(noise_x) / m.xx, 0.0, 1.0);
  between.reliability_customers = std::clamp(1 - mean_of_known(noise_y) / m.yy, 0.0, 1.0);
  const double both = std::sqrt(between.reliability_employees * between.reliability_customers);
  between.without_noise = both > 0 ? std::clamp(r / both, -1.0, 1.0) : r;
  return between;
}

Column weights_of(const Outcome& outcome) {
  Column weights;
  for (const std::int64_t n : outcome.n) weights.push_back(n > 0 ? 1.0 : 0.0);
  return weights;
}

/// Spreads of both once levels are out, which turn a slope into a correlation.
double slope_to_correlation(const Panel& panel, std::size_t which) {
  Column weight = panel.weight;
  for (std::size_t i = 0; i < weight.size(); ++i) {
    bool there = std::isfinite(panel.outcome[i]);
    for (const Column& column : panel.regressors) there = there && std::isfinite(column[i]);
    if (!there) weight[i] = 0;
  }
  const TwoWay effects(panel.grid, std::move(weight));
  Column x = panel.regressors[which];
  Column y = panel.outcome;
  effects.take_out(x);
  effects.take_out(y);
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += effects.weight()[i] * x[i] * x[i];
    yy += effects.weight()[i] * y[i] * y[i];
  }
  return yy > 0 ? std::sqrt(xx / yy) : 0;
}

Result<WithinUnits> within_units(const Outcome& employees, const Outcome& customers, const LinkageOptions& options) {
  Panel panel{.grid = customers.grid,
              .outcome = customers.mean,
              .weight = weights_of(customers),
              .regressors = {},
              .cluster = {}};
  for (const int lag : options.lags) panel.regressors.push_back(lagged(employees.grid, employees.mean, lag));
  auto choice = choose_regressor(panel, options.level, options.flips, options.seed);
  if (!choice) return std::unexpected(choice.error());

  WithinUnits within;
  within.lag = options.lags[choice->best];
  within.p_corrected = choice->p_corrected;
  const double scale = slope_to_correlation(panel, choice->best);
  const Slope& best = choice->chosen;
  const double r = std::clamp(best.estimate.value * scale, -1.0, 1.0);
  // For normal pairs √n (b sd_x / sd_y − ρ) spreads by √(1 − ρ²) with both spreads fixed, and by 1 − ρ² where they are
  // estimated with it; z takes the latter to 1, so the slope's scaled error is divided by √(1 − r²).
  const double error_of_z = best.standard_error * scale / std::sqrt(std::max(1e-12, 1 - r * r));
  const double critical =
      best.standard_error > 0 ? (best.estimate.high - best.estimate.value) / best.standard_error : 0;
  within.correlation =
      correlation_with(r, error_of_z, critical, static_cast<std::int64_t>(choice->cells), options.level);
  within.effective_n = error_of_z > 0 ? 3 + 1 / (error_of_z * error_of_z) : 0;
  within.lags = std::move(choice->slopes);
  return within;
}

}  // namespace

Linkage linkage_of(const Outcome& employees, const Outcome& customers, const LinkageOptions& options) {
  invariant(employees.grid == customers.grid && !options.lags.empty());
  return {.between = between_units(employees, customers, options.level),
          .within = within_units(employees, customers, options)};
}

}  // namespace bellwether::lead
