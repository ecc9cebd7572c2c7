// Evidence that no measure alone can say: what the analyses find in several kinds of facts, for the organisation, a unit or a
// leader. Values are in the units of docs/frameworks/README.md; what each is worked out from stands there, too.
#pragma once

#include "base/result.hpp"
#include "lead/framework.hpp"
#include "lead/item_sums.hpp"
#include "lead/organisation_view.hpp"
#include "lead/score.hpp"
#include "measure/guarded_cells.hpp"
#include "measure/store_reader.hpp"
#include "org/organisation.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace bellwether::lead {

/// Where specials are read from.
struct SpecialSource {
  measure::StoreReader& signals;
  measure::StoreReader& acts;
  const org::Organisation* organisation = nullptr;  ///< nothing: a unit is itself alone, and nobody leads
  const Subject* only = nullptr;  ///< read for this one alone; nothing: for whoever is asked about later
  Day from;                       ///< first day of the window
  Day end;                        ///< first day after
  double level = 0.95;
  measure::Rules rules;  ///< what may be told of employees

  [[nodiscard]] std::int64_t k_employee() const { return rules.guards.rules().k_employee; }
};

/// What was found for a subject; unknown ones say why. `least` is told apart by Specials.
using SpecialEvidence = std::function<Evidence(const Subject&)>;

/// All specials of some frameworks, each read once for its window.
class Specials {
 public:
  /// Reads what `wanted` needs; measures among it are passed over. Errors: those of the store.
  [[nodiscard]] static Result<Specials> read(std::span<const Indicator* const> wanted, const SpecialSource& source);
  [[nodiscard]] Evidence of(const Indicator& indicator, const Subject& subject) const;

 private:
  std::map<std::pair<Special, int>, SpecialEvidence> found_;
};

// By theme. `from` and `end` of the source are the indicator's window.

/// Days from a finding's first signal to the proven effect of the improvement that answers it: the median of improvements begun in
/// the window (Kaplan & Meier; dropped and open ones censored). A finding on which nobody began is none of them.
[[nodiscard]] Result<SpecialEvidence> read_cycle_time(const SpecialSource& source);
/// % of decisions reviewed in the window whose true effect lay between the forecast's ends; Wilson. A decision is whose it was who
/// took it, or who reviewed it where the taking was not brought in.
[[nodiscard]] Result<SpecialEvidence> read_forecast_calibration(const SpecialSource& source);

/// Days until customers' answers (employees' engagement where customers give none) are back; recovery.hpp, over shocks that were
/// felt.
[[nodiscard]] Result<SpecialEvidence> read_recovery(const SpecialSource& source);
/// Points of 5 that strain rises in the eight weeks from a raised target or a shock on, against the same weeks elsewhere: two-way fixed
/// effects over all units. `n` counts answers in these weeks and the eight before.
[[nodiscard]] Result<SpecialEvidence> read_pressure(const SpecialSource& source);
/// % of visible acts in hard weeks of those in calm ones, within leaders; steadiness.hpp. `n` counts hard weeks.
[[nodiscard]] Result<SpecialEvidence> read_hard_weeks(const SpecialSource& source);

/// Points of 5 by which leaders' self-assessments lie above teams' answers to the same items, two or more; strain turned around.
/// What is said of oneself has an error, too: it is told by how far the items' gaps differ.
[[nodiscard]] Result<SpecialEvidence> read_self_gap(const SpecialSource& source, ItemReader& reader);
/// Points of 5 by which leaders' answers lie above teams' and customers', both sides alike.
[[nodiscard]] Result<SpecialEvidence> read_perception_gap(const SpecialSource& source, ItemReader& reader);
/// Points of 100 by which promises kept and `brand_lived` as teams and customers answer it fall short of leaders' own answers to it,
/// averaged over the brand values that promises name.
[[nodiscard]] Result<SpecialEvidence> read_say_do_gap(const SpecialSource& source, ItemReader& reader);

[[nodiscard]] Evidence unknown_because(std::string why, std::int64_t n = 0, std::optional<Day> newest = {});
[[nodiscard]] Evidence withheld_because(std::string why);
/// Known, or unknown for the estimate's own reason.
[[nodiscard]] Evidence evidence_from(const Result<measure::Estimate>& estimate, std::int64_t n,
                                     std::optional<Day> newest);

}  // namespace bellwether::lead
