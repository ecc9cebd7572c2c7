// Two counts of an unchanged business differ by chance.
#pragma once

#include "measure/estimate.hpp"

namespace bellwether::measure {

/// The difference of two exact counts, taken for draws from Poisson distributions, with the score interval; the verdict and p
/// go by the count per day, so that February is not "down" for being short. Days above zero.
[[nodiscard]] Difference difference_of_counts(const Estimate& now, const Estimate& before, double days,
                                              double days_before);

}  // namespace bellwether::measure
