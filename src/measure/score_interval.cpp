#include "measure/score_interval.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::measure {

Bounds score_interval(double value, double effective_n, double critical, const AnswerScale& scale) {
  const double length = scale.highest - scale.lowest;
  invariant(length > 0 && effective_n > 0);
  const double p = std::clamp((value - scale.lowest) / length, 0.0, 1.0);
  const double z = critical * critical / effective_n;
  const double centre = (p + z / 2) / (1 + z);
  const double half = std::sqrt(p * (1 - p) * z + z * z / 4) / (1 + z);
  return {.low = std::clamp(scale.lowest + length * (centre - half), scale.lowest, std::max(scale.lowest, value)),
          .high = std::clamp(scale.lowest + length * (centre + half), std::min(scale.highest, value), scale.highest)};
}

}  // namespace bellwether::measure
