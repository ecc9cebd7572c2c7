#include "understand/reader.hpp"

#include <utility>

namespace bellwether::understand {

Result<Knowledge> Knowledge::shipped() {
  auto words = FeelingWords::shipped();
  if (!words) return std::unexpected(words.error());
  auto sentiment = SentimentModel::shipped();
  if (!sentiment) return std::unexpected(sentiment.error());
  auto cue_words = CueWords::shipped();
  if (!cue_words) return std::unexpected(cue_words.error());
  return Knowledge{
      .feeling_words = *std::move(words), .sentiment = *std::move(sentiment), .cue_words = *std::move(cue_words)};
}

const Meaning& Reader::read(std::string_view text) {
  personal_data_.find(text, meaning_.personal_data);
  words_.read(text);
  meaning_.language = language_of(text);
  knowledge_.feeling_words.read(words_, meaning_.language.code, meaning_.feelings);
  meaning_.sentiment = knowledge_.sentiment.of(words_, meaning_.feelings);
  knowledge_.cue_words.read(words_, meaning_.language.code, meaning_.cues);
  read_intents(words_, meaning_.cues, meaning_.feelings, meaning_.sentiment, meaning_.intents);
  meaning_.urgency = urgency_of(words_, meaning_.cues);
  meaning_.effort = effort_of(words_, meaning_.cues);
  return meaning_;
}

}  // namespace bellwether::understand
