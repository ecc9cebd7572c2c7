#include "language_card.hpp"

#include "understand/language.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace bellwether::models {

namespace {

using namespace understand;

struct Hits {
  std::int64_t right = 0, all = 0;
  void count(bool is_right) {
    right += is_right ? 1 : 0;
    ++all;
  }
};

/// "0.981 [0.970, 0.988], n = 812": Wilson, JASA 22 (1927) 209–212.
std::string told(const Hits& hits) {
  if (hits.all == 0) return "–";
  constexpr double k_z = 1.96;
  const auto n = static_cast<double>(hits.all);
  const double p = static_cast<double>(hits.right) / n;
  const double centre = (p + k_z * k_z / (2 * n)) / (1 + k_z * k_z / n);
  const double half = k_z / (1 + k_z * k_z / n) * std::sqrt(p * (1 - p) / n + k_z * k_z / (4 * n * n));
  return fmt::format("{:.3f} [{:.3f}, {:.3f}], n = {}", p, std::max(0.0, centre - half), std::min(1.0, centre + half),
                     hits.all);
}

/// By characters: under 15, 15–49, 50 and more.
using ByLength = std::array<Hits, 3>;

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::size_t length_class(std::string_view text) {
  const std::size_t characters = characters_of(text);
  return characters < 15 ? 0 : characters < 50 ? 1 : 2;
}

std::string row_of(const std::string& name, const ByLength& hits) {
  return fmt::format("| {} | {} | {} | {} |\n", name, told(hits[2]), told(hits[1]), told(hits[0]));
}

constexpr std::string_view k_table_head = "| {} | 50 characters and more | 15–49 | under 15 |\n|---|---|---|---|\n";
constexpr std::array k_bounds{0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001};

struct Bin {
  Hits hits;
  double confidence = 0;
};

struct Measured {
  std::map<std::string, ByLength> by_set, by_language, wikipedia;
  std::array<Bin, k_bounds.size() - 1> bins;
  std::map<std::string, std::map<std::string, int>> mistakes;
  ByLength all, several, unknown;
};

/// Whether the model knows it, not the script alone.
bool is_learned(std::string_view code) {
  return std::ranges::find(k_latin_languages, code) != k_latin_languages.end() ||
         std::ranges::find(k_cyrillic_languages, code) != k_cyrillic_languages.end();
}

void judge(const LabelledText& text, const TextSet& set, const LanguageModel& model, Measured& m) {
  const Language answer = language_of(text.text, model);
  const bool is_right = answer.code == text.code;
  const std::size_t length = length_class(text.text);
  const std::string code(text.code);
  m.by_set[set.name + (set.may_train ? " (held out)" : " (never trained on)")][length].count(is_right);
  m.by_language[code][length].count(is_right);
  if (set.name == "language_detection") m.wikipedia[code][length].count(is_right);
  m.all[length].count(is_right);
  m.several[length].count(answer.code == "mul");
  m.unknown[length].count(answer.code == "und");
  if (!is_right) ++m.mistakes[code][std::string(answer.code)];
  if (answer.code == "und" || !is_learned(text.code)) return;
  const auto above = std::ranges::upper_bound(k_bounds, answer.confidence);
  Bin& bin = m.bins[static_cast<std::size_t>(above - k_bounds.begin() - 1)];
  bin.hits.count(is_right);
  bin.confidence += answer.confidence;
}

/// Two sentences of different languages behind one another.
Hits several_told(const std::vector<const LabelledText*>& sentences, const LanguageModel& model) {
  Hits hits;
  for (std::size_t i = 0; i + 1 < sentences.size(); i += 2) {
    const auto& a = *sentences[i];
    const auto& b = *sentences[(i + sentences.size() / 2) % sentences.size()];
    if (a.code == b.code) continue;
    hits.count(language_of(a.text + " " + b.text, model).code == "mul");
  }
  return hits;
}

}  // namespace

