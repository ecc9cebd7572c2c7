// How many answers it takes to see a difference between two groups, and what can be seen with those there are.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>

namespace bellwether::measure {

struct Detection {
  double level = 0.95;  ///< of the two-sided interval of the difference, in (0, 1)
  double power = 0.8;   ///< chance that it leaves 0 out if the difference is there, in (0.5, 1)
  bool continuity =
      false;  ///< shares: as many as a test with continuity correction takes; it never cries wolf more often
              ///< than the level says, and needs more answers for it
};

/// Answers per group, both groups of this size, to see a share that differs by `difference` from `share`; without `share`
/// the worst case, on both sides of a half. Normal approximation with the variance of each group; for `continuity` Fleiss's
/// correction. Source: Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003), 4.2–4.3.
/// A share that would leave [0, 1] upwards is taken to fall. Error: `wrong_usage` for a difference that is not above 0 or
/// that no share has room for; `bad_input` for a share outside [0, 1].
[[nodiscard]] Result<std::int64_t> answers_per_group_for_shares(std::optional<double> share, double difference,
                                                                const Detection& detection = {});

/// Answers per group to see means differ by `difference`, in the same unit as the root of `variance` (of answers, as seen or
/// as wide as can be). Normal approximation; a quarter of z² is added for the spread that has to be seen, too (Guenther, The
/// American Statistician 35 (1981) 243–244). At least 2. Error: `wrong_usage` for a difference or variance not above 0.
[[nodiscard]] Result<std::int64_t> answers_per_group_for_means(double variance, double difference,
                                                               const Detection& detection = {});

/// The variance of +1, 0, −1 for net shares, which are means of these: answers_per_group_for_means(). 1 at most.
[[nodiscard]] double net_share_variance(double positive, double negative);
/// The widest variance of answers between two ends.
[[nodiscard]] double widest_variance(double lowest, double highest);

/// The smallest difference that `n` answers per group show with the wished power: the inverse of the above. For shares
/// nothing where not even the largest one possible would be seen. `n` >= 2.
[[nodiscard]] std::optional<double> smallest_share_difference(std::optional<double> share, std::int64_t n,
                                                              const Detection& detection = {});
[[nodiscard]] double smallest_mean_difference(double variance, std::int64_t n, const Detection& detection = {});

}  // namespace bellwether::measure
