#include "tell/outbox/retry.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace bellwether::outbox {

Outcome outcome_of(int status) {
  if (status >= 200 && status < 300) return Outcome::delivered;
  return status == 410 ? Outcome::gone : Outcome::again;
}

std::optional<Instant> next_try(std::size_t tries, Instant now, double chance,
                                std::optional<std::int64_t> retry_after_s) {
  if (tries >= k_waits_s.size()) return {};
  const double wait_s = static_cast<double>(k_waits_s[tries]) * (1 + k_most_jitter * chance);
  auto wait_us = static_cast<std::int64_t>(wait_s * static_cast<double>(k_us_per_second));
  if (retry_after_s)
    wait_us = std::max(wait_us, std::clamp<std::int64_t>(*retry_after_s, 0, k_longest_wait_s) * k_us_per_second);
  return Instant{now.us + wait_us};
}

std::optional<std::int64_t> retry_after_from(std::string_view header) {
  header = trim(header);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (error == std::errc::result_out_of_range && end == header.data() + header.size()) return k_longest_wait_s;
  if (error != std::errc() || end != header.data() + header.size() || seconds < 0) return {};
  return seconds;
}

}  // namespace bellwether::outbox
