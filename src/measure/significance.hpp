// How surprising a difference would be if there were none: two-sided p-values of two independent groups, and what many
// of them together may claim.
#pragma once

#include "base/number.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::measure {

/// Exact moments of one group's answers.
struct Moments {
  std::int64_t n = 0;  ///< at least 2
  Int128 sum = 0, sum_squares = 0;
  std::int64_t scale = 1;  ///< of the sums: values are in units of 1/scale
};

/// Fisher's exact test of two shares with half of the chance of what was seen (mid-p), twice the tail on whose side it
/// lies. Tests with a normal distribution, also with added counts, cried wolf in 7–11 % of simulated companies where 5 %
/// were promised, since the smallest p of many slices lies far out; this one in 4–5 % (against_rest_test.cpp).
/// Sources: Fisher, The Design of Experiments (1935); Lancaster, JASA 56 (1961) 223–234. Time grows with √n.
[[nodiscard]] double p_of_shares(std::int64_t hits, std::int64_t n, std::int64_t other_hits, std::int64_t other_n);

/// The larger p of two z-tests of net shares: with Rocks's counts (3/4, 3/2, 3/4) added to each group and its own
/// variance, and with the variance of both groups together. Either alone is too sure for some small groups.
/// Source: Rocks, The American Statistician 70 (2016) 365–372. 1 where all answers of both groups are alike.
[[nodiscard]] double p_of_net_shares(std::int64_t positive, std::int64_t negative, std::int64_t n,
                                     std::int64_t other_positive, std::int64_t other_negative, std::int64_t other_n);

/// The larger p of Welch's t-test and of the t-test with pooled variance. Welch alone takes a small group whose answers
/// happen to be all the same for one without doubt; pooled alone is too sure where the smaller group spreads wider.
/// Sources: Welch, Biometrika 34 (1947) 28–35; Student, Biometrika 6 (1908) 1–25.
/// Where neither group has any spread: 1 for equal means, else 0.
[[nodiscard]] double p_of_means(const Moments& group, const Moments& other);

/// Benjamini & Hochberg's adjusted p-values, in the order given: those at or under q keep to a false discovery rate q.
/// Source: Benjamini & Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289–300.
[[nodiscard]] std::vector<double> benjamini_hochberg(std::span<const double> p);

}  // namespace bellwether::measure
