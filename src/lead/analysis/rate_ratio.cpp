#include "lead/analysis/rate_ratio.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/toms748_solve.hpp>

namespace bellwether::lead {

namespace {

/// Chance of more than `hits` of `n`, and half of that of exactly so many, at share q.
double more_than(double hits, double n, double q) {
  const double at_least = hits > 0 ? boost::math::ibeta(hits, n - hits + 1, q) : 1;
  const double beyond = hits < n ? boost::math::ibeta(hits + 1, n - hits, q) : 0;
  return (at_least + beyond) / 2;
}

double share_where(double hits, double n, double chance) {
  const auto off = [&](double q) { return more_than(hits, n, q) - chance; };
  const double near = 1e-15;
  const double far = 1 - 1e-15;
  if (off(near) >= 0) return 0;
  if (off(far) <= 0) return 1;
  std::uintmax_t rounds = 200;
  const auto [low, high] =
      boost::math::tools::toms748_solve(off, near, far, boost::math::tools::eps_tolerance<double>(48), rounds);
  return low + (high - low) / 2;
}

}  // namespace

Result<RateRatio> rate_ratio(const Counted& here, const Counted& there, double level) {
  invariant(here.events >= 0 && there.events >= 0);
  if (!(here.exposure > 0) || !(there.exposure > 0)) {
    return measure::not_enough("nothing was watched on one of both sides", "compare two stretches that both have days");
  }
  const double hits = static_cast<double>(here.events);
  const double n = hits + static_cast<double>(there.events);
  if (n == 0) return measure::not_enough("nothing happened on either side", "it takes at least one event");

  const double scale = there.exposure / here.exposure;
  const auto ratio_at = [&](double share) { return share / (1 - share) * scale; };
  const double tail = (1 - level) / 2;
  RateRatio result;
  const bool open = there.events == 0;
  const double low = here.events == 0 ? 0 : ratio_at(share_where(hits, n, tail));
  // Without any there, nothing bounds the ratio above; the value is what it were with one there.
  const double seen = open ? hits * scale : ratio_at(hits / n);
  const double high = open ? seen : ratio_at(share_where(hits, n, 1 - tail));
  result.ratio = {.value = seen,
                  .low = std::min(low, seen),
                  .high = std::max(high, seen),
                  .level = level,
                  .n = here.events + there.events,
                  .method = measure::Method::poisson_mid_p,
                  .open_above = open};
  const double even = here.exposure / (here.exposure + there.exposure);
  const double above = more_than(hits, n, even);
  result.p = std::min(1.0, 2 * std::min(above, 1 - above));
  return result;
}

}  // namespace bellwether::lead
