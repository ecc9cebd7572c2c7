#include "serve/api/reading_json.hpp"

#include "base/text.hpp"

namespace bellwether::api {

nlohmann::ordered_json mentions_json(std::string_view text, const understand::Meaning& meaning,
                                     const understand::ThemeBook& book) {
  auto mentions = nlohmann::ordered_json::array();
  // Bytes to characters, once along the text: mentions stand in its order.
  std::size_t bytes = 0, characters = 0;
  for (const understand::ThemeMention& mention : meaning.mentions) {
    if (mention.begin >= bytes) {
      characters += length(text.substr(bytes, mention.begin - bytes));
      bytes = mention.begin;
    }
    const understand::Theme& theme = book.themes()[mention.theme];
    mentions.push_back({{"begin", characters},
                        {"end", characters + length(text.substr(mention.begin, mention.end - mention.begin))},
                        {"theme", theme.name},
                        {"label", theme.label},
                        {"sentiment", mention.sentiment.value},
                        {"confidence", mention.sentiment.confidence}});
  }
  return mentions;
}

}  // namespace bellwether::api
