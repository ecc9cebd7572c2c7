#include "measure/significance.hpp"

#include "base/invariant.hpp"
#include "measure/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace bellwether::measure {

namespace {

/// Probability that a standard normal lies further out than z, on either side.
double two_sided_normal(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

double two_sided_student(double t, double degrees) {
  const boost::math::students_t distribution{degrees};
  return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(t)));
}

struct Spread {
  double centre = 0;
  double variance_of_centre = 0;
};

double log_choose(std::int64_t n, std::int64_t k) {
  const auto log_factorial = [](std::int64_t x) { return boost::math::lgamma(static_cast<double>(x) + 1); };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

/// Chances of a hypergeometric count further and further from where it stands, added up until they vanish.
/// `ratio(x)` is the chance of the next count by the chance of x; `last` has no next one.
template <class Ratio>
double tail_beyond(std::int64_t from, std::int64_t last, std::int64_t step, Ratio ratio) {
  double sum = 0;
  double term = 1;
  for (std::int64_t x = from; x != last; x += step) {
    term *= ratio(static_cast<double>(x));
    sum += term;
    if (term < 1e-17 * (1 + sum)) break;
  }
  return sum;
}

Spread adjusted_net_share(std::int64_t positive, std::int64_t negative, std::int64_t n) {
  invariant(positive >= 0 && negative >= 0 && positive <= n && negative <= n - positive);
  const double answers = static_cast<double>(n) + 3;
  const double promoters = (static_cast<double>(positive) + 0.75) / answers;
  const double detractors = (static_cast<double>(negative) + 0.75) / answers;
  const double net = promoters - detractors;
  return {.centre = net, .variance_of_centre = (promoters + detractors - net * net) / answers};
}

}  // namespace

double p_of_shares(std::int64_t hits, std::int64_t n, std::int64_t other_hits, std::int64_t other_n) {
  invariant(0 <= hits && hits <= n && 0 <= other_hits && other_hits <= other_n && n > 0 && other_n > 0);
  const std::int64_t all = n + other_n;
  const std::int64_t all_hits = hits + other_hits;
  const double drawn = static_cast<double>(n);
  const double marked = static_cast<double>(all_hits);
  const double rest = static_cast<double>(other_n) - marked;  // all − marked − drawn
  const double here = std::exp(log_choose(all_hits, hits) + log_choose(all - all_hits, n - hits) - log_choose(all, n));
  // On the side away from what is expected each chance is smaller than the one before.
  const bool below = static_cast<double>(hits) * static_cast<double>(all) < drawn * marked;
  const double beyond =
      below ? tail_beyond(hits, std::max<std::int64_t>(0, n + all_hits - all), -1,
                          [&](double x) { return x * (rest + x) / ((marked - x + 1) * (drawn - x + 1)); })
            : tail_beyond(hits, std::min(n, all_hits), 1,
                          [&](double x) { return (marked - x) * (drawn - x) / ((x + 1) * (rest + x + 1)); });
  return std::min(1.0, 2 * here * (0.5 + beyond));
}

double p_of_net_shares(std::int64_t positive, std::int64_t negative, std::int64_t n, std::int64_t other_positive,
                       std::int64_t other_negative, std::int64_t other_n) {
  const Spread here = adjusted_net_share(positive, negative, n);
  const Spread other = adjusted_net_share(other_positive, other_negative, other_n);
  const double own =
      two_sided_normal((here.centre - other.centre) / std::sqrt(here.variance_of_centre + other.variance_of_centre));

  const double all = static_cast<double>(n) + static_cast<double>(other_n);
  const double outer = static_cast<double>(positive + negative + other_positive + other_negative) / all;
  const double net = static_cast<double>(positive - negative + other_positive - other_negative) / all;
  const double variance_together = outer - net * net;
  if (variance_together <= 0) return 1;
  const double gap = static_cast<double>(positive - negative) / static_cast<double>(n) -
                     static_cast<double>(other_positive - other_negative) / static_cast<double>(other_n);
  const double together = two_sided_normal(
      gap / std::sqrt(variance_together * (1 / static_cast<double>(n) + 1 / static_cast<double>(other_n))));
  return std::max(own, together);
}

double p_of_means(const Moments& group, const Moments& other) {
  invariant(group.n >= 2 && other.n >= 2);
  const auto centre = [](const Moments& m) {
    return static_cast<double>(m.sum) / static_cast<double>(m.n) / static_cast<double>(m.scale);
  };
  const double n = static_cast<double>(group.n);
  const double m = static_cast<double>(other.n);
  const double gap = centre(group) - centre(other);
  const double s = variance(group.n, group.sum, group.sum_squares, group.scale);
  const double r = variance(other.n, other.sum, other.sum_squares, other.scale);
  if (s == 0 && r == 0) return gap == 0 ? 1 : 0;

  const double welch = s / n + r / m;
  const double welch_degrees = welch * welch / (s / n * (s / n) / (n - 1) + r / m * (r / m) / (m - 1));
  const double pooled = ((n - 1) * s + (m - 1) * r) / (n + m - 2) * (1 / n + 1 / m);
  return std::max(two_sided_student(gap / std::sqrt(welch), welch_degrees),
                  two_sided_student(gap / std::sqrt(pooled), n + m - 2));
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });

  // From the largest p down: p × count / rank, never above what a larger p got.
  std::vector<double> adjusted(p.size());
  double least = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double rank = static_cast<double>(p.size() - i);
    least = std::min(least, p[order[i]] * (static_cast<double>(p.size()) / rank));
    adjusted[order[i]] = least;
  }
  return adjusted;
}

}  // namespace bellwether::measure
