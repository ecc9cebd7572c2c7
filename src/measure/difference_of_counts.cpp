#include "measure/difference_of_counts.hpp"

#include <cmath>

#include <boost/math/distributions/normal.hpp>

namespace bellwether::measure {

namespace {

/// The count as one draw from a Poisson with unknown mean, with its score interval: x + z²/2 ± z √(x + z²/4).
Estimate poisson(const Estimate& count, double per) {
  const double z = boost::math::quantile(boost::math::normal{}, 0.5 + count.level / 2);
  const double centre = count.value + z * z / 2;
  const double half = z * std::sqrt(count.value + z * z / 4);
  Estimate estimate = count;
  estimate.value = count.value / per;
  estimate.low = (centre - half) / per;
  estimate.high = (centre + half) / per;
  return estimate;
}

}  // namespace

Difference difference_of_counts(const Estimate& now, const Estimate& before, double days, double days_before) {
  Difference result = difference(poisson(now, 1), poisson(before, 1));
  const Difference a_day = difference(poisson(now, days), poisson(before, days_before));
  result.verdict = a_day.verdict;
  result.p = a_day.p;
  return result;
}

}  // namespace bellwether::measure
