#include "measure/significance.hpp"

#include "base/invariant.hpp"
#include "measure/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include <boost/math/distributions/students_t.hpp>

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

Spread adjusted_share(std::int64_t hits, std::int64_t n) {
  invariant(0 <= hits && hits <= n);
  const double answers = static_cast<double>(n) + 2;
  const double p = (static_cast<double>(hits) + 1) / answers;
  return {.centre = p, .variance_of_centre = p * (1 - p) / answers};
}

Spread adjusted_net_share(std::int64_t positive, std::int64_t negative, std::int64_t n) {
  invariant(positive >= 0 && negative >= 0 && positive <= n && negative <= n - positive);
  const double answers = static_cast<double>(n) + 3;
  const double promoters = (static_cast<double>(positive) + 0.75) / answers;
  const double detractors = (static_cast<double>(negative) + 0.75) / answers;
  const double net = promoters - detractors;
  return {.centre = net, .variance_of_centre = (promoters + detractors - net * net) / answers};
}

double p_of(const Spread& a, const Spread& b) {
  return two_sided_normal((a.centre - b.centre) / std::sqrt(a.variance_of_centre + b.variance_of_centre));
}

}  // namespace

double p_of_shares(std::int64_t hits, std::int64_t n, std::int64_t other_hits, std::int64_t other_n) {
  return p_of(adjusted_share(hits, n), adjusted_share(other_hits, other_n));
}

double p_of_net_shares(std::int64_t positive, std::int64_t negative, std::int64_t n, std::int64_t other_positive,
                       std::int64_t other_negative, std::int64_t other_n) {
  return p_of(adjusted_net_share(positive, negative, n), adjusted_net_share(other_positive, other_negative, other_n));
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
