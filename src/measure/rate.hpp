// How often something happens: events over the time, visits or hours in which they could.
#pragma once

#include "measure/estimate.hpp"

#include <cstdint>

namespace bellwether::measure {

/// Which exact interval of a Poisson count. With Garwood's, 95 % is a floor: few events make it hold 97–99 %. Mid-P counts
/// half of the chance of what was seen and holds 95–96 % on average, 91 % at its worst spot (three expected events).
enum class PoissonInterval : std::uint8_t { mid_p, garwood };

/// Events per unit of exposure, with the exact interval of a Poisson count over the exposure.
/// Sources: Garwood, Biometrika 28 (1936) 437–442; mid-P: Lancaster, JASA 56 (1961) 223–234, for rates Cohen & Yang,
/// Statistics in Medicine 13 (1994) 2189–2203. Holds where events come one by one; where one cause brings several at once
/// count the causes, or take the ratio of sums over customers (ratio.hpp).
/// Estimate.n is the number of events. None is an answer too: low = value = 0 and a high that shrinks with exposure.
/// Errors: `not_enough` if exposure == 0; `bad_input` if it is below 0 or not finite.
[[nodiscard]] Result<Estimate> rate(std::int64_t events, double exposure, double level = 0.95,
                                    PoissonInterval interval = PoissonInterval::mid_p);

/// The sum of events that each have a size of their own (hours, amounts; none below 0) per unit of exposure. Taken for a count of
/// equal events of size Σx²/Σx, so that a few large ones tell as little as they do; with sizes of 1 it is the plain rate.
/// Source: Dobson et al., Statistics in Medicine 10 (1991) 457–462, and Fay & Feuer, ibid. 16 (1997) 791–801, for sums of
/// weighted Poisson counts. Errors: as rate().
[[nodiscard]] Result<Estimate> rate_of_sum(std::int64_t events, double sum, double sum_squares, double exposure,
                                           double level = 0.95);

}  // namespace bellwether::measure
