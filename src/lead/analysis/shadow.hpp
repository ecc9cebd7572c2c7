// The leadership shadow: how much leaders are seen, where they are not, and what employees and customers say in the
// weeks after.
#pragma once

#include "lead/analysis/reach.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::lead {

/// What one side said, by unit and week: means, and how many answers are behind them (0: none).
struct Outcome {
  Grid grid;                    ///< units × weeks
  Column mean;                  ///< higher is better; NaN where nobody answered
  std::vector<std::int64_t> n;  ///< answers behind each
};

/// Exposure `from` … `to` weeks before the answers, on average.
struct Lag {
  int from = 1, to = 1;
  friend bool operator==(const Lag&, const Lag&) = default;
};

struct ShadowOptions {
  std::vector<Lag> lags{
      {1, 1}, {1, 2}, {1, 4}, {5, 8}};  ///< tried; the same week is none of them: who came first is not known
  double level = 0.95;
  int flips = 999;
  std::uint64_t seed = 1;
  std::size_t known_from = 0;  ///< week from which acts were written down; before it exposure is unknown, not none
  double false_discovery_rate = 0.05;
};

enum class Shows : std::uint8_t {
  better,      ///< more is said to be well after more exposure, and the placebo is quiet
  worse,       ///< less
  undermined,  ///< something shows, and the placebo shows too: something else moves both
  cant_tell,
};

/// What goes with exposure. `effect` is the change of the outcome, in its own unit, for one full act of presence a week
/// more (one visit of half an hour by a direct leader) over the weeks of the lag.
struct Effect {
  Lag lag;
  Estimate effect;   ///< pooled: wide enough for the choosing of the lag; n counts unit-weeks
  double p = 1;      ///< pooled: corrected for the choosing; a leader's: corrected over leaders
  Estimate placebo;  ///< the same exposure as many weeks AFTER the answers, beside the real one: must show nothing
  double p_placebo = 1;
  std::int64_t answers = 0;
  std::size_t units = 0;
  Shows shows = Shows::cant_tell;
  std::string words;  ///< what may be said of it, and what not
};

/// What the units that see least of their leader say against those that see most, between units: nothing lasting is
/// taken out, so that this is where to look, and no effect.
struct Unseen {
  std::vector<std::uint32_t> least;  ///< units: never seen, or else the third that was seen least
  Estimate difference;               ///< least less others; n counts units
  double p = 1;
};

struct LeaderShadow {
  std::uint32_t leader = 0;
  std::int64_t acts = 0;                ///< that the leader did, whole organisation included
  double exposure = 0;                  ///< mean per unit under and week
  std::size_t units = 0, seen_in = 0;   ///< under the leader; in how many of them an act arrived that was done there
  std::vector<std::uint32_t> not_seen;  ///< units under without any act done there
  std::optional<Effect> effect;         ///< where there are enough weeks
  std::optional<Unseen> unseen;         ///< where there are at least 3 units on both sides
};

struct Shadow {
  Result<Effect> pooled;              ///< over the organisation
  std::vector<Slope> lags;            ///< of the pooled: every lag that was tried, uncorrected
  Result<Unseen> unseen;              ///< within leaders, over all of them
  std::vector<LeaderShadow> leaders;  ///< in the order given
};

/// Pooled: two-way fixed effects of unit and week, errors by unit or by `cluster` (of each unit: say the leader or
/// region whose units share their luck), the lag by choose_regressor() of panel.hpp, answers as weights that level off
/// at twice the usual number. A leader's own: the same levels taken out over the whole organisation, the leader's own
/// acts at the leader's own units, at the pooled lag, errors by lasting.hpp (so that units of one leader may share
/// everything in a week), Benjamini & Hochberg over leaders.
/// Assumes: no leader goes where the answers just turned; the placebo looks for that and for whatever else moves both.
/// What others did at the same time is not taken out of a leader's own. Acts that reach all alike are the week's level
/// and show nowhere. Never a causal claim: `words` says what the design carries. `first` is the Monday of week 0 of
/// `outcome`. Errors inside `pooled`: as choose_regressor().
[[nodiscard]] Shadow shadow_of(std::span<const VisibleAct> acts, std::span<const Led> leaders, Day first,
                               const Outcome& outcome, const Reach& reach, const ShadowOptions& options = {},
                               std::span<const std::uint32_t> cluster = {});

}  // namespace bellwether::lead
