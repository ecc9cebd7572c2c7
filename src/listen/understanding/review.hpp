// Which readings people look at: some that were drawn by chance, from which it is told how far machine and people agree, and those that the
// machine is least sure of, from which it learns most.
//
//   const ReviewQueue queue = to_review(voices, reader, judged, 20);
//   voices[queue.readings[0].voice].text;   // to be read first
#pragma once

#include "base/id.hpp"
#include "listen/understanding/signal_reader.hpp"
#include "store/facts/facts.hpp"
#include "understand/sentiment.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace bellwether::listen {

/// One signal in twenty, whoever asks and whenever: its id decides.
[[nodiscard]] bool is_drawn(const Id& id);
inline constexpr std::uint64_t k_one_drawn_in = 20;

struct ReadingToReview {
  std::size_t voice = 0;  ///< of those given
  understand::Sentiment sentiment;
  bool drawn = false;  ///< by chance, not for doubt
};

struct ReviewQueue {
  std::vector<ReadingToReview> readings;
  std::size_t looked_through = 0;  ///< readings of the machine's among those given
  std::size_t unsure = 0;          ///< of them without a judgement, those less sure than k_sure
};
inline constexpr double k_sure = 0.6;

/// At most `most` of the voices whose sentiment the machine reads, in turn one that was drawn, in an order of chance that is the same for
/// everybody, and the least sure of the others. Those judged are left out, and those of which the sender told the sentiment.
[[nodiscard]] ReviewQueue to_review(std::span<const facts::StoredSignal> voices, SignalReader& reader,
                                    const std::set<Id>& judged, std::size_t most);

/// What the machine reads of one, as it is compared with what people say: nothing where the sender told it.
[[nodiscard]] std::optional<understand::Sentiment> reading_to_judge(const facts::StoredSignal& voice,
                                                                    SignalReader& reader);

}  // namespace bellwether::listen
