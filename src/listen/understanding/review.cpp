#include "listen/understanding/review.hpp"

#include "understand/reader.hpp"
#include "understand/reading_mark.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::listen {

namespace {

/// Evenly spread over ids, whatever made them (splitmix64's last step; Steele, Lea and Flood, OOPSLA 2014).
std::uint64_t chance_of(const Id& id) {
  std::uint64_t mixed = id.high ^ (id.low * 0x9E3779B97F4A7C15U);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31);
}

}  // namespace

bool is_drawn(const Id& id) { return chance_of(id) % k_one_drawn_in == 0; }

std::optional<understand::Sentiment> reading_to_judge(const facts::StoredSignal& voice, SignalReader& reader) {
  const auto told = understand::told_in(voice.reader);
  if (!told || told->sentiment || !voice.sentiment) return std::nullopt;
  return reader.look(voice.text).sentiment;
}

ReviewQueue to_review(std::span<const facts::StoredSignal> voices, SignalReader& reader, const std::set<Id>& judged,
                      std::size_t most) {
  ReviewQueue queue;
  std::vector<ReadingToReview> drawn, others;
  for (std::size_t i = 0; i < voices.size(); ++i) {
    const auto sentiment = reading_to_judge(voices[i], reader);
    if (!sentiment) continue;
    ++queue.looked_through;
    if (judged.contains(voices[i].id)) continue;
    if (sentiment->confidence < k_sure) ++queue.unsure;
    const bool by_chance = is_drawn(voices[i].id);
    (by_chance ? drawn : others).push_back({.voice = i, .sentiment = *sentiment, .drawn = by_chance});
  }
  std::ranges::sort(drawn, {}, [&](const ReadingToReview& one) {
    return std::pair(chance_of(voices[one.voice].id), voices[one.voice].id);
  });
  std::ranges::stable_sort(others, {}, [](const ReadingToReview& one) { return one.sentiment.confidence; });
  for (std::size_t i = 0; queue.readings.size() < most && i < std::max(drawn.size(), others.size()); ++i) {
    if (i < drawn.size()) queue.readings.push_back(drawn[i]);
    if (i < others.size() && queue.readings.size() < most) queue.readings.push_back(others[i]);
  }
  return queue;
}

}  // namespace bellwether::listen
