// A framework's score for somebody, as it is read: now, against the period before, why it moved, and what evidence to bring next.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/change.hpp"
#include "lead/evidence.hpp"
#include "lead/framework.hpp"
#include "lead/organisation_view.hpp"
#include "lead/score.hpp"
#include "lead/units_moved.hpp"
#include "measure/catalogue.hpp"
#include "org/organisation.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::lead {

struct ScorecardQuestion {
  std::vector<std::string> frameworks = {};  ///< ids; none: all
  std::string unit = {}, leader = {};        ///< at most one; none: the organisation
  std::optional<Period> period = {};         ///< nothing: up to the newest fact
  Grain every = Grain::none;                 ///< also at the ends of the last k_periods of these
  std::optional<std::uint64_t> snapshot = {};
  /// What stands under a unit by the tree of Fairness::today (units that have ended where they stood last) instead of that of each
  /// period's last day. Who leads stays as of then.
  bool on_todays_tree = false;
};
inline constexpr int k_periods = 8;
/// How far the score before lies back where no period is named.
inline constexpr int k_days_before = 91;

struct BesideScore;  // beside.hpp

struct TrendPoint {
  Day end;  ///< first day after
  std::optional<Scored> scored;
  double coverage = 0;
};

struct Scorecard {
  Subject subject;
  Day end;         ///< first day after the period
  Day before_end;  ///< of the score that it is compared with
  Score now, before;
  std::optional<Change> change;     ///< now less before, held against chance with those of all cards beside it
  std::vector<Contribution> moved;  ///< none where either score is not known
  UnitsMoved units;                 ///< between `before_end` and `end`
  std::vector<Wanted> bring;
  std::vector<TrendPoint> trend;              ///< oldest first, the last is now; none without `every`
  std::shared_ptr<const BesideScore> beside;  ///< never nothing
  std::string snapshot;                       ///< "1f0c9a2e-42"
};

/// Whether scores of single leaders are made at all, and who sees them when.
struct Fairness {
  bool individual_scores = true;  ///< false: works-council mode
  int first_look_days =
      14;  ///< for so long after a period only the leader sees his or her own score, unless seen before
  std::string viewer = {};  ///< person id of who looks; empty: not known
  Day today;
};
/// A score of one person is for that person first. Errors: `withheld`, with until when, or that works-council mode is on.
[[nodiscard]] Result<void> may_see(const Fairness& fairness, const facts::Facts& facts, const Subject& subject,
                                   Day end);

/// One scorecard per framework, which point into `frameworks`. A unit led by one leader only, looked at in works-council mode, has no indicators of own acts:
/// they would be that leader's. Errors: as of EvidenceBook::read(), unit_on(), leader_on(), may_see(); `wrong_usage` for a unit
/// and a leader at once; `not_found` for an unknown framework, or where there is no fact at all.
[[nodiscard]] Result<std::vector<Scorecard>> scorecards(const measure::Catalogue& catalogue,
                                                        const Frameworks& frameworks, const facts::Facts& facts,
                                                        const measure::Guards& guards,
                                                        const org::Organisation& organisation,
                                                        const ScorecardQuestion& question, const Fairness& fairness);

}  // namespace bellwether::lead
