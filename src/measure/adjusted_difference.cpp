#include "measure/adjusted_difference.hpp"

#include "measure/critical.hpp"

#include <cmath>

namespace bellwether::measure {

namespace {

double mean_of(const Moments& of) {
  return static_cast<double>(of.sum) / static_cast<double>(of.scale) / static_cast<double>(of.n);
}

/// Squares around the place's own mean.
double squares_of(const Moments& of) {
  const auto scale = static_cast<double>(of.scale);
  // Exact until here: the two sums nearly cancel.
  const Int128 spread = of.sum_squares * of.n - of.sum * of.sum;
  return static_cast<double>(spread) / static_cast<double>(of.n) / (scale * scale);
}

/// Of one side over all places: its variance within them, and how surely that is known.
struct Within {
  double squares = 0, degrees = 0;
  void add(const Moments& of) {
    squares += squares_of(of);
    degrees += static_cast<double>(of.n - 1);
  }
  [[nodiscard]] double variance() const { return degrees > 0 ? squares / degrees : 0; }
};

}  // namespace

Result<AdjustedDifference> adjusted_difference(std::span<const Stratum> strata, double level) {
  AdjustedDifference found;
  Within group, others;
  std::int64_t all = 0, beside = 0;
  double sum = 0;
  for (const Stratum& place : strata) {
    all += place.group.n + place.others.n;
    if (place.group.n > 0 && place.others.n == 0) found.without_others += place.group.n;
    if (place.group.n == 0 || place.others.n == 0) continue;
    beside += place.group.n;
    found.others += place.others.n;
    sum += static_cast<double>(place.group.n) * (mean_of(place.group) - mean_of(place.others));
    group.add(place.group);
    others.add(place.others);
  }
  if (beside < 2 || group.degrees < 1 || others.degrees < 1) {
    return fail(Code::not_enough, "too few answers stand beside others at the same places");
  }
  const auto n = static_cast<double>(beside);
  double share_of_others = 0;  // Σ (w² / n_others)
  for (const Stratum& place : strata) {
    if (place.group.n == 0 || place.others.n == 0) continue;
    const double weight = static_cast<double>(place.group.n) / n;
    share_of_others += weight * weight / static_cast<double>(place.others.n);
  }
  // A group whose answers are all alike is no surer of itself than others are.
  const double group_variance = group.squares > 0 ? group.variance() : others.variance();
  const double of_group = group_variance / n, of_others = others.variance() * share_of_others;
  const double variance = of_group + of_others;
  if (variance <= 0) return fail(Code::not_enough, "the answers do not differ within any place");
  const double degrees =
      variance * variance / (of_group * of_group / group.degrees + of_others * of_others / others.degrees);
  const double reach = student_critical(level, degrees) * std::sqrt(variance);
  const double value = sum / n, share = n / static_cast<double>(all);
  const auto estimate = [&](double factor) {
    return Estimate{.value = value * factor,
                    .low = (value - reach) * factor,
                    .high = (value + reach) * factor,
                    .level = level,
                    .n = beside,
                    .method = Method::student_t};
  };
  found.difference = estimate(1);
  found.contribution = estimate(share);
  return found;
}

}  // namespace bellwether::measure
