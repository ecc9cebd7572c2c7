#include "lead/analysis/means.hpp"

#include "lead/analysis/lasting.hpp"
#include "measure/critical.hpp"

#include <cmath>

namespace bellwether::lead {

namespace {

struct Spread {
  double n = 0, mean = 0, of_mean = 0;  ///< variance of the mean
};

Spread spread_of(std::span<const double> values) {
  Spread spread{.n = static_cast<double>(values.size())};
  for (const double value : values) spread.mean += value / spread.n;
  for (const double value : values) spread.of_mean += (value - spread.mean) * (value - spread.mean);
  spread.of_mean /= (spread.n - 1) * spread.n;
  return spread;
}

std::unexpected<Error> too_few() {
  return measure::not_enough("fewer than two values on a side", "it takes two or more, and better ten");
}

}  // namespace

Result<Slope> difference_of_means(std::span<const double> here, std::span<const double> there, double level) {
  if (here.size() < 2 || there.size() < 2) return too_few();
  const Spread a = spread_of(here);
  const Spread b = spread_of(there);
  const double both = a.of_mean + b.of_mean;
  if (!(both > 0)) return measure::not_enough("all values are the same, so their spread can't be judged", "ask again");
  const double degrees = both * both / (a.of_mean * a.of_mean / (a.n - 1) + b.of_mean * b.of_mean / (b.n - 1));
  Slope slope = slope_with(a.mean - b.mean, {.standard_error = std::sqrt(both), .degrees = degrees},
                           static_cast<std::int64_t>(here.size() + there.size()), level);
  slope.estimate.method = measure::Method::student_t;
  return slope;
}

Result<Slope> mean_of(std::span<const double> values, double level) {
  if (values.size() < 2) return too_few();
  const Spread a = spread_of(values);
  if (!(a.of_mean > 0))
    return measure::not_enough("all values are the same, so their spread can't be judged", "ask again");
  Slope slope = slope_with(a.mean, {.standard_error = std::sqrt(a.of_mean), .degrees = a.n - 1},
                           static_cast<std::int64_t>(values.size()), level);
  slope.estimate.method = measure::Method::student_t;
  return slope;
}

}  // namespace bellwether::lead
