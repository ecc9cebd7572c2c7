#include "tell/voices.hpp"

#include <string>
#include <variant>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json part(const std::optional<facts::Thousandths>& value) {
  return value ? Json(static_cast<double>(value->value) / 1000) : Json();
}

Json number(Hundredths value) { return static_cast<double>(value.value) / 100; }
Json number(Micros value) { return static_cast<double>(value.value) / 1'000'000; }

}  // namespace

Json voice_json(const facts::StoredSignal& voice) {
  Json ratings = Json::object(), attributes = Json::object(), themes = Json::array();
  for (const auto& [name, value] : voice.ratings) ratings[name] = number(value);
  for (const auto& [name, value] : voice.attributes) {
    const auto* const words = std::get_if<std::string>(&value);
    attributes[name] = words != nullptr ? Json(*words) : number(std::get<Micros>(value));
  }
  for (const auto& [theme, sentiment] : voice.themes) {
    themes.push_back({{"theme", theme}, {"sentiment", part(sentiment)}});
  }
  return {{"id", to_text(voice.id)},
          {"occurred_at", voice.occurred_at ? Json(to_text(*voice.occurred_at)) : Json()},
          {"day", voice.day ? Json(to_text(*voice.day)) : Json()},
          {"channel", text_or_null(voice.channel)},
          {"unit", text_or_null(voice.unit)},
          {"touchpoint", text_or_null(voice.touchpoint)},
          {"voice_of", facts::word_of(voice.voice_of)},
          {"source", text_or_null(voice.source)},
          {"text", text_or_null(voice.text)},
          {"language", text_or_null(voice.language)},
          {"intent", text_or_null(voice.intent)},
          {"sentiment", part(voice.sentiment)},
          {"urgency", part(voice.urgency)},
          {"effort", part(voice.effort)},
          {"ratings", std::move(ratings)},
          {"attributes", std::move(attributes)},
          {"themes", std::move(themes)},
          {"customer", voice.subject ? Json(fmt::format("{:016x}", voice.subject->value)) : Json()}};
}

}  // namespace bellwether::tell
