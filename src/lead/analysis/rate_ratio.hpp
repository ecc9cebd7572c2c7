// How many times as often something happens here as there.
#pragma once

#include "measure/estimate.hpp"

#include <cstdint>

namespace bellwether::lead {

using measure::Estimate;

struct Counted {
  std::int64_t events = 0;
  double exposure = 0;  ///< > 0: days, weeks, visits
};

struct RateRatio {
  Estimate ratio;  ///< n counts the events of both; open above without any there: the value is then that of one
  double p = 1;    ///< two-sided, mid-P
};

/// Rate here over rate there, by the exact binomial of the events here among all, mid-P: given how many there were in
/// all, each fell here with a chance that the ratio fixes. Sources: Przyborowski & Wilenski, Biometrika 31 (1940)
/// 313–323; mid-P: Lancaster, JASA 56 (1961) 223–234. Holds where events come one by one.
/// Error: `not_enough` without any event, or without exposure on one side.
[[nodiscard]] Result<RateRatio> rate_ratio(const Counted& here, const Counted& there, double level = 0.95);

}  // namespace bellwether::lead
