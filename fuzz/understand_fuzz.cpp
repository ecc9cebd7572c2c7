// Any bytes as a text: all that is understood of it must stand inside it, in order, numbers must be what they promise to be, and what was
// read before must leave no trace; in each language that there are words of. As any language's words they must be refused or found again.
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

void check_sentiment(const Sentiment& sentiment) {
  invariant(sentiment.value >= -1 && sentiment.value <= 1 && sentiment.confidence >= 0 && sentiment.confidence <= 1);
}

void check_feelings(const Feelings& feelings, const Words& words) {
  std::size_t next = 0;
  for (const Feeling& feeling : feelings.all) {
    invariant(feeling.first >= next && feeling.last >= feeling.first && feeling.last < words.all().size());
    invariant(std::isfinite(feeling.valence));
    next = feeling.last + 1;
  }
}

void check_themes(const Meaning& meaning, const ThemeBook& book, std::string_view text) {
  std::size_t begin = 0;
  for (const ThemeMention& mention : meaning.mentions) {
    invariant(mention.theme < book.themes().size());
    invariant(mention.begin >= begin && mention.begin < mention.end && mention.end <= text.size());
    begin = mention.begin;
    check_sentiment(mention.sentiment);
  }
  for (std::size_t i = 0; i < meaning.themes.size(); ++i) {
    const ThemeFelt& felt = meaning.themes[i];
    invariant(i == 0 || meaning.themes[i - 1].theme < felt.theme);
    invariant(felt.mentions > 0 && felt.value >= -1 && felt.value <= 1);
  }
  invariant(meaning.themes.empty() == meaning.mentions.empty());
}

void check_personal_data(const std::vector<bellwether::personal::Found>& all, std::string_view text) {
  std::size_t end = 0;
  for (const auto& found : all) {
    invariant(found.begin >= end && found.begin < found.end && found.end <= text.size());
    end = found.end;
  }
}

void check_meaning(const Meaning& meaning, const Words& words) {
  check_feelings(meaning.feelings, words);
  check_intents(meaning, words);
  check_sentiment(meaning.sentiment);
  invariant(!meaning.language.code.empty() && meaning.language.confidence >= 0 && meaning.language.confidence <= 1);
}

/// Which language a text is in is told of few that a fuzzer makes: the words of each are looked for here.
void check_languages(const Knowledge& knowledge, const Words& words) {
  static Feelings feelings;
  static std::vector<Cue> cues;
  for (const std::string_view language : knowledge.feeling_words.languages()) {
    knowledge.feeling_words.read(words, language, feelings);
    check_feelings(feelings, words);
  }
  for (const std::string_view language : knowledge.cue_words.languages()) {
    knowledge.cue_words.read(words, language, cues);
    for (const Cue& cue : cues) invariant(cue.first <= cue.last && cue.last < words.all().size());
  }
}

/// Memory is used again from text to text: what was read before must not be seen.
void check_same(const Meaning& one, const Meaning& other) {
  invariant(one.language.code == other.language.code && one.sentiment.value == other.sentiment.value);
  invariant(one.feelings.all.size() == other.feelings.all.size() && one.cues.size() == other.cues.size());
  invariant(one.mentions.size() == other.mentions.size() && one.themes.size() == other.themes.size());
  invariant(one.personal_data.size() == other.personal_data.size());
  invariant(one.urgency.value == other.urgency.value && one.effort.value == other.effort.value);
  for (std::size_t i = 0; i < one.mentions.size(); ++i) {
    invariant(one.mentions[i].begin == other.mentions[i].begin && one.mentions[i].end == other.mentions[i].end);
    invariant(one.mentions[i].sentiment.value == other.mentions[i].sentiment.value);
  }
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
  check_themes(meaning, reader.book(), text);
  check_personal_data(meaning.personal_data, text);
  check_languages(*knowledge, reader.words());
  Reader fresh(*knowledge);
  check_same(fresh.read(text), meaning);
  TextFeatures().read(reader.words(), features);
  for (const auto& feature : features) invariant(feature.slot < TextFeatures().slots && std::isfinite(feature.value));
  Lexicon lexicon;
  (void)lexicon.add(text, true);
  CueList cues;
  (void)cues.add(text, true);
  (void)SentimentModel::from_bytes(text);
  return 0;
}
