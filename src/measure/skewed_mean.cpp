#include "measure/skewed_mean.hpp"

#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>

#include <boost/multiprecision/cpp_int.hpp>

namespace bellwether::measure {

namespace {

/// W = ((1 + aT/3)³ − 1) / a + a/6 with a = skewness / √n, solved for T.
double back_from(double w, double a) {
  const double shifted = w - a / 6;
  const double root = std::cbrt(1 + a * shifted);
  return 3 * shifted / (root * root + root + 1);
}

}  // namespace

Powers operator+(const Powers& a, const Powers& b) {
  return {.sum = a.sum + b.sum, .squares = a.squares + b.squares, .cubes = a.cubes + b.cubes};
}

Powers operator-(const Powers& whole, const Powers& part) {
  return {.sum = whole.sum - part.sum, .squares = whole.squares - part.squares, .cubes = whole.cubes - part.cubes};
}

double skewness(std::int64_t n, const Powers& powers) {
  if (n < 3) return 0;
  using Wide = boost::multiprecision::int512_t;
  const Wide sum = powers.sum;
  const Wide squares = powers.squares;
  const Wide cubes = powers.cubes;
  // n² and n³ times the second and the third central moment.
  const Wide second = squares * n - sum * sum;
  const Wide third = cubes * n * n - 3 * sum * squares * n + 2 * sum * sum * sum;
  if (second <= 0) return 0;
  const double count = static_cast<double>(n);
  const double plain = third.convert_to<double>() / std::pow(second.convert_to<double>(), 1.5);
  return plain * std::sqrt(count * (count - 1)) / (count - 2);
}

Result<Estimate> skewed_mean(std::int64_t n, Int128 sum, Int128 sum_squares, std::int64_t scale, const Powers& powers,
                             double level) {
  auto estimate = mean(n, sum, sum_squares, scale, level);
  if (!estimate) return estimate;
  const double count = static_cast<double>(n);
  const double lean = skewness(n, powers) / std::sqrt(count);
  const double se = std::sqrt(variance(n, sum, sum_squares, scale) / count);
  const double t = student_critical(level, count - 1);
  estimate->low = estimate->value - std::max(0.0, back_from(t, lean)) * se;
  estimate->high = estimate->value - std::min(0.0, back_from(-t, lean)) * se;
  estimate->method = Method::skewed_t;
  return estimate;
}

}  // namespace bellwether::measure
