// What texts speak of again and again, found without telling it what to look for: recurring topics, which of them are new, and which the
// book of themes does not listen for yet.
//
//   const auto found = find_topics(texts, {.book = knowledge.themes->now().get()});
//   found->topics[0].label;                              // "exchange rate", in the words that people use most
//   found->topics[0].emergence->is_emerging;             // more often lately, beyond chance
//   theme_toml(std::span(found->topics).first(2), "Exchange rates");   // a theme for the book
//
// Nothing is trained beforehand and nothing is fetched: words learn what they mean from the very texts. Texts of different languages are kept
// apart. Method and figures: docs/models/topics.md.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/estimate.hpp"
#include "understand/theme_book.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::topics {

/// A text as it is looked through. What it points to must live until topics are found.
struct Text {
  std::string_view text;            ///< any bytes
  std::string_view language = {};   ///< ISO 639-1; where it is empty, "und" or "mul", it is found out
  std::optional<Instant> at = {};   ///< without it, the text tells nothing of what is new
  std::optional<double> sentiment;  ///< −1 … 1
};

struct Settings {
  static constexpr std::size_t k_fewest_texts = 50;  ///< of a language
  static constexpr std::size_t k_most_texts = 200'000;
  static constexpr std::size_t k_most_bytes = 64'000'000;     ///< of all texts together
  static constexpr std::size_t k_most_bytes_of_text = 8'000;  ///< what is behind them is not read

  const understand::ThemeBook* book = nullptr;  ///< to tell which themes hold a topic already; may be null
  std::optional<Instant> recent_from =
      {};  ///< where "lately" begins; else the newest tenth of all texts with a time is lately
  double false_discovery_rate = 0.05;  ///< of what is told to be emerging
  std::stop_token stop = {};
};

/// A word of a topic, in the form that people write most.
struct Keyword {
  std::string word;
  double weight = 0;      ///< 0 … 1, the first one's is 1: how often it is said here and how rarely elsewhere
  std::size_t texts = 0;  ///< of the topic that have it, in any form
};

/// A theme of the book that speaks in a topic's texts.
struct Held {
  std::size_t theme = 0;    ///< of the book
  measure::Estimate share;  ///< of the topic's texts in which it, or one below it, is found
};

/// Lately against the time before.
struct Emergence {
  std::int64_t lately = 0, lately_of = 0;  ///< texts of the topic, and of all
  std::int64_t before = 0, before_of = 0;
  measure::Estimate ratio;  ///< share lately over share before; open above where there was none before
  double p =
      1;  ///< two-sided: Fisher's exact test, mid-P, of counts made smaller as far as the topic came and went before
  double p_adjusted = 1;     ///< over all topics and parts (Benjamini and Hochberg)
  bool is_emerging = false;  ///< more than before, at the false discovery rate, in five different texts at least
};

/// Words that find a topic's texts, as a book of themes has them.
struct Entry {
  std::string words;      ///< "refund*", "card ~ declined"
  std::size_t finds = 0;  ///< of the topic's texts that were learned from, those not found by an entry before it
};

struct Topic {
  std::string label;                           ///< "baggage claim": one phrase, or two parted by a comma
  std::string language;                        ///< ISO 639-1
  std::vector<Keyword> keywords;               ///< at most 12, the heaviest first
  std::vector<std::uint32_t> texts;            ///< places in what was given, ascending; a text may be of several topics
  measure::Estimate share;                     ///< of all texts of its language that were read
  std::optional<measure::Estimate> sentiment;  ///< mean of those texts that have one; nothing of fewer than two
  std::vector<std::uint32_t>
      samples;               ///< at most 5 of its texts: typical ones that do not say the same, the most typical first
  std::vector<Held> themes;  ///< that hold a tenth of it or more, most first, at most 5
  double covered = 0;        ///< share of its texts in which any theme of the book is found
  double coherence = 0;      ///< −1 … 1: how far its keywords stand in the same texts (mean NPMI of the first eight)
  std::optional<Emergence> emergence;  ///< nothing where too few texts have a time
  std::vector<Entry> entries;
  std::vector<Topic> parts;  ///< that it can be split into, largest first; none of a small one
};

struct LanguageRead {
  std::string code;
  std::size_t texts = 0;       ///< read
  std::size_t with_topic = 0;  ///< of these; the others fit none
  bool is_too_few = false;     ///< fewer than k_fewest_texts: no topics were looked for
};

struct Topics {
  std::vector<Topic> topics;            ///< largest first
  std::vector<LanguageRead> languages;  ///< most texts first
  std::size_t read = 0;
  std::size_t without_words = 0;       ///< of these: nothing but signs, numbers, or the most ordinary words
  std::size_t left_out = 0;            ///< the oldest ones, above the limits
  std::optional<Instant> recent_from;  ///< where "lately" began; nothing where too few texts have a time
  bool was_stopped = false;            ///< there are no topics then
};

/// The same texts in the same order give the same topics, at most 160 of a language. Time grows no faster than the number of texts, memory by
/// some ten bytes for each byte of text. Error: `not_enough` where no language has k_fewest_texts texts with words.
[[nodiscard]] Result<Topics> find_topics(std::span<const Text> texts, const Settings& settings = {});

/// A theme that finds what these topics speak of, to be put into a book of themes: `[themes.exchange_rates]` with its label and its
/// entries by language. The name in brackets is made of the label, or of "topic" where it has no letters of a to z.
[[nodiscard]] std::string theme_toml(std::span<const Topic> topics, std::string_view label);

}  // namespace bellwether::topics
