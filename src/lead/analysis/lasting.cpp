#include "lead/analysis/lasting.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <boost/math/distributions/students_t.hpp>

namespace bellwether::lead {

LastingError error_of_sum(std::span<const double> scores) {
  invariant(scores.size() >= k_least_weeks);
  const double weeks = static_cast<double>(scores.size());
  const int waves = std::max(3, static_cast<int>(0.4 * std::pow(weeks, 2.0 / 3.0)));
  double squares = 0;
  for (int wave = 1; wave <= waves; ++wave) {
    // cos(a (t + ½)) from the two before it: a tenth of the time of as many calls.
    const double step = std::numbers::pi * wave / weeks;
    double now = std::cos(step / 2);
    double before = now;  // cos(−a/2)
    const double twice = 2 * std::cos(step);
    double sum = 0;
    for (const double score : scores) {
      sum += score * now;
      const double next = twice * now - before;
      before = now;
      now = next;
    }
    squares += 2 * sum * sum;
  }
  return {.standard_error = std::sqrt(squares / waves), .degrees = static_cast<double>(waves - 1)};
}

Slope slope_with(double value, const LastingError& error, std::int64_t n, double level) {
  Slope slope{.estimate = {},
              .standard_error = error.standard_error,
              .degrees = error.degrees,
              .t = error.standard_error > 0 ? value / error.standard_error : 0,
              .p = 1};
  if (error.standard_error > 0) {
    slope.p = 2 * cdf(complement(boost::math::students_t{error.degrees}, std::abs(slope.t)));
  }
  const double half = measure::student_critical(level, error.degrees) * error.standard_error;
  slope.estimate = {.value = value,
                    .low = value - half,
                    .high = value + half,
                    .level = level,
                    .n = n,
                    .method = measure::Method::cosine_t};
  return slope;
}

}  // namespace bellwether::lead
