#include "listen/import/theme_reader.hpp"

#include <algorithm>
#include <cmath>

#include <simdjson.h>

namespace bellwether::listen {

struct ThemeReader::Parser {
  simdjson::dom::parser json;
};

ThemeReader::ThemeReader() : parser_(std::make_unique<Parser>()) {}
ThemeReader::ThemeReader(ThemeReader&&) noexcept = default;
ThemeReader& ThemeReader::operator=(ThemeReader&&) noexcept = default;
ThemeReader::~ThemeReader() = default;

bool ThemeReader::read(std::string_view json, std::vector<facts::Mention>& mentions) {
  mentions.clear();
  simdjson::dom::array array;
  if (parser_->json.parse(json.data(), json.size()).get(array) != simdjson::SUCCESS) return false;
  for (const simdjson::dom::element element : array) {
    std::string_view theme;
    if (element["theme"].get(theme) != simdjson::SUCCESS && element.get(theme) != simdjson::SUCCESS) continue;
    const bool known = std::ranges::find(mentions, theme, &facts::Mention::theme) != mentions.end();
    if (theme.empty() || known || mentions.size() == k_most) continue;
    facts::Mention mention{.theme = theme, .sentiment = {}};
    double value = 0;
    if (element["sentiment"].get(value) == simdjson::SUCCESS && value >= -1 && value <= 1) {
      mention.sentiment = facts::Thousandths{static_cast<std::int16_t>(std::lround(value * 1000))};
    }
    mentions.push_back(mention);
  }
  return true;
}

}  // namespace bellwether::listen
