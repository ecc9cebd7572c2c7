// How many answers an interval of a wished width takes, by the measure's own interval.
#include "measure/stand_out.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace bellwether::measure {

namespace {

constexpr std::int64_t k_most_answers = 1'000'000'000'000;

double normal_quantile(double level) { return boost::math::quantile(boost::math::normal{}, 0.5 + level / 2); }
double student_quantile(double level, double n) {
  return boost::math::quantile(boost::math::students_t{n - 1}, 0.5 + level / 2);
}

/// The smallest n from `least` on for which `half`, which falls with n, is at most `wished`.
std::int64_t smallest(std::int64_t least, double wished, const std::function<double(double)>& half) {
  std::int64_t low = least;
  std::int64_t high = least;
  while (high < k_most_answers && half(static_cast<double>(high)) > wished) high *= 2;
  high = std::min(high, k_most_answers);
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (half(static_cast<double>(middle)) > wished) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// The wider arm: the other one may have been cut at the end of the scale.
double arm_of(const Estimate& seen, double factor) {
  return std::max(seen.high - seen.value, seen.value - seen.low) / factor;
}

std::int64_t for_share(double p, double wished, double level) {
  const double z = normal_quantile(level);
  return smallest(1, wished,
                  [&](double n) { return z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)); });
}

/// The spread of +1, 0 and −1, seen through the interval; 1 at most.
double net_spread(const Estimate& seen, double factor) {
  const double se = arm_of(seen, factor) / normal_quantile(seen.level);
  return std::min(1.0, se * se * (static_cast<double>(seen.n) + 3));
}

}  // namespace

Result<std::int64_t> answers_needed(const Measure& measure, double half_width, const std::optional<Estimate>& seen,
                                    double level) {
  const bool level_fits = level > 0 && level < 1;
  if (!(half_width > 0) || !level_fits) {
    return fail(Code::wrong_usage, "a half width lies above zero, and a level between 0 and 1");
  }
  const double wished = half_width / measure.factor;
  switch (measure.estimator) {
    case Estimator::share:
    case Estimator::distribution:
      return for_share(seen ? seen->value / measure.factor : 0.5, wished, level);
    case Estimator::net_share: {
      const double spread = seen ? net_spread(*seen, measure.factor) : 1;
      const double z = normal_quantile(level);
      return smallest(1, wished, [&](double n) { return z * std::sqrt(spread / (n + 3)); });
    }
    case Estimator::mean: {
      double deviation = 0;
      const bool spread_seen =
          seen && seen->n >= 2 &&
          (seen->method == Method::student_t || seen->method == Method::skewed_t || seen->method == Method::bounded_t);
      if (spread_seen) {
        const double n = static_cast<double>(seen->n);
        // The arms of a skewed mean differ because it is skewed, not because one was cut.
        const double arm = seen->method == Method::skewed_t ? (seen->high - seen->low) / 2 / measure.factor
                                                            : arm_of(*seen, measure.factor);
        deviation = arm / student_quantile(seen->level, n) * std::sqrt(n);
      } else if (measure.scale) {
        deviation = (measure.scale->highest - measure.scale->lowest) / 2;
      } else {
        return fail(Code::not_enough, "how far the answers to " + measure.id + " spread is not known yet");
      }
      return smallest(2, wished, [&](double n) { return student_quantile(level, n) * deviation / std::sqrt(n); });
    }
    case Estimator::count:
    case Estimator::distinct:
      return fail(Code::unsupported, measure.id + " counts what is there and has no interval to narrow");
    default:
      break;
  }
  return fail(Code::unsupported, "how many answers " + measure.id + " takes depends on more than how far they spread",
              {}, "ask for a share, a net share or a mean");
}

}  // namespace bellwether::measure