std::string measured(std::span<const TextSet> sets, const std::unordered_set<std::uint64_t>& seen,
                     const LanguageModel& model) {
  Measured m;
  std::vector<const LabelledText*> sentences;
  for (const TextSet& set : sets) {
    for (const LabelledText& text : set.texts) {
      if ((set.may_train && part_of(text.text) != Part::held_out) || seen.contains(letters_hash(text.text))) continue;
      judge(text, set, model, m);
      const std::size_t length = characters_of(text.text);
      const bool is_sentence = length >= 40 && length < 100;
      if (set.name == "language_detection" && is_sentence) sentences.push_back(&text);
    }
  }
  std::string card = "### By set\n\n" + fmt::format(fmt::runtime(k_table_head), "set");
  for (const auto& [name, hits] : m.by_set) card += row_of(name, hits);
  card += row_of("**all**", m.all);
  card += "\n### Held-out sentences of language_detection, by language\n\n" +
          fmt::format(fmt::runtime(k_table_head), "language");
  ByLength wikipedia, majority;
  for (const auto& [code, hits] : m.wikipedia) {
    card += row_of(code, hits);
    for (std::size_t i = 0; i < hits.size(); ++i) {
      wikipedia[i].right += hits[i].right;
      wikipedia[i].all += hits[i].all;
      majority[i].all += hits[i].all;
      if (code == "en") majority[i].right += hits[i].all;
    }
  }
  card += row_of("**all**", wikipedia) + row_of("baseline: always English", majority);
  card += "\n### All sets, by language\n\n" + fmt::format(fmt::runtime(k_table_head), "language");
  for (const auto& [code, hits] : m.by_language) card += row_of(code, hits);
  card +=
      "\n### Confidence, texts in languages of Latin and Cyrillic script\n\n| confidence | mean confidence | right "
      "|\n|---|---|---|\n";
  for (std::size_t i = 0; i < m.bins.size(); ++i) {
    const Bin& bin = m.bins[i];
    if (bin.hits.all == 0) continue;
    card += fmt::format("| {} – {:.2f} | {:.3f} | {} |\n", k_bounds[i], k_bounds[i + 1],
                        bin.confidence / static_cast<double>(bin.hits.all), told(bin.hits));
  }
  card += "\n### Several languages, and none\n\n" +
          fmt::format(fmt::runtime(k_table_head), "texts in one language that are answered as");
  card += row_of("several (`mul`)", m.several) + row_of("unknown (`und`)", m.unknown);
  card += fmt::format(
      "\nTwo held-out sentences of 40 to 100 characters in different languages, joined, are answered as several: {}.\n",
      told(several_told(sentences, model)));
  card += "\n### What is taken for what\n\n";
  for (const auto& [code, taken] : m.mistakes) {
    card += fmt::format("- {}:", code);
    for (const auto& [other, count] : taken) card += fmt::format(" {} {}", other, count);
    card += "\n";
  }
  return card;
}

double texts_per_second(std::span<const TextSet> sets, const LanguageModel& model) {
  constexpr std::size_t k_bytes = 100, k_texts = 4'000, k_rounds = 100;
  std::vector<std::string> texts;
  // One of every set and language after the other, so that neither cache nor branches are flattered.
  for (std::size_t i = 0; texts.size() < k_texts; ++i) {
    for (const TextSet& set : sets) {
      const std::string& text = set.texts[i * 7 % set.texts.size()].text;
      if (text.size() >= k_bytes) texts.push_back(text.substr(0, k_bytes));
    }
  }
  std::size_t known = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t round = 0; round < k_rounds; ++round) {
    for (const std::string& text : texts) known += language_of(text, model).confidence > 0 ? 1U : 0U;
  }
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  return known == 0 ? 0 : static_cast<double>(k_rounds * texts.size()) / passed.count();
}

}  // namespace bellwether::models
