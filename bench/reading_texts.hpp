// Texts that reading is measured on: a simulated company's, tweets where the public data sets are there, and those that could make it slow.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::bench {

inline constexpr std::size_t k_short_text = 140;  ///< bytes

/// What customers of a simulated hotel chain and a telecom wrote, in five languages, the same each time: texts that fill k_short_text bytes,
/// cut there.
[[nodiscard]] std::vector<std::string> simulated_texts(std::size_t count);

/// Tweets to airlines, of twitter_airline_sentiment in $BELLWETHER_TEST_DATA, cut to k_short_text bytes; none where it is not there.
[[nodiscard]] std::vector<std::string> airline_tweets();

/// The lines of a file, cut likewise.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& file);

/// What is written over and over to make reading slow.
struct Adversary {
  std::string_view name, piece;
};
[[nodiscard]] std::span<const Adversary> adversaries();
[[nodiscard]] std::string text_of(const Adversary& adversary, std::size_t bytes);

}  // namespace bellwether::bench
