// Any bytes as a text: words and feelings must stand inside it, in order, and numbers must be what they promise to be; as any language's
// words they must be refused or found again.
#include "base/invariant.hpp"
#include "understand/reader.hpp"
#include "understand/text_features.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

using bellwether::invariant;
using namespace bellwether::understand;

namespace {

void check_words(const Words& words, std::string_view text) {
  std::uint32_t end = 0;
  for (const Word& word : words.all()) {
    invariant(word.begin >= end && word.end > word.begin && word.end <= text.size());
    invariant(word.to > word.from && word.to < words.folded().size() && words.folded()[word.to] == ' ');
    end = word.end;
  }
}

void check_range(const TextRange& range, const Words& words) {
  invariant(range.begin < range.end && range.end <= words.text().size());
}

void check_intents(const Meaning& meaning, const Words& words) {
  std::size_t next = 0;
  for (const Cue& cue : meaning.cues) {
    invariant(cue.first >= next && cue.last >= cue.first && cue.last < words.all().size() && cue.weight != 0);
    next = cue.first;
  }
  for (const FoundIntent& found : meaning.intents.all) {
    invariant(found.confidence >= Intents::k_least && found.confidence <= 1);
    for (const TextRange& range : found.words) check_range(range, words);
  }
  invariant(meaning.urgency.value >= 0 && meaning.urgency.value <= 1);
  for (const TextRange& range : meaning.urgency.words) check_range(range, words);
  invariant(meaning.effort.value >= 0 && meaning.effort.value <= 1);
  for (const EffortSign& sign : meaning.effort.signs) check_range(sign.words, words);
}

void check_meaning(const Meaning& meaning, const Words& words) {
  std::size_t next = 0;
  for (const Feeling& feeling : meaning.feelings.all) {
    invariant(feeling.first >= next && feeling.last >= feeling.first && feeling.last < words.all().size());
    invariant(std::isfinite(feeling.valence));
    next = feeling.last + 1;
  }
  check_intents(meaning, words);
  const Sentiment& sentiment = meaning.sentiment;
  invariant(sentiment.value >= -1 && sentiment.value <= 1 && sentiment.confidence >= 0 && sentiment.confidence <= 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto knowledge = Knowledge::shipped();
  static Reader reader(*knowledge);
  static std::vector<bellwether::learn::Feature> features;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Meaning& meaning = reader.read(text);
  check_words(reader.words(), text);
  check_meaning(meaning, reader.words());
  TextFeatures().read(reader.words(), features);
  for (const auto& feature : features) invariant(feature.slot < TextFeatures().slots && std::isfinite(feature.value));
  Lexicon lexicon;
  (void)lexicon.add(text, true);
  CueList cues;
  (void)cues.add(text, true);
  (void)SentimentModel::from_bytes(text);
  return 0;
}
