// The leadership shadow as it is read: what employees and customers say in the weeks after leaders were seen, where they are not
// seen, and what looks fed instead of earned.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/analysis/shadow.hpp"
#include "lead/field.hpp"
#include "lead/gaming_flags.hpp"
#include "lead/organisation_view.hpp"
#include "lead/score.hpp"
#include "lead/scorecard.hpp"
#include "measure/guarded_cells.hpp"
#include "org/organisation.hpp"
#include "store/facts/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::lead {

struct ShadowQuestion {
  std::string unit = {}, leader = {};           ///< at most one; none: the organisation
  std::size_t weeks = 52;                       ///< before the newest fact; 26 … 520
  std::string employees = "rating.engagement";  ///< a rating, as a filter names it
  std::string customers = "rating.csat";
  std::optional<std::uint64_t> snapshot = {};
  bool on_todays_tree =
      false;  ///< units stand as of Fairness::today (ended ones where they stood last), not as of the newest fact
};
inline constexpr std::size_t k_fewest_weeks = 26;
inline constexpr std::size_t k_most_weeks = 520;

/// One leader, by his or her place in the reporting tree.
struct LeaderRow {
  std::string id, name;
  std::uint32_t depth = 0;            ///< leaders above
  LeaderShadow employees, customers;  ///< beside these answers; what is seen is the same in both
  std::vector<std::string> not_seen;  ///< labels of units under the leader where none of his or her acts was
};

/// Something of the whole subject that is told beside its shadow.
struct BesideShadow {
  std::string label, unit;
  Evidence evidence;
};

struct ShadowReport {
  Subject subject;
  Day first, end;  ///< whole weeks
  std::size_t weeks = 0, units = 0;
  std::int64_t acts = 0;
  std::string employees_item, customers_item;    ///< ratings, without "rating."
  std::string employees_label, customers_label;  ///< of the measure of that rating; the rating where there is none
  Shadow employees, customers;                   ///< over the organisation, or the unit asked for
  std::vector<LeaderRow> leaders;                ///< down the reporting tree, never by effect
  std::string no_leaders;                        ///< why some or all are left out; empty: none is
  std::vector<BesideShadow> beside;
  std::vector<GamingFlag> flags;
  std::map<std::string, std::string> labels;  ///< of measures that flags concern, by id
  std::string snapshot;
};

/// Acts of the kinds of usual_reach() and answers by week. Who may not be seen yet (may_see()), or at all (works-council mode),
/// is in no row and no flag.
/// Errors: `wrong_usage` for a unit and a leader at once, weeks out of range or what is no rating; `not_found` as unit_on(),
/// leader_on(), or where there is no fact; `withheld` as may_see(), and for a unit of one leader in works-council mode.
[[nodiscard]] Result<ShadowReport> shadow_report(const facts::Facts& facts, const measure::Rules& rules,
                                                 const org::Organisation& organisation, const ShadowQuestion& question,
                                                 const Fairness& fairness);

}  // namespace bellwether::lead
