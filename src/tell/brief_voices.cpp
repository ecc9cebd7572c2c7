#include "tell/brief_voices.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "measure/filter.hpp"

#include <algorithm>
#include <set>

namespace bellwether::tell {

namespace {

constexpr std::size_t k_candidates = 80;
constexpr double k_same_words = 0.5;

bool is_bad_news(const Finding& finding) {
  return tone_of(finding.measure.better, finding.difference.value) == Tone::worse;
}

// Answers that pull the measure in the direction of the news, in the filter language; empty where the measure is a mean.
std::string pulling(const Finding& finding) {
  const measure::Measure& measure = finding.measure;
  const bool down = finding.difference.value < 0;
  if (measure.estimator == measure::Estimator::net_share) {
    return measure.value + " " + (down ? measure.negative : measure.positive);
  }
  if (measure.estimator == measure::Estimator::share && !measure.value.empty()) {
    const std::string positive = measure.value + " " + measure.positive;
    return down ? "not (" + positive + ")" : positive;
  }
  return {};
}

// A voice's beginning, up to a word's end.
std::string beginning(std::string_view text, std::size_t characters) {
  std::size_t bytes = 0;
  for (std::size_t count = 0; bytes < text.size() && count < characters; ++count) {
    ++bytes;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) ++bytes;
  }
  const std::size_t space = text.substr(0, bytes).rfind(' ');
  if (space != std::string_view::npos && space > bytes / 2) bytes = space;
  return std::string(trim(text.substr(0, bytes)));
}

Voice voice_of(const facts::StoredSignal& signal) {
  const std::string_view text = trim(signal.text);
  const bool cut = length(text) > k_longest_voice;
  return {.id = signal.id,
          .text = cut ? beginning(text, k_longest_voice) : std::string(text),
          .cut = cut,
          .language = signal.language,
          .from = voice_line(signal)};
}

// Short enough to read at a glance, long enough to say something: 0 is best.
int length_rank(std::string_view text) {
  const std::size_t characters = length(trim(text));
  if (characters < k_shortest_voice) return 3;
  if (characters >= 40 && characters <= 240) return 0;
  return characters <= k_longest_voice ? 1 : 2;
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  const std::string lower = lower_ascii(text);
  for (const std::string_view word : split(lower, ' ')) {
    if (word.size() > 2) words.emplace(word);
  }
  return words;
}

}  // namespace

double likeness(std::string_view a, std::string_view b) {
  const std::set<std::string> words = words_of(a);
  const std::set<std::string> others = words_of(b);
  if (words.empty() || others.empty()) return words == others ? 1 : 0;
  const auto both =
      static_cast<std::size_t>(std::ranges::count_if(words, [&](const auto& word) { return others.contains(word); }));
  return static_cast<double>(both) / static_cast<double>(words.size() + others.size() - both);
}

std::string filter_of(const Place& place) {
  if (place.is_whole()) return {};
  const auto name = measure::name_from_text(place.dimension);
  invariant(name.has_value());  // dimensions come from dimensions_of()
  const measure::FilterValue value{.kind = measure::FilterValue::Kind::text, .text = place.value, .place = {}};
  return measure::to_text(
      measure::Filter{measure::FilterCompare{.name = *name, .op = facts::Op::equal, .value = value}});
}

std::string voices_filter(const Finding& finding) {
  std::string filter = "voice_of != \"employee\" and text is known";
  for (const std::string& part :
       {finding.measure.where, filter_of(finding.place), pulling(finding),
        finding.measure.value.empty() ? std::string() : finding.measure.value + " is known"}) {
    if (!part.empty()) filter += " and (" + part + ")";
  }
  return filter;
}

std::vector<Voice> choose_voices(const std::vector<facts::StoredSignal>& candidates) {
  std::vector<const facts::StoredSignal*> by_length;
  for (const facts::StoredSignal& candidate : candidates) {
    if (length_rank(candidate.text) < 3) by_length.push_back(&candidate);
  }
  std::ranges::stable_sort(by_length, {}, [](const auto* candidate) { return length_rank(candidate->text); });
  std::vector<const facts::StoredSignal*> chosen;
  for (const facts::StoredSignal* candidate : by_length) {
    const bool says_the_same = std::ranges::any_of(chosen, [&](const facts::StoredSignal* other) {
      const bool same_person = candidate->subject && other->subject == candidate->subject;
      return same_person || likeness(candidate->text, other->text) > k_same_words;
    });
    if (!says_the_same) chosen.push_back(candidate);
    if (chosen.size() == k_voices) break;
  }
  std::vector<Voice> voices;
  voices.reserve(chosen.size());
  for (const facts::StoredSignal* signal : chosen) voices.push_back(voice_of(*signal));
  return voices;
}

Result<std::vector<Voice>> voices_for(const Ground& ground, const Finding& finding, const std::vector<Id>& told) {
  const std::string text = voices_filter(finding);
  const auto filter = measure::filter_from_text(text);
  if (!filter) return std::unexpected(filter.error());
  auto where = measure::bind_filter(*filter, text, ground.facts, facts::Table::signals, measure::Unknown::is_nothing);
  if (!where) return std::unexpected(where.error());
  facts::Look look;
  look.where = std::move(*where);
  look.with_text_only = true;
  look.limit = k_candidates;
  look.snapshot = ground.snapshot;
  if (const auto& period = ground.told.period) {
    look.from = period->from;
    look.to = period->to;
  }
  if (const auto name = measure::name_from_text(finding.measure.value)) {
    const auto field = measure::bind_name(*name, finding.measure.value, ground.facts, facts::Table::signals,
                                          measure::Unknown::is_nothing);
    if (field && (field->kind == facts::Field::Kind::rating || field->kind == facts::Field::Kind::number)) {
      look.order_by = *field;
      const bool low_ones = is_bad_news(finding) == (finding.measure.better == measure::Better::higher);
      look.order = low_ones ? facts::Look::Order::lowest : facts::Look::Order::highest;
    }
  }
  auto candidates = ground.facts.look(look);
  if (!candidates) return std::unexpected(candidates.error());
  std::erase_if(*candidates, [&](const auto& signal) { return std::ranges::find(told, signal.id) != told.end(); });
  return choose_voices(*candidates);
}

}  // namespace bellwether::tell
