// Units followed over weeks: what goes with what, when all that is lasting in a unit and all that is common to a week
// is taken out.
#pragma once

#include "lead/analysis/two_way.hpp"
#include "measure/estimate.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::lead {

using measure::Estimate;

/// One number for each cell of a grid; NaN where there is none.
using Column = std::vector<double>;

struct Panel {
  Grid grid;
  Column outcome;
  Column weight;                       ///< how much a cell tells (answers behind it); empty: all alike
  std::vector<Column> regressors;      ///< a cell counts where outcome, weight and all of these are there
  std::vector<std::uint32_t> cluster;  ///< of each group: whose errors may go together; empty: each group its own
};

/// Change of the outcome for 1 of the regressor, in the outcome's unit.
struct Slope {
  Estimate estimate;          ///< n counts the cells
  double standard_error = 0;  ///< by cluster
  double degrees = 0;         ///< of freedom of its t
  double t = 0;
  double p = 1;  ///< two-sided
};

struct PanelFit {
  std::vector<Slope> slopes;  ///< in the order of the regressors
  std::size_t cells = 0, clusters = 0;
  Column residual;  ///< 0 in cells that do not count
};

inline constexpr std::size_t k_least_clusters = 5;

/// outcome = level of the group + level of the period + Σ slope × regressor + error, by weighted least squares, with
/// cluster-robust t intervals: errors of one cluster may go together in any way, those of two may not.
///
/// Each slope's scores are corrected for the pull that a cluster has on the line through it (CR2) and the degrees of
/// freedom are Satterthwaite's, both worked on the regressor after everything else is taken out of it: that makes them
/// sums instead of matrices of weeks; what the common weeks add to the pull is taken as the cluster's share of each
/// week's weight.
/// Sources: Bell & McCaffrey, Survey Methodology 28 (2002) 169–181; Pustejovsky & Tipton, Journal of Business &
/// Economic Statistics 36 (2018) 672–683. Preferred to a wild cluster bootstrap because it needs no drawing and keeps
/// its level with few clusters: 95 % intervals held 94–97 % with 6, 10, 20 and 40 of them (bench/analysis_truth.cpp).
///
/// Assumes: the regressor does not answer to the outcome's past within the unit (a leader who goes where it burns is
/// caught by shadow.hpp's placebo, not here); clusters are independent.
/// Errors: `not_enough` with fewer than 5 clusters in which the regressor moves, where nearly all of its movement is
/// one cluster's, where regressors can't be told apart, or too few cells.
[[nodiscard]] Result<PanelFit> fit_panel(const Panel& panel, double level = 0.95);

/// One of several regressors, each tried alone, and what remains of it after the choosing.
struct Choice {
  std::vector<Slope> slopes;  ///< each alone, without correction
  std::size_t best = 0;       ///< largest |t|
  Slope chosen;               ///< the best, its interval as wide as Bonferroni asks of so many
  double p_corrected = 1;     ///< how often the largest of all |t| is as large when there is nothing
  std::size_t cells = 0, clusters = 0;
};

/// Tries each regressor alone on the cells where all are there. The corrected p comes from turning the signs of whole
/// clusters' scores around at random, the same turns for all regressors (a permutation of signs; it needs errors that
/// are as likely to lie above as below, not normal ones, and holds for any dependence inside a cluster).
/// Sources: Kline & Santos, Journal of Econometric Methods 1 (2012) 23–41 (score bootstrap with the null imposed);
/// Westfall & Young, Resampling-Based Multiple Testing (1993) (largest of several). Turned signs make no interval where
/// groups are few, so that is Bonferroni's, which is wider than it must be where one lag is clearly the one. With fewer
/// than 6 clusters no p is below 0.03.
/// Errors: as fit_panel().
[[nodiscard]] Result<Choice> choose_regressor(const Panel& panel, double level = 0.95, int flips = 999,
                                              std::uint64_t seed = 1);

/// The number of `lag` periods before, in each cell (after, where it is below 0); NaN over the edge.
[[nodiscard]] Column lagged(const Grid& grid, std::span<const double> values, std::ptrdiff_t lag);
/// Mean of the numbers `from` … `to` periods before (both counted; below 0: after); NaN where one of them is missing.
[[nodiscard]] Column mean_before(const Grid& grid, std::span<const double> values, std::ptrdiff_t from,
                                 std::ptrdiff_t to);

}  // namespace bellwether::lead
