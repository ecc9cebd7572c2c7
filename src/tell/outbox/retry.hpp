// When a delivery is tried again, and what an answer to it means.
#pragma once

#include "base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::outbox {

inline constexpr std::int64_t k_minute_s = 60, k_hour_s = 60 * k_minute_s;
/// Seconds to wait before each try, as Standard Webhooks suggests: all in all some 75 hours.
inline constexpr std::array<std::int64_t, 10> k_waits_s = {0,
                                                           5,
                                                           5 * k_minute_s,
                                                           30 * k_minute_s,
                                                           2 * k_hour_s,
                                                           5 * k_hour_s,
                                                           10 * k_hour_s,
                                                           14 * k_hour_s,
                                                           20 * k_hour_s,
                                                           24 * k_hour_s};
/// Added at random to each wait, as a share of it: so that what failed together is not tried together.
inline constexpr double k_most_jitter = 0.1;
/// A receiver that asks for more patience gets so much at most.
inline constexpr std::int64_t k_longest_wait_s = 24 * k_hour_s;

enum class Outcome : std::uint8_t {
  delivered,  ///< 2xx
  again,      ///< anything else: also a redirect, which is not followed
  gone,       ///< 410: the receiver wants nothing more
};
/// `status` 0: there was no answer.
[[nodiscard]] Outcome outcome_of(int status);

/// When to try again after `tries` tries without success; nothing where that was the last one. `chance` in [0, 1).
/// `retry_after_s`: what the receiver asked for; it waits longer, never shorter.
[[nodiscard]] std::optional<Instant> next_try(std::size_t tries, Instant now, double chance,
                                              std::optional<std::int64_t> retry_after_s);

/// Of the header Retry-After, in seconds; nothing for a date, or for what is neither.
[[nodiscard]] std::optional<std::int64_t> retry_after_from(std::string_view header);

}  // namespace bellwether::outbox
