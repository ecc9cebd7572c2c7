#include "reading_texts.hpp"

#include "listen/rows/rows.hpp"
#include "simulate/simulate.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace bellwether::bench {

namespace {

/// Not in the middle of a character, and on one line: peers are given a text a line.
std::string cut(std::string_view text) {
  std::size_t end = std::min(text.size(), k_short_text);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string one(text.substr(0, end));
  std::ranges::replace_if(one, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return one;
}

void add_simulated(std::string_view scenario_name, std::size_t count, std::vector<std::string>& texts) {
  const auto scenario = simulate::scenario_named(scenario_name);
  if (!scenario) return;
  auto stream = simulate::SignalStream::open(*scenario, {.signals = 20 * count, .seed = 1, .threads = 1});
  if (!stream) return;
  const std::size_t wanted = texts.size() + count;
  for (facts::SignalBatch batch; texts.size() < wanted && (*stream)->next(batch);) {
    for (const facts::Signal& signal : batch.rows()) {
      if (signal.text.size() >= k_short_text && texts.size() < wanted) texts.push_back(cut(signal.text));
    }
  }
}

}  // namespace

std::vector<std::string> simulated_texts(std::size_t count) {
  std::vector<std::string> texts;
  for (const char* scenario : {"hotel", "telecom"}) add_simulated(scenario, count / 2, texts);
  return texts;
}

std::vector<std::string> airline_tweets() {
  std::vector<std::string> texts;
  const char* folder = std::getenv("BELLWETHER_TEST_DATA");
  if (folder == nullptr) return texts;
  const auto reader = listen::open_rows(std::filesystem::path(folder) / "twitter_airline_sentiment/Tweets.csv");
  if (!reader) return texts;
  const auto headers = (*reader)->headers();
  const auto column = std::ranges::find(headers, "text", &listen::Header::name);
  if (column == headers.end()) return texts;
  listen::RowBlock block;
  while ((*reader)->next(block).value_or(false)) {
    for (std::size_t row = 0; row < block.size(); ++row) {
      const auto cell = block.cell(row, static_cast<std::size_t>(column - headers.begin()));
      if (!cell.empty()) texts.push_back(cut(cell));
    }
  }
  return texts;
}

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> texts;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) texts.push_back(cut(line));
  }
  return texts;
}

std::span<const Adversary> adversaries() {
  static constexpr auto k_all = std::to_array<Adversary>({
      {"prose", "The room was not great, but breakfast was good! Please call me back, Anna. "},
      {"one long word", "supercalifragilistic"},
      {"all @", "@"},
      {"@ and letters", "a@"},
      {"all digits", "7"},
      {"digits apart", "1 2-3.4 "},
      {"nested brackets", "((([[[{{{***___"},
      {"a run of emoji", "\xF0\x9F\x98\xA1"},
      {"a family of emoji", "\xF0\x9F\x91\xA8\xE2\x80\x8D"},
      {"not not not", "not "},
      {"but not but not", "but not "},
      {"one letter with marks", "e\xCC\x81\xCC\x88\xCC\xA7"},
      {"all apostrophes", "l'"},
      {"all capitals", "Anna van der "},
      {"all colons", "a:1:"},
      {"all Han", "\xE5\xA5\xBD"},
      {"no UTF-8", "\xFF\x80\xC3 "},
      {"characters that never begin", "\x80"},
      {"characters that never end", "\xF0"},
      {"waiting hours", "still waiting 2 hours no answer "},
      {"street numbers", "12 Box 7 PO Street "},
      {"and so on", "&amp;&"},
      {"links", "www.a/https://"},
  });
  return k_all;
}

std::string text_of(const Adversary& adversary, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + adversary.piece.size());
  while (text.size() < bytes) text += adversary.piece;
  text.resize(bytes);
  return text;
}

}  // namespace bellwether::bench
