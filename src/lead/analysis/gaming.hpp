// Signs that an indicator is fed instead of earned: visits that are none, and scores that were begged for.
#pragma once

#include "base/time.hpp"
#include "lead/analysis/peers.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace bellwether::lead {

struct Visit {
  std::uint32_t leader = 0;
  Day day;
  double minutes = -1;  ///< below 0: not told
  bool notes = false;
};

struct Answered {
  std::uint32_t unit = 0;
  Day day;                ///< in the organisation's zone
  std::int64_t at_s = 0;  ///< seconds since any fixed time
  bool top = false;       ///< the best answers: promoters, five stars
  bool words = false;     ///< with a comment
};

/// Answers out of invitations of one unit: past periods in order, and the one that is looked at.
struct Response {
  std::uint32_t unit = 0;
  std::vector<Hits> past;
  Hits now;
};

enum class Sign : std::uint8_t {
  no_time,           ///< visits of under five minutes
  no_notes,          ///< visits without notes
  round_times,       ///< visits of exactly a multiple of half an hour
  late_visits,       ///< visits in the last three days of a month
  top_without_word,  ///< best answers without a comment
  late_tops,         ///< best answers that came in the last three days of a month
  in_bursts,         ///< answers that came within a minute of the one before
  excess_response,   ///< more of those asked answered than ever in the unit's own past
};
[[nodiscard]] std::string_view word_of(Sign sign);  ///< "visits-without-time" …

/// One sign at one leader (visits) or unit (answers).
struct Flag {
  Sign sign = Sign::no_time;
  std::uint32_t subject = 0;
  double share = 0, usual = 0;  ///< its own, and its peers' (or its own past's)
  std::int64_t n = 0;           ///< visits or answers looked at
  double p = 1, p_adjusted = 1;
  bool raised = false;
};

struct GamingOptions {
  double no_time_minutes = 5;
  std::int32_t late_days = 3;
  std::int64_t burst_s = 60;
  double least_more = 0.1;  ///< a flag needs a share so much above the usual one: what is sure may still be small
  double false_discovery_rate = 0.05;
};

/// Every sign of every leader against the other leaders (peers.hpp), corrected over all leaders and signs at once. A
/// flag is a reason to look, never a verdict: a leader of short shifts visits shortly, an app without a notes field
/// leaves none. Signs of one thing go together, so two flags of one leader are not twice the evidence. Sorted by leader
/// and sign; those with too little to test (10 visits, 8 peers) have p = 1 and are never raised.
[[nodiscard]] std::vector<Flag> gamed_visits(std::span<const Visit> visits, const GamingOptions& options = {});

/// Every sign of every unit against the other units; response against the unit's own past periods, 8 or more of them.
/// A campaign that asks more people by a better way raises response honestly; look what was done.
[[nodiscard]] std::vector<Flag> begged_scores(std::span<const Answered> answers, std::span<const Response> responses,
                                              const GamingOptions& options = {});

}  // namespace bellwether::lead
