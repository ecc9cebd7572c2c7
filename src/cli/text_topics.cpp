#include "cli/text_topics.hpp"

#include "base/text.hpp"
#include "cli/told.hpp"
#include "understand/topics/topics.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_shown_words = 8, k_shown_samples = 2, k_columns = 110;

Json json_of(const measure::Estimate& estimate) {
  return {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}, {"n", estimate.n}};
}

Json json_of(const topics::Topic& topic, const std::vector<std::string>& lines, const understand::ThemeBook& book) {
  Json words = Json::array(), samples = Json::array(), themes = Json::array(), parts = Json::array(),
       texts = Json::array();
  for (const topics::Keyword& one : topic.keywords) {
    words.push_back({{"word", one.word}, {"weight", one.weight}, {"texts", one.texts}});
  }
  for (const std::uint32_t text : topic.texts) texts.push_back(text + 1);
  for (const std::uint32_t text : topic.samples) samples.push_back({{"line", text + 1}, {"text", lines[text]}});
  for (const topics::Held& held : topic.themes) {
    themes.push_back({{"theme", book.themes()[held.theme].name}, {"share", json_of(held.share)}});
  }
  for (const topics::Topic& part : topic.parts) parts.push_back(json_of(part, lines, book));
  return {{"label", topic.label},
          {"language", topic.language},
          {"texts", topic.texts.size()},
          {"share", json_of(topic.share)},
          {"sentiment", topic.sentiment ? json_of(*topic.sentiment) : Json()},
          {"words", std::move(words)},
          {"coherence", topic.coherence},
          {"themes", std::move(themes)},
          {"covered", topic.covered},
          {"samples", std::move(samples)},
          {"theme_toml", topics::theme_toml(std::span(&topic, 1), topic.label)},
          {"parts", std::move(parts)},
          {"lines", std::move(texts)}};
}

/// Of a label, no broken character and no line end.
std::string on_one_line(std::string_view text) {
  std::string line(cut(text, k_columns));
  std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return line;
}

void draw(const topics::Topic& topic, const std::vector<std::string>& lines, const understand::ThemeBook& book) {
  fmt::print("\n{}\n", topic.label);
  fmt::print("  {} texts, {:.1f} % [{:.1f}, {:.1f}] of {} in {}",
             with_thousands(static_cast<long long>(topic.texts.size())), 100 * topic.share.value, 100 * topic.share.low,
             100 * topic.share.high, with_thousands(topic.share.n), topic.language);
  if (topic.sentiment) {
    fmt::print("; sentiment {:+.2f} [{:+.2f}, {:+.2f}]", topic.sentiment->value, topic.sentiment->low,
               topic.sentiment->high);
  }
  fmt::print("\n");
  std::vector<std::string_view> words, parts;
  for (const topics::Keyword& one : topic.keywords) words.push_back(one.word);
  words.resize(std::min(words.size(), k_shown_words));
  fmt::print("  words: {}\n", fmt::join(words, ", "));
  for (const topics::Topic& part : topic.parts) parts.push_back(part.label);
  if (!parts.empty()) fmt::print("  parts: {}\n", fmt::join(parts, "; "));
  if (topic.themes.empty()) {
    fmt::print("  no theme of the book holds a tenth of it\n");
  } else {
    const topics::Held& held = topic.themes.front();
    fmt::print("  theme {}: in {:.0f} % [{:.0f}, {:.0f}] of them\n", book.themes()[held.theme].name,
               100 * held.share.value, 100 * held.share.low, 100 * held.share.high);
  }
  for (const std::uint32_t text : std::span(topic.samples).first(std::min(topic.samples.size(), k_shown_samples))) {
    fmt::print("  line {}: {}\n", text + 1, on_one_line(lines[text]));
  }
}

}  // namespace

int tell_topics(std::istream& in, const understand::Knowledge& knowledge, bool json) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  understand::Reader reader(knowledge);
  std::vector<topics::Text> texts;
  for (const std::string& line : lines) {
    const auto& meaning = reader.read(line);
    texts.push_back({.text = line, .language = meaning.language.code, .at = {}, .sentiment = meaning.sentiment.value});
  }
  const auto book = knowledge.themes->now();
  const auto found = topics::find_topics(texts, {.book = book.get()});
  if (!found) return tell_error(found.error());
  if (json) {
    Json all = Json::array(), languages = Json::array();
    for (const topics::Topic& topic : found->topics) all.push_back(json_of(topic, lines, *book));
    for (const topics::LanguageRead& one : found->languages) {
      languages.push_back(
          {{"language", one.code}, {"texts", one.texts}, {"with_topic", one.with_topic}, {"too_few", one.is_too_few}});
    }
    const Json told{{"read", found->read},
                    {"left_out", found->left_out},
                    {"without_words", found->without_words},
                    {"languages", std::move(languages)},
                    {"topics", std::move(all)}};
    fmt::print("{}\n", told.dump(2, ' ', false, Json::error_handler_t::replace));
    return 0;
  }
  fmt::print("{} topics in {} texts", found->topics.size(), with_thousands(static_cast<long long>(found->read)));
  if (found->left_out != 0)
    fmt::print(" ({} above the limits left out)", with_thousands(static_cast<long long>(found->left_out)));
  fmt::print("; intervals of 95 %, a text may be of several\n");
  for (const topics::Topic& topic : found->topics) draw(topic, lines, *book);
  for (const topics::LanguageRead& one : found->languages) {
    if (one.is_too_few) {
      fmt::print("\n{}: too few texts ({})\n", one.code, one.texts);
    } else {
      fmt::print("\n{}: {} of {} texts fit no topic\n", one.code,
                 with_thousands(static_cast<long long>(one.texts - one.with_topic)),
                 with_thousands(static_cast<long long>(one.texts)));
    }
  }
  return 0;
}

}  // namespace bellwether::cli
