#include "measure/tally.hpp"

#include "base/invariant.hpp"

#include <utility>

namespace bellwether::measure {

namespace {

Result<Estimate> plain_estimate_of(const Measure& measure, const Tally& tally, double level) {
  switch (measure.estimator) {
    case Estimator::share:
      return share(tally.positive, tally.n, level);
    case Estimator::net_share:
      if (tally.positive + tally.negative > tally.n) {
        return fail(Code::bad_input,
                    "the measure " + measure.id + " counts answers as positive and as negative at once", measure.file,
                    "mend its conditions: " + measure.positive + " and " + measure.negative);
      }
      return net_share(tally.positive, tally.negative, tally.n, level);
    case Estimator::mean:
      return mean(tally.n, tally.sum, tally.sum_squares, tally.scale, level, measure.scale);
    case Estimator::count:
    case Estimator::distinct:
      return count(tally.n, level);
    case Estimator::distribution:
      break;
  }
  invariant(false);
  return Estimate{};
}

}  // namespace

Tally operator+(const Tally& a, const Tally& b) {
  invariant(a.scale == b.scale);
  return {.n = a.n + b.n,
          .positive = a.positive + b.positive,
          .negative = a.negative + b.negative,
          .sum = a.sum + b.sum,
          .sum_squares = a.sum_squares + b.sum_squares,
          .scale = a.scale,
          .employees = a.employees + b.employees};
}

Tally operator-(const Tally& whole, const Tally& part) {
  invariant(whole.scale == part.scale && part.n <= whole.n && part.positive <= whole.positive &&
            part.negative <= whole.negative && part.employees <= whole.employees);
  return {.n = whole.n - part.n,
          .positive = whole.positive - part.positive,
          .negative = whole.negative - part.negative,
          .sum = whole.sum - part.sum,
          .sum_squares = whole.sum_squares - part.sum_squares,
          .scale = whole.scale,
          .employees = whole.employees - part.employees};
}

Moments moments_of(const Tally& tally) {
  return {.n = tally.n, .sum = tally.sum, .sum_squares = tally.sum_squares, .scale = tally.scale};
}

Result<Estimate> estimate_of(const Measure& measure, const Tally& tally, double level) {
  auto estimate = plain_estimate_of(measure, tally, level);
  if (!estimate) return estimate;
  estimate->value *= measure.factor;
  estimate->low *= measure.factor;
  estimate->high *= measure.factor;
  return estimate;
}

}  // namespace bellwether::measure
