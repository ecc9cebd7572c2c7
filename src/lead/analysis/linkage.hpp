// Does it go with better customers' answers where employees are engaged: between units, and in the weeks after?
#pragma once

#include "lead/analysis/shadow.hpp"

#include <vector>

namespace bellwether::lead {

struct LinkageOptions {
  std::vector<int> lags{0, 1, 2, 4, 8};  ///< weeks (periods) from the employees' answers to the customers'
  double level = 0.95;
  int flips = 999;
  std::uint64_t seed = 1;
};

/// Between units: where engagement is higher on average, are customers happier?
struct Between {
  Estimate correlation;  ///< of unit means; Fisher's z; n counts units
  double p = 1;
  double reliability_employees = 0,
         reliability_customers = 0;  ///< share of the spread of unit means that is the units'
  double without_noise = 0;          ///< the correlation were both means free of noise (Spearman), within −1 … 1
};

/// Within units: in the weeks after engagement rose, did customers' answers?
struct WithinUnits {
  int lag = 0;              ///< the best of those that were tried
  Estimate correlation;     ///< wide enough for the choosing; n counts unit-weeks
  double effective_n = 0;   ///< unit-weeks that know nothing of each other and would tell as much
  double p_corrected = 1;   ///< for the choosing of the lag
  std::vector<Slope> lags;  ///< customers' change per 1 of engagement at each lag, uncorrected
};

struct Linkage {
  Result<Between> between;
  Result<WithinUnits> within;
};

/// Both outcomes on the same grid. Between: correlation of the units' means, each week's level taken out, Fisher's z
/// (Metron 1 (1921) 3–32) with n = units; noise in both means draws it towards 0: reliability is the units'
/// variance over that of their means, the noise judged by each unit's own weeks as lasting.hpp does (by their plain
/// spread below 20 weeks), and Spearman's correction (American Journal of Psychology 15 (1904) 72–101) is told beside
/// it, without an interval of its own.
/// Within: unit and week levels taken out, lag by choose_regressor(); the slope becomes a correlation by the spreads of
/// both, and its z is as uncertain as the slope's t by unit says, from which the effective n follows. Noise draws the
/// one within towards 0, too, and more, since a week has few answers: that is not corrected. Correlation only: what
/// makes both good makes them go together. Errors: `not_enough` with fewer than 5 units (between), or as
/// choose_regressor().
[[nodiscard]] Linkage linkage_of(const Outcome& employees, const Outcome& customers,
                                 const LinkageOptions& options = {});

}  // namespace bellwether::lead
