#include "understand/reader.hpp"

#include <utility>

namespace bellwether::understand {

Result<Knowledge> Knowledge::shipped() {
  auto words = FeelingWords::shipped();
  if (!words) return std::unexpected(words.error());
  auto sentiment = SentimentModel::shipped();
  if (!sentiment) return std::unexpected(sentiment.error());
  return Knowledge{.feeling_words = *std::move(words), .sentiment = *std::move(sentiment)};
}

const Meaning& Reader::read(std::string_view text) {
  personal_data_.find(text, meaning_.personal_data);
  words_.read(text);
  meaning_.language = language_of(text);
  knowledge_.feeling_words.read(words_, meaning_.language.code, meaning_.feelings);
  meaning_.sentiment = knowledge_.sentiment.of(words_, meaning_.feelings);
  return meaning_;
}

}  // namespace bellwether::understand
