// Whether a topic came up lately.
#pragma once

#include "understand/topics/topics.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::topics {

/// Lately, and the time before, cut into stretches with as many texts each as came lately.
struct Window {
  static constexpr std::int64_t k_fewest_lately = 20;
  static constexpr std::int64_t k_fewest_before = 50;

  bool is_known = false;  ///< there are enough texts with a time on both sides
  Instant from;           ///< where "lately" begins
  std::int64_t lately_of = 0, before_of = 0;
  std::vector<Instant> stretches;          ///< where those before begin, ascending
  std::vector<std::int64_t> stretches_of;  ///< their texts
};

/// `places`: of the texts that count. Without `from` it begins at the time from which on a tenth of them came.
[[nodiscard]] Window window_of(std::span<const std::uint32_t> places, std::span<const Text> texts,
                               std::optional<Instant> from);

/// Of a topic in these places. Not yet adjusted. Nothing without a window, or where the topic has no text with a time.
[[nodiscard]] std::optional<Emergence> emergence_of(std::span<const std::uint32_t> places, std::span<const Text> texts,
                                                    const Window& window);

/// Adjusts the p-values of all topics and parts, and says which are emerging.
void tell_emerging(std::span<Topic> topics, double false_discovery_rate);

}  // namespace bellwether::topics
