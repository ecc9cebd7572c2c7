#include "measure/composite.hpp"

#include "base/invariant.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

namespace bellwether::measure {

namespace {

constexpr double k_slack = 1e-9;

std::optional<Error> trouble(std::span<const Part> parts, std::span<const double> correlation) {
  const auto bad = [](const char* what) {
    return Error{.code = Code::bad_input, .message = what, .where = "", .mend = ""};
  };
  for (const Part& part : parts) {
    if (!(part.weight >= 0) || !std::isfinite(part.weight)) return bad("a weight lies below 0");
    if (part.estimate.level != parts.front().estimate.level) return bad("the parts' intervals are not at one level");
  }
  if (correlation.empty()) return std::nullopt;
  const std::size_t k = parts.size();
  if (correlation.size() != k * k) return bad("the correlation matrix has not one row and column for each part");
  for (std::size_t i = 0; i < k; ++i) {
    if (std::abs(correlation[i * k + i] - 1) > k_slack) return bad("the correlation of a part with itself is 1");
    for (std::size_t j = 0; j < i; ++j) {
      const double r = correlation[i * k + j];
      if (!(std::abs(r) <= 1 + k_slack)) return bad("a correlation lies between -1 and 1");
      if (std::abs(r - correlation[j * k + i]) > k_slack) return bad("the correlation matrix is not symmetric");
    }
  }
  return std::nullopt;
}

/// The square of the composite's arm.
double squared_arm(const std::vector<double>& arms, std::span<const double> correlation) {
  const std::size_t k = arms.size();
  double sum = 0;
  for (std::size_t i = 0; i < k; ++i) {
    sum += arms[i] * arms[i];
    for (std::size_t j = 0; !correlation.empty() && j < i; ++j) sum += 2 * correlation[i * k + j] * arms[i] * arms[j];
  }
  return sum;
}

}  // namespace

Result<Estimate> composite(std::span<const Part> parts, std::span<const double> correlation) {
  if (const auto error = trouble(parts, correlation)) return std::unexpected(*error);
  double weight = 0;
  for (const Part& part : parts) weight += part.weight;
  if (weight == 0) return not_enough("no part counts", "a composite needs a part with a weight above 0");

  Estimate whole{.value = 0, .level = parts.front().estimate.level, .method = Method::mover};
  std::vector<double> below;
  std::vector<double> above;
  for (const Part& part : parts) {
    const double share = part.weight / weight;
    const Estimate& e = part.estimate;
    whole.value += share * e.value;
    below.push_back(share * (e.value - e.low));
    above.push_back(share * (e.high - e.value));
    if (part.weight > 0) {
      whole.n += e.n;
      whole.open_above = whole.open_above || e.open_above;
    }
  }
  const double low = squared_arm(below, correlation);
  const double high = squared_arm(above, correlation);
  const double room = -k_slack * (squared_arm(below, {}) + squared_arm(above, {}));
  if (low < room || high < room)
    return fail(Code::bad_input, "these correlations can't be: they give a negative variance");
  whole.low = whole.value - std::sqrt(std::max(0.0, low));
  whole.high = whole.value + std::sqrt(std::max(0.0, high));
  return whole;
}

Estimate from_standard_error(double value, double standard_error, std::int64_t n, double level) {
  invariant(standard_error >= 0);
  const double half = normal_critical(level) * standard_error;
  return {.value = value, .low = value - half, .high = value + half, .level = level, .n = n, .method = Method::normal};
}

}  // namespace bellwether::measure
