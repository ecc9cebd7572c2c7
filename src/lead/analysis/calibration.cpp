#include "lead/analysis/calibration.hpp"

#include "lead/analysis/means.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <fmt/format.h>

namespace bellwether::lead {

namespace {

double binomial_mid_p(std::int64_t hits, std::int64_t n, double share) {
  const boost::math::binomial chance(static_cast<double>(n), share);
  const double here = static_cast<double>(hits);
  const double half = boost::math::pdf(chance, here) / 2;
  const double below = boost::math::cdf(chance, here) - half;
  return std::min(1.0, 2 * std::min(below, 1 - below));
}

Result<void> check(std::span<const Forecast> forecasts, double nominal) {
  if (!(nominal > 0 && nominal < 1)) {
    return fail(Code::bad_input, fmt::format("an interval promises a share between 0 and 1, not {}", nominal), {},
                "say 0.8 for four in five");
  }
  if (forecasts.empty()) return measure::not_enough("no decision was reviewed", "review decisions that had a forecast");
  for (const Forecast& one : forecasts) {
    if (!(one.low <= one.value && one.value <= one.high) || !std::isfinite(one.truth)) {
      return fail(
          Code::bad_input,
          fmt::format("the forecast {} does not lie inside its own interval {} … {}", one.value, one.low, one.high), {},
          "mend low and high of that decision");
    }
  }
  return {};
}

}  // namespace

Result<Calibration> calibration_of(std::span<const Forecast> forecasts, double nominal, double level) {
  if (auto checked = check(forecasts, nominal); !checked) return std::unexpected(checked.error());
  const auto n = static_cast<std::int64_t>(forecasts.size());
  std::int64_t inside = 0;
  std::vector<double> off;
  Calibration result{
      .inside = {}, .nominal = nominal, .p_inside = 1, .bias = Estimate{}, .p_bias = 1, .score = 0, .width = 0};
  for (const Forecast& one : forecasts) {
    inside += one.low <= one.truth && one.truth <= one.high ? 1 : 0;
    const double width = one.high - one.low;
    const double missed = std::max({0.0, one.low - one.truth, one.truth - one.high});
    result.width += width / static_cast<double>(n);
    result.score += (width + 2 / (1 - nominal) * missed) / static_cast<double>(n);
    if (width > 0) off.push_back((one.truth - one.value) / (width / 2));
  }
  result.inside = *measure::share(inside, n, level);
  result.p_inside = binomial_mid_p(inside, n, nominal);
  const auto bias = mean_of(off, level);
  if (bias) {
    result.bias = bias->estimate;
    result.p_bias = bias->p;
  } else {
    result.bias = std::unexpected(bias.error());
  }
  return result;
}

}  // namespace bellwether::lead
