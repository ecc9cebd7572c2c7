// How far a group's mean lies from that of others who were asked at the same places: what is due to the places is taken out.
#pragma once

#include "base/result.hpp"
#include "measure/estimate.hpp"
#include "measure/significance.hpp"

#include <cstdint>
#include <span>

namespace bellwether::measure {

/// Answers of one place: those of the group, and those of the others. Either may be none.
struct Stratum {
  Moments group, others;
};

struct AdjustedDifference {
  Estimate
      difference;  ///< group − others, in the values' own unit; n: answers of the group that have others beside them
  Estimate contribution;    ///< the difference times the group's share of all answers: how far it moves the mean of all
  std::int64_t others = 0;  ///< answers that the group's are held against
  std::int64_t without_others = 0;  ///< of the group at places where nobody else answered: not in the figures
};

/// The mean of the places' differences, each weighed by the group's answers there: what the group's answers differ by from what others at
/// the same places answered (the effect on the treated of stratified samples: Rosenbaum and Rubin, Journal of the American Statistical
/// Association 79 (1984) 516–524, section 2; Imbens and Rubin, Causal Inference (2015), section 9.5). Variances are those within places,
/// pooled over them, of the group and of the others apart (of the others for both, where the group's answers are all alike); the interval is Student's t with Welch and Satterthwaite's degrees. It is no
/// proof of a cause. Moments may have n 0 or 1 here. Error: `not_enough` with fewer than two answers of the group or of the others beside
/// each other, or where none of them differ.
[[nodiscard]] Result<AdjustedDifference> adjusted_difference(std::span<const Stratum> strata, double level = 0.95);

}  // namespace bellwether::measure
