// Answers that stand for a population: weights by raking, and estimates that pay for them.
#pragma once

#include "base/number.hpp"
#include "measure/estimate.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::measure {

/// Answers that are alike in every dimension that is weighted by.
struct MarginCell {
  std::vector<std::string> labels;  ///< one per margin, in their order
  std::int64_t n = 0;
};

/// How the population is spread over one dimension: counts, or shares that add up to 1.
struct Margin {
  std::string dimension;
  std::map<std::string, double> population;  ///< label → count or share, >= 0
};

struct RakingLimits {
  int most_rounds = 1000;
  double largest_gap = 1e-9;  ///< between a label's share of the weighted answers and of the population
};

struct Raking {
  std::vector<double> weights;  ///< per answer, cell by cell as given; 0 for cells without answers; 1 on average
  int rounds = 0;
  double largest_gap = 0;  ///< that remains
};

/// Iterative proportional fitting: each dimension in turn is brought to its margin until all hold.
/// Source: Deming & Stephan, Annals of Mathematical Statistics 11 (1940) 427–444.
/// Errors: `not_enough` without answers, and for a label of the population that has none (to be merged with another);
/// `not_found` for a label of the answers that the margin does not know; `conflict` where the margins' totals differ, and
/// where after the last round a gap remains, since some combinations have no answers.
[[nodiscard]] Result<Raking> rake(std::span<const MarginCell> cells, std::span<const Margin> margins,
                                  const RakingLimits& limits = {});

/// The sufficient statistics of answers that share a weight.
struct WeightedCell {
  double weight = 1;  ///< per answer, >= 0
  std::int64_t n = 0;
  std::int64_t positive = 0, negative = 0;  ///< hits of a share are `positive`
  Int128 sum = 0, sum_squares = 0;          ///< in units of 1/scale
};

/// How many answers of equal weight know as much: (Σ w)² / Σ w². Source: Kish, Survey Sampling (1965), 11.7. At most n.
[[nodiscard]] double effective_n(std::span<const WeightedCell> cells);
/// n over effective_n(): by how much weighting widens variances; >= 1. 1 without answers.
[[nodiscard]] double design_effect(std::span<const WeightedCell> cells);

/// Weighted forms of share(), net_share() and mean(): weighted value, and their interval at the effective number. Kish's
/// number takes answers to spread alike whatever their weight; where the heavy ones spread less, intervals are too wide.
/// With equal weights they give what the unweighted ones give, to the last bit. Estimate.n counts answers, unweighted.
/// Errors: as the unweighted ones; `not_enough` also where fewer than 2 effective answers carry a mean, or all weights are 0.
[[nodiscard]] Result<Estimate> weighted_share(std::span<const WeightedCell> cells, double level = 0.95);
[[nodiscard]] Result<Estimate> weighted_net_share(std::span<const WeightedCell> cells, double level = 0.95);
[[nodiscard]] Result<Estimate> weighted_mean(std::span<const WeightedCell> cells, std::int64_t scale,
                                             double level = 0.95, const std::optional<AnswerScale>& answers = {});

}  // namespace bellwether::measure
