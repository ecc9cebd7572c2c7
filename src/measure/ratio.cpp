#include "measure/ratio.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"
#include "measure/score_interval.hpp"

#include <algorithm>
#include <cmath>

#include <boost/multiprecision/cpp_int.hpp>

namespace bellwether::measure {

namespace {

using Wide = boost::multiprecision::int512_t;

/// Variances and covariance of the pairs (n − 1), and of x − r y, in the values' own units. Differences of products are
/// taken exactly: they may be a millionth of what they are taken from.
struct Spreads {
  double xx = 0, yy = 0, xy = 0;
  double residual = 0;
  bool residual_is_zero = false;
};

Spreads spreads_of(const PairSums& sums) {
  const Wide n = sums.n;
  const Wide x = sums.x;
  const Wide y = sums.y;
  const Wide xx = sums.xx;
  const Wide yy = sums.yy;
  const Wide xy = sums.xy;
  const double both = static_cast<double>(sums.n) * static_cast<double>(sums.n - 1);
  const double unit_x = static_cast<double>(sums.scale_x);
  const double unit_y = static_cast<double>(sums.scale_y);
  const Wide residual = xx * y * y - 2 * x * y * xy + x * x * yy;  // Σ(x − r y)² × (Σy)²
  const double sum_y = static_cast<double>(sums.y);
  return {
      .xx = (n * xx - x * x).convert_to<double>() / both / (unit_x * unit_x),
      .yy = (n * yy - y * y).convert_to<double>() / both / (unit_y * unit_y),
      .xy = (n * xy - x * y).convert_to<double>() / both / (unit_x * unit_y),
      .residual = residual.convert_to<double>() / sum_y / sum_y / static_cast<double>(sums.n - 1) / (unit_x * unit_x),
      .residual_is_zero = residual == 0};
}

double mean_of(Int128 sum, std::int64_t n, std::int64_t scale) {
  return static_cast<double>(sum) / static_cast<double>(n) / static_cast<double>(scale);
}

Result<void> enough(const PairSums& sums) {
  invariant(sums.n >= 0 && sums.scale_x > 0 && sums.scale_y > 0);
  if (sums.n < 2)
    return not_enough(sums.n == 0 ? "nothing here" : "only 1 pair here", "a ratio needs at least 2 pairs");
  if (sums.y == 0) return not_enough("what is divided by adds up to 0", "look at a slice in which it does not");
  return {};
}

}  // namespace

PairSums operator+(const PairSums& a, const PairSums& b) {
  invariant(a.scale_x == b.scale_x && a.scale_y == b.scale_y);
  return {.n = a.n + b.n,
          .x = a.x + b.x,
          .y = a.y + b.y,
          .xx = a.xx + b.xx,
          .yy = a.yy + b.yy,
          .xy = a.xy + b.xy,
          .scale_x = a.scale_x,
          .scale_y = a.scale_y};
}

Result<Estimate> ratio(const PairSums& sums, double level) {
  if (const auto fine = enough(sums); !fine) return std::unexpected(fine.error());
  const Spreads spread = spreads_of(sums);
  if (spread.residual_is_zero) {
    return not_enough("every pair has the same ratio, so their spread can't be judged",
                      "ask again when there are more");
  }
  const double n = static_cast<double>(sums.n);
  const double y = mean_of(sums.y, sums.n, sums.scale_y);
  const double value = mean_of(sums.x, sums.n, sums.scale_x) / y;
  const double t = student_critical(level, n - 1);
  const double g = t * t * spread.yy / (n * y * y);
  if (g >= 1) {
    return not_enough("what is divided by is too uncertain to be told from 0, so the ratio could be anything",
                      "ask again when there are more, or look at a wider slice");
  }
  Estimate estimate{.value = value, .level = level, .n = sums.n};
  if (g <= k_fieller_from) {
    const double half = t * std::sqrt(spread.residual / n) / std::abs(y);
    estimate.low = value - half;
    estimate.high = value + half;
    estimate.method = Method::delta;
    return estimate;
  }
  // g > 0, so yy > 0. What is left of x when y is known can't be below zero but for rounding.
  const double x_alone = std::max(0.0, spread.xx - spread.xy * spread.xy / spread.yy);
  const double centre = (value - g * spread.xy / spread.yy) / (1 - g);
  const double half = t / std::abs(y) * std::sqrt(std::max(0.0, spread.residual - g * x_alone) / n) / (1 - g);
  estimate.low = std::min(centre - half, value);
  estimate.high = std::max(centre + half, value);
  estimate.method = Method::fieller;
  return estimate;
}

Result<Estimate> clustered_share(const PairSums& sums, double level) {
  if (const auto fine = enough(sums); !fine) return std::unexpected(fine.error());
  invariant(sums.scale_x == 1 && sums.scale_y == 1);
  if (sums.x < 0 || sums.x > sums.y) {
    return fail(Code::bad_input, "there are more hits than contacts", {}, "count as a hit only what is a contact");
  }
  const Spreads spread = spreads_of(sums);
  const double n = static_cast<double>(sums.n);
  const double contacts = static_cast<double>(sums.y);
  const double p = static_cast<double>(sums.x) / contacts;
  // Σ(x − p y)² / (Σy)², with n / (n − 1).
  const double variance = spread.residual * n / (contacts * contacts);
  const bool one_sided = sums.x == 0 || sums.x == sums.y;
  const double effective_n = one_sided || spread.residual_is_zero ? n : p * (1 - p) / variance;
  const Bounds bounds = score_interval(p, effective_n, student_critical(level, n - 1), {.lowest = 0, .highest = 1});
  return Estimate{.value = p,
                  .low = sums.x == 0 ? 0 : bounds.low,
                  .high = sums.x == sums.y ? 1 : bounds.high,
                  .level = level,
                  .n = static_cast<std::int64_t>(sums.y),
                  .method = Method::clustered};
}

}  // namespace bellwether::measure
