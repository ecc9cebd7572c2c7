// How far a score moved from one end to another, and whether chance alone could have moved it so far.
//
// Both ends count some of the same facts: an indicator that looks back 365 days, read twice 91 days apart, rests on the same facts for
// three quarters. Be there n and n' facts at the two ends, m of them in both, and v the variance of one. A mean (a share, a rate, and
// whatever is nearly a mean of its facts) has the variances v/n and v/n', and as the m facts alone are in both, the covariance
// m (v/n n'). So the two go together by
//
//   r = m / √(n n')                      1: the same facts, nothing can have moved; 0: none in common; of even windows 1 − days / window
//
// Employees answer several times, and `repeats` e = 1 + (k − 1) ρ tells how much more a mean varies for it, k answers of each person
// of which ρ of the variance lasts in the person. What lasts in those who answer at both ends is in both. Were they all the same,
// r = (k ρ + m/√(n n') (1 − ρ)) / e, which is (e − 1 + m/√(n n')) / e or more. Who came and went is not known here: people are
// taken to stay a year on average, which is less than most do, so that of those d days before s = exp(−d/365) are there still, and
//
//   r = (m / √(n n') + s √((e − 1) (e' − 1))) / √(e e')                   rather too small: the interval is rather too wide
//
//   indicator:  now − before; below it √((1 − r) (l² + u'²) + r (the larger of |l − l'|, |u − u'|)²), where l, u and l', u' are the
//               lower and upper half widths now and before: each end's own part by MOVER for two that go together (Zou, Psychological
//               Methods 12 (2007) 399–413), the part in both moving both in one direction. Equal arms give Zou's l² + l'² − 2 r l l'.
//               Above it likewise, with (u² + l'²)
//   framework:  the weighted mean of the changes of the indicators known at both ends, its interval made as a score's (score.hpp):
//               two changes go together as the figures do
#pragma once

#include "lead/half_widths.hpp"
#include "lead/score.hpp"
#include "measure/estimate.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace bellwether::lead {

/// Now less before, over the indicators known at both ends.
struct Change {
  measure::Difference difference;  ///< in points of the score; the verdict is that of `p_adjusted`
  double p_adjusted = 1;           ///< of several frameworks' changes at once (Benjamini & Hochberg); of one its p
  int over = 0;                    ///< indicators known at both ends
};
/// The share of false ones that is allowed among the changes that are told.
inline constexpr double k_false_changes = 0.05;

/// m / √(n n'), 0 … 1: how two figures go together of which `shared` facts are in both. 0 where either rests on none.
[[nodiscard]] double in_common(std::int64_t shared, std::int64_t n, std::int64_t n_before);
/// The same where the facts in both are not counted and are taken to lie evenly in the windows, which end `days` apart; not above what
/// the smaller n allows.
[[nodiscard]] double in_common_by_window(int window_days, int days, std::int64_t n, std::int64_t n_before);

/// How an indicator's figures at both ends go together: `facts` by in_common(). 0 … 1.
[[nodiscard]] double together(const IndicatorScore& now, const IndicatorScore& before, double facts, int days);

/// Half widths of now − before, where both go together by r, 0 … 1.
[[nodiscard]] Arms arms_of_change(Arms now, Arms before, double r);

/// Both of the same framework, `days` apart. `facts` has in_common() of each indicator, dimension by dimension. Nothing where no indicator
/// is known at both ends.
[[nodiscard]] std::optional<Change> change(const Score& now, const Score& before, std::span<const double> facts,
                                           int days, const Correlations& correlations);

/// Holds all of these against chance at once: sets `p_adjusted`, and a verdict only of those that keep to k_false_changes.
void hold_together(std::span<std::optional<Change>> changes);

}  // namespace bellwether::lead
