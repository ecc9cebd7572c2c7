// What a leader asks of a measure: did it move, and where is it different? Both with the doubt that belongs to them.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/ask.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::measure {

/// One measure in two periods.
struct Comparison {
  Measure measure;
  AnswerRow now, before;
  std::optional<Difference> difference;  ///< now − before, in the measure's unit; nothing where either is withheld
  std::string query, query_before;       ///< make `now` and `before` again
  std::string snapshot, version;
};

/// Compares `period` with `before` (usually period_before(period)). Intervals at the 95 % level; the difference by
/// MOVER. A count (count, distinct) is exact for the facts that are there, yet two periods of an unchanged business
/// differ by chance: its difference carries the score interval of a Poisson count, and the verdict goes by the count
/// per day, so that February is not "down" for being short. Errors: as ask(); `unsupported` for a distribution.
[[nodiscard]] Result<Comparison> compare(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                                         std::string_view measure, std::string_view where, const Period& period,
                                         const Period& before, std::optional<std::uint64_t> snapshot = {});

/// Where to look for what is different.
struct StandOutQuestion {
  std::string measure = {};  ///< a share, net share or mean
  std::vector<std::string> dimensions =
      {};  ///< each one for itself: "unit", "touchpoint", "theme", "attribute.segment" …
  std::string where = {};
  std::optional<Day> from = {}, to = {};  ///< `to` exclusive
  std::optional<std::uint64_t> snapshot = {};
  double level = 0.95;                 ///< of the intervals
  double false_discovery_rate = 0.05;  ///< what is reported keeps to this rate, over all slices of all dimensions
  bool also_unremarkable = false;      ///< return every slice that was looked at, not just those that stand out
};

/// One slice against the rest of the organisation.
struct StandOut {
  std::string dimension;
  std::string value;
  Estimate here;          ///< the slice, in the measure's unit
  Estimate rest;          ///< everything in the question that is not in the slice; exact, by subtracting statistics
  Difference difference;  ///< here − rest; verdict up or down where `stands_out`, else can't tell
  double p = 1;           ///< two-sided, for this slice alone
  double p_adjusted = 1;  ///< Benjamini–Hochberg over all slices looked at
  bool stands_out = false;
  double share_of_volume = 0;  ///< answers here of all answers, 0 … 1
  double importance = 0;       ///< |difference| × share of volume: how far the whole would move without it, roughly
  std::string query;           ///< makes `here` again
};

struct StandOuts {
  Measure measure;
  Estimate whole;                ///< everything in the question; for scale
  std::vector<StandOut> slices;  ///< most important first; ties by dimension, then value
  std::size_t looked_at = 0;     ///< slices that were tested
  std::size_t thin = 0;          ///< slices with fewer than k_least_answers, here or in the rest: not tested
  std::string snapshot, version;
};

/// A slice with fewer answers is too thin to say that it is different.
inline constexpr std::int64_t k_least_answers = 10;

/// Tests each slice of each dimension against its complement.
/// Share: Fisher's exact test, mid-p. Net share: the larger p of the z-test with Rocks's added counts and of the one with
/// common variance. Mean: the larger p of Welch's and of the pooled t-test (significance.hpp says why): Welch alone takes a
/// small slice of equal answers for certainty. What is reported keeps to the false discovery rate by Benjamini &
/// Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289–300.
/// Errors: as ask(); `unsupported` for measures without a sampling error (count, distinct, distribution);
/// `not_enough` where the whole has too few answers for an estimate; `withheld` where nothing of it may be told. Employees are told of
/// in whole blocks, as by ask(), so that slice, rest and whole are sums over blocks; slices of which nothing may be told count as thin,
/// and of dimensions that employees are not cut by there are none.
[[nodiscard]] Result<StandOuts> stand_out(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                                          const StandOutQuestion& question);

/// How many answers an interval of ± `half_width` (in the measure's unit) takes at `level`: the smallest n for which
/// the measure's own interval is that narrow, if the answers spread as in `seen`; without `seen`, if they spread as
/// widely as they can.
/// Errors: `not_enough` for a mean whose spread was neither seen nor is bounded by a known scale; `unsupported` for counts (they have no sampling error); `wrong_usage` for a half width that is not above zero.
[[nodiscard]] Result<std::int64_t> answers_needed(const Measure& measure, double half_width,
                                                  const std::optional<Estimate>& seen = {}, double level = 0.95);

}  // namespace bellwether::measure
