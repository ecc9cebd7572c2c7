#include "measure/rate.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>

namespace bellwether::measure {

namespace {

/// The expected count at which seeing at most `events`, less `left_out` of the chance of exactly that many, has chance `p`.
double expected_at(double events, double left_out, double p) {
  const auto beyond = [&](double expected) {
    const double exactly = boost::math::gamma_p_derivative(events + 1, expected);
    return boost::math::gamma_q(events + 1, expected) - left_out * exactly - p;
  };
  // Twelve standard errors to either side hold every p that a level can mean; where they do not, step on.
  double near = std::max(1e-300, events + 1 - 12 * std::sqrt(events + 1));
  double far = events + 1 + 12 * std::sqrt(events + 1) + 12;
  while (beyond(far) > 0) far *= 2;
  if (beyond(near) <= 0) near = 1e-300;
  if (beyond(near) <= 0) return 0;
  std::uintmax_t rounds = 200;
  const auto [low, high] =
      boost::math::tools::toms748_solve(beyond, near, far, boost::math::tools::eps_tolerance<double>(50), rounds);
  return low + (high - low) / 2;
}

/// Beyond this the exact sums grow long, and Byar's form differs from them by less than a hundredth of an event.
constexpr double k_counted = 10'000'000;

/// Byar's approximation (Rothman & Boice, Epidemiologic Analysis with a Programmable Calculator, 1979).
double byar(double events, double z) {
  const double root = 1 - 1 / (9 * events) + z / (3 * std::sqrt(events));
  return events * root * root * root;
}

struct Expected {
  double low = 0, high = 0;
};

/// The counts that may be expected where `count` were seen.
Expected expected_around(double count, double level, PoissonInterval interval) {
  const double tail = (1 - level) / 2;
  // Seeing this many or more has chance `tail` at the low end: at most one less (or half of this one) has 1 − tail.
  const bool halved = interval == PoissonInterval::mid_p;
  Expected expected;
  if (count > k_counted) {
    const double z = normal_critical(level);
    expected = {.low = byar(halved ? count + 0.5 : count, -z), .high = byar(halved ? count + 0.5 : count + 1, z)};
  } else {
    // A sum of sizes may stand for less than one event: nothing less can have been seen then.
    if (count > 0) {
      expected.low = halved ? expected_at(count, 0.5, 1 - tail) : count < 1 ? 0 : expected_at(count - 1, 0, 1 - tail);
    }
    expected.high = expected_at(count, halved ? 0.5 : 0, tail);
  }
  return {.low = std::min(expected.low, count), .high = std::max(expected.high, count)};
}

Result<void> check(double exposure) {
  if (!std::isfinite(exposure) || exposure < 0) {
    return fail(Code::bad_input, "an exposure is a number above zero", {}, "look at what the rate is divided by");
  }
  if (exposure == 0)
    return not_enough("no exposure here", "a rate needs the time or the visits in which events can be");
  return {};
}

}  // namespace

Result<Estimate> rate(std::int64_t events, double exposure, double level, PoissonInterval interval) {
  invariant(events >= 0 && level > 0 && level < 1);
  if (auto checked = check(exposure); !checked) return std::unexpected(checked.error());
  const double count = static_cast<double>(events);
  const Expected expected = expected_around(count, level, interval);
  return Estimate{.value = count / exposure,
                  .low = expected.low / exposure,
                  .high = expected.high / exposure,
                  .level = level,
                  .n = events,
                  .method = interval == PoissonInterval::mid_p ? Method::poisson_mid_p : Method::garwood};
}

Result<Estimate> rate_of_sum(std::int64_t events, double sum, double sum_squares, double exposure, double level) {
  invariant(events >= 0 && sum >= 0 && sum_squares >= 0);
  if (!(sum > 0)) return rate(0, exposure, level);
  if (auto checked = check(exposure); !checked) return std::unexpected(checked.error());
  const double size = sum_squares / sum;
  // Garwood's: whole counts are what mid-P was made for.
  const Expected expected = expected_around(sum / size, level, PoissonInterval::garwood);
  return Estimate{.value = sum / exposure,
                  .low = expected.low * size / exposure,
                  .high = expected.high * size / exposure,
                  .level = level,
                  .n = events,
                  .method = Method::garwood};
}

}  // namespace bellwether::measure
