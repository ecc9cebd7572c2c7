// From facts to a brief: asks the measures, finds what moved and what stands out, picks the voices, says what is thin.
//
//   auto brief = make_brief(catalogue, *facts, guards, {.period = period}, {.organisation = "…", .today = today, .at = now()});
//   std::cout << brief_term(*brief, terminal_of(STDOUT_FILENO));
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/catalogue.hpp"
#include "measure/guards.hpp"
#include "store/facts/facts.hpp"
#include "tell/brief.hpp"

#include <optional>
#include <string>

namespace bellwether::tell {

/// What the brief can't know from the facts.
struct BriefOptions {
  // NOLINTBEGIN(readability-redundant-member-init): g++ warns of members left out, unless they have one
  std::optional<Period> period = {};  ///< nothing: the last full week (month, quarter, year) with enough evidence
  std::string organisation = {};
  Day today = {};   ///< in the organisation's zone; no period that is not over is chosen
  Instant at = {};  ///< when the brief is made
  // NOLINTEND(readability-redundant-member-init)
};

/// Figures for the main measures that have evidence, at most k_figures: nps, csat, ces, stars, sentiment, complaint share,
/// the organisation's own, and where none of these is answered the mean of the ratings most answered; then volume,
/// customers, comment share. At most k_stories stories. All numbers are taken at one snapshot of the store.
/// Errors: as measure::ask(); an empty store is no error, but a brief that says how to begin.
[[nodiscard]] Result<Brief> make_brief(const measure::Catalogue& catalogue, const facts::Facts& facts,
                                       const measure::Guards& guards, const BriefOptions& options);
inline constexpr std::size_t k_figures = 8;
inline constexpr std::size_t k_trend_periods = 13;  ///< a quarter of weeks, a year of months

}  // namespace bellwether::tell
