// try_topics [--labels|--steady|--chance|--planted] [SET …], try_topics --speed: how good topics are that are found in public texts
// (docs/models/topics.md tells what it prints).
#include "data_folder.hpp"
#include "texts.hpp"
#include "understand/topics/topics.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

using namespace bellwether;

struct Set {
  const char* name;
  const char* file;
  std::vector<std::string_view> columns;  ///< text; perhaps what people put it under
  const char* language;
  const char* book;
};

const std::vector<Set> k_sets{
    {"banking77", "banking77/train.csv", {"text", "category"}, "", "banking"},
    {"tweets", "twitter_airline_sentiment/Tweets.csv", {"text", "negativereason"}, "", "airlines"},
    {"cfpb", "cfpb_complaints/complaints_narrative_product.csv", {"narrative", "product"}, "", "banking"},
    {"clothes",
     "womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv",
     {"Review Text", "Department Name"},
     "",
     "retail"},
    {"lounges", "skytrax/lounge.csv", {"content"}, "", "airlines"},
    {"apps", "googleplay_reviews/googleplaystore_user_reviews.csv", {"Translated_Review"}, "", "software"},
    {"garden", "nps_garden_store_fr/nps.csv", {"explication"}, "", "retail"},
    {"orders", "olist_subset/olist_order_reviews_dataset.csv", {"review_comment_message"}, "", "retail"},
    {"remarks", "ecommerce_csat_remarks/Customer_support_data.csv", {"Customer Remarks", "category"}, "", "retail"},
    {"cons", "glassdoor_reviews/reviews_190428.csv", {"cons"}, "", "employees"},
    {"hotels_zh", "chinese_reviews/ChnSentiCorp_htl_all.csv", {"review"}, "", "hotels"},
    {"food_zh", "chinese_reviews/waimai_10k.csv", {"review"}, "", "general"},
};

struct Labelled {
  std::vector<std::string> texts, labels;
};

Labelled read(const Set& set) {
  Labelled all;
  const auto read =
      models::read_columns(models::data_folder() / set.file, set.columns, [&](std::span<const std::string_view> cells) {
        if (cells[0].empty() || cells[0] == "NA" || cells[0] == "nan") return;
        all.texts.emplace_back(cells[0]);
        all.labels.emplace_back(cells.size() > 1 ? cells[1] : "");
      });
  if (!read) fmt::print("{}: {}\n", set.name, to_text(read.error()));
  return all;
}

std::vector<topics::Text> texts_of(const Labelled& all, const char* language) {
  std::vector<topics::Text> texts;
  for (const std::string& text : all.texts)
    texts.push_back({.text = text, .language = language, .at = {}, .sentiment = {}});
  return texts;
}

double information(const std::map<std::pair<std::string, int>, double>& both, double n) {
  std::map<std::string, double> is;
  std::map<int, double> told;
  for (const auto& [key, count] : both) {
    is[key.first] += count;
    told[key.second] += count;
  }
  double mutual = 0, h_is = 0, h_told = 0;
  for (const auto& [key, count] : both) mutual += count / n * std::log(count * n / (is[key.first] * told[key.second]));
  for (const auto& [key, count] : is) h_is -= count / n * std::log(count / n);
  for (const auto& [key, count] : told) h_told -= count / n * std::log(count / n);
  return h_is + h_told > 0 ? 2 * mutual / (h_is + h_told) : 1;
}

struct Agreement {
  double information = 0, rand = 0, purity = 0;
  std::size_t n = 0;
};

Agreement agreement(std::span<const std::string> labels, std::span<const int> told, bool only_told) {
  std::map<std::pair<std::string, int>, double> both;
  Agreement found;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].empty() || (only_told && told[i] < 0)) continue;
    both[{labels[i], told[i]}] += 1;
    ++found.n;
  }
  const auto n = static_cast<double>(found.n);
  found.information = information(both, n);
  std::map<std::string, double> is;
  std::map<int, double> of, most;
  const auto pairs = [](double count) { return count * (count - 1) / 2; };
  double same = 0;
  for (const auto& [key, count] : both) {
    is[key.first] += count;
    of[key.second] += count;
    most[key.second] = std::max(most[key.second], count);
    same += pairs(count);
  }
  double is_pairs = 0, of_pairs = 0;
  for (const auto& [key, count] : is) is_pairs += pairs(count);
  for (const auto& [key, count] : of) of_pairs += pairs(count);
  for (const auto& [key, count] : most) found.purity += count / n;
  const double expected = is_pairs * of_pairs / pairs(n);
  found.rand = (same - expected) / ((is_pairs + of_pairs) / 2 - expected);
  return found;
}

/// The smallest topic or part of each text, which says the most about it; -1 of none.
std::vector<int> told_of(const topics::Topics& found, std::size_t n, bool by_parts) {
  std::vector<int> told(n, -1);
  std::vector<std::size_t> size(n, SIZE_MAX);
  int number = 0;
  const auto take = [&](const topics::Topic& topic) {
    for (const std::uint32_t text : topic.texts) {
      if (topic.texts.size() < size[text]) {
        size[text] = topic.texts.size();
        told[text] = number;
      }
    }
    ++number;
  };
  for (const topics::Topic& topic : found.topics) {
    take(topic);
    for (const topics::Topic& part : topic.parts) {
      if (by_parts) take(part);
    }
  }
  return told;
}

void draw(const topics::Topic& topic, std::span<const std::string> texts, const understand::ThemeBook& book,
          int inset) {
  std::vector<std::string> words;
  for (const auto& keyword : topic.keywords) words.push_back(keyword.word);
  fmt::print("{:>{}}{:5} {:4.1f}% coh {:.2f} cov {:.2f}  «{}»  {}\n", "", inset, topic.texts.size(),
             100 * topic.share.value, topic.coherence, topic.covered, topic.label, fmt::join(words, " "));
  if (inset != 0) return;
  for (const std::uint32_t text : topic.samples) fmt::print("          | {:.150}\n", texts[text]);
  std::vector<std::string> held, entries;
  for (const auto& one : topic.themes)
    held.push_back(fmt::format("{} {:.2f}", book.themes()[one.theme].name, one.share.value));
  for (const auto& one : topic.entries) entries.push_back(fmt::format("{} ({})", one.words, one.finds));
  fmt::print("          themes: {}\n          entries: {}\n", fmt::join(held, ", "), fmt::join(entries, ", "));
  for (const topics::Topic& part : topic.parts) draw(part, texts, book, 12);
}

int labels(const Set& set) {
  const auto book = understand::ThemeBook::shipped(set.book);
  const Labelled all = read(set);
  const auto found = topics::find_topics(texts_of(all, set.language), {.book = &*book});
  if (!found) {
    fmt::print("{}\n", to_text(found.error()));
    return 1;
  }
  for (const topics::Topic& topic : found->topics) draw(topic, all.texts, *book, 0);
  return 0;
}

void figures(const Set& set) {
  using Clock = std::chrono::steady_clock;
  const auto book = understand::ThemeBook::shipped(set.book);
  const Labelled all = read(set);
  const auto start = Clock::now();
  const auto found = topics::find_topics(texts_of(all, set.language), {.book = &*book});
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (!found) {
    fmt::print("{}: {}\n", set.name, to_text(found.error()));
    return;
  }
  std::size_t parts = 0;
  double coherence = 0;
  for (const auto& topic : found->topics) {
    parts += topic.parts.size();
    coherence += topic.coherence;
  }
  fmt::print("{}: n {}, {} topics, {} parts, with a topic {:.3f}, mean NPMI {:.3f}, {:.2f} s\n", set.name,
             all.texts.size(), found->topics.size(), parts,
             static_cast<double>(found->languages[0].with_topic) / static_cast<double>(found->read),
             coherence / static_cast<double>(found->topics.size()), seconds);
  if (set.columns.size() < 2) return;
  for (const bool by_parts : {false, true}) {
    const auto told = told_of(*found, all.texts.size(), by_parts);
    for (const bool only_told : {false, true}) {
      const auto one = agreement(all.labels, told, only_told);
      fmt::print("   by {} of {:<8} n {:>5}  NMI {:.3f}  ARI {:.3f}  purity {:.3f}\n", by_parts ? "parts " : "topics",
                 only_told ? "those told" : "all", one.n, one.information, one.rand, one.purity);
    }
    auto random = told;
    std::mt19937 generator(1);
    std::shuffle(random.begin(), random.end(), generator);
    const auto one = agreement(all.labels, random, false);
    fmt::print("   at random, same sizes  NMI {:.3f}  ARI {:.3f}  purity {:.3f}\n", one.information, one.rand,
               one.purity);
  }
}

/// Texts in an order drawn by a seed, at most so many.
Labelled drawn(const Labelled& all, std::uint32_t seed, std::size_t most) {
  std::vector<std::size_t> order(all.texts.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::mt19937 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  Labelled part;
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
    part.texts.push_back(all.texts[order[i]]);
    part.labels.push_back(all.labels[order[i]]);
  }
  return part;
}

/// Whether the same topics are found again: in the other half by their words, in other four fifths by their texts.
void steadiness(const Set& set) {
  constexpr std::uint32_t k_runs = 5;
  constexpr std::size_t k_same_words = 4;
  const Labelled all = read(set);
  double found_again = 0, found_texts = 0, topics_all = 0, rand = 0;
  for (std::uint32_t run = 0; run < k_runs; ++run) {
    const Labelled mixed = drawn(all, run, SIZE_MAX);
    const auto texts = texts_of(mixed, set.language);
    const std::size_t half = texts.size() / 2, fifth = texts.size() / 5;
    const auto one = topics::find_topics(std::span(texts).first(half));
    const auto other = topics::find_topics(std::span(texts).subspan(half));
    if (!one || !other) return;
    double again = 0, again_texts = 0, all_texts = 0;
    for (const auto& topic : one->topics) {
      const bool is_again = std::ranges::any_of(other->topics, [&](const topics::Topic& there) {
        return static_cast<std::size_t>(std::ranges::count_if(topic.keywords, [&](const topics::Keyword& word) {
                 return std::ranges::find(there.keywords, word.word, &topics::Keyword::word) != there.keywords.end();
               })) >= k_same_words;
      });
      again += is_again ? 1 : 0;
      again_texts += is_again ? static_cast<double>(topic.texts.size()) : 0;
      all_texts += static_cast<double>(topic.texts.size());
    }
    found_again += again;
    topics_all += static_cast<double>(one->topics.size());
    found_texts += again_texts / all_texts / k_runs;
    const auto without_first = topics::find_topics(std::span(texts).subspan(fifth));
    const auto without_last = topics::find_topics(std::span(texts).first(texts.size() - fifth));
    if (!without_first || !without_last) return;
    const auto first = told_of(*without_first, texts.size() - fifth, false);
    const auto last = told_of(*without_last, texts.size() - fifth, false);
    std::vector<std::string> names;
    std::vector<int> told;
    for (std::size_t i = fifth; i < texts.size() - fifth; ++i) {
      names.push_back(first[i - fifth] < 0 ? "" : std::to_string(first[i - fifth]));
      told.push_back(last[i]);
    }
    rand += agreement(names, told, true).rand / k_runs;
  }
  fmt::print(
      "{}: of a half's topics found again in the other one {:.3f} (of {:.0f}; weighed by texts {:.3f}); ARI of two "
      "four fifths {:.3f}\n",
      set.name, found_again / topics_all, topics_all, found_texts, rand);
}

constexpr std::size_t k_base = 5'000;

/// Dates by place: the newest tenth is last.
void date(std::vector<topics::Text>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i].at = Instant{static_cast<std::int64_t>(i + 1) * k_us_per_day};
}

void each_told(const topics::Topics& found, const auto& take) {
  for (const auto& topic : found.topics) {
    take(topic);
    for (const auto& part : topic.parts) take(part);
  }
}

/// Nothing came up: how often something is told to be emerging.
void false_alarms(const Set& set) {
  constexpr std::uint32_t k_runs = 50;
  const Labelled all = read(set);
  std::size_t runs = 0, told = 0, topics_all = 0;
  for (std::uint32_t run = 0; run < k_runs; ++run) {
    const Labelled base = drawn(all, 1'000 + run, k_base);
    auto texts = texts_of(base, set.language);
    date(texts);
    const auto found = topics::find_topics(texts);
    if (!found) return;
    std::size_t emerging = 0;
    each_told(*found, [&](const topics::Topic& topic) {
      ++topics_all;
      emerging += topic.emergence && topic.emergence->is_emerging ? 1U : 0U;
    });
    told += emerging;
    runs += emerging != 0 ? 1 : 0;
  }
  fmt::print("{}: dates by chance: {} of {} runs with a false alarm, {} of {} topics and parts\n", set.name, runs,
             k_runs, told, topics_all);
}

/// One of the bank's intents, in the newest tenth of another set's texts alone.
void planted(const Set& set, const Labelled& bank, bool is_own) {
  const Labelled all = read(set);
  std::vector<std::string> intents(bank.labels);
  std::ranges::sort(intents);
  const auto again = std::ranges::unique(intents);
  intents.erase(again.begin(), again.end());
  for (const std::size_t size : {10U, 20U, 40U, 80U}) {
    std::size_t runs = 0, found_runs = 0, others = 0, told = 0;
    for (std::uint32_t run = 0; run < 25; ++run) {
      const std::string& intent = intents[(run * 3 + 1) % intents.size()];
      Labelled base;
      for (std::size_t i = 0; i < all.texts.size(); ++i) {
        if (is_own && all.labels[i] == intent) continue;
        base.texts.push_back(all.texts[i]);
        base.labels.emplace_back();
      }
      base = drawn(base, 2'000 + run, k_base);
      Labelled plants;
      for (std::size_t i = 0; i < bank.texts.size(); ++i) {
        if (bank.labels[i] == intent) plants.texts.push_back(bank.texts[i]), plants.labels.emplace_back("planted");
      }
      plants = drawn(plants, run, size);
      if (plants.texts.size() < size) continue;
      ++runs;
      const std::size_t from = base.texts.size() * 9 / 10;
      std::mt19937 random(run);
      for (std::size_t i = 0; i < size; ++i) {
        const auto at = static_cast<std::ptrdiff_t>(from + random() % (base.texts.size() - from));
        base.texts.insert(base.texts.begin() + at, plants.texts[i]);
        base.labels.insert(base.labels.begin() + at, "planted");
      }
      auto texts = texts_of(base, set.language);
      date(texts);
      const auto found = topics::find_topics(texts);
      if (!found) continue;
      bool is_found = false;
      each_told(*found, [&](const topics::Topic& topic) {
        if (!topic.emergence || !topic.emergence->is_emerging) return;
        const auto hits = static_cast<std::size_t>(
            std::ranges::count_if(topic.texts, [&](std::uint32_t text) { return base.labels[text] == "planted"; }));
        ++told;
        if (2 * hits >= static_cast<std::size_t>(topic.emergence->lately) && 10 * hits >= 3 * size) is_found = true;
        if (5 * hits < static_cast<std::size_t>(topic.emergence->lately)) ++others;
      });
      found_runs += is_found ? 1 : 0;
    }
    fmt::print(
        "{}: {} texts of an intent in the newest tenth: found in {} of {} runs; {} told emerging, {} with hardly any "
        "of them\n",
        set.name, size, found_runs, runs, told, others);
  }
}

void speed(std::size_t count) {
  using Clock = std::chrono::steady_clock;
  Labelled all;
  for (const Set& set : k_sets) {
    if (std::string_view(set.name).ends_with("_zh") || std::string_view(set.name) == "garden" ||
        std::string_view(set.name) == "orders")
      continue;
    const Labelled one = read(set);
    all.texts.insert(all.texts.end(), one.texts.begin(), one.texts.end());
    all.labels.insert(all.labels.end(), one.labels.begin(), one.labels.end());
  }
  const Labelled mixed = drawn(all, 7, count);
  auto texts = texts_of(mixed, "en");
  // There are fewer different ones: the others come again with a word more.
  std::vector<std::string> more;
  more.reserve(count);
  for (std::size_t i = texts.size(); i < count; ++i) {
    more.push_back(mixed.texts[i % mixed.texts.size()] + " " + mixed.texts[(i * 7) % mixed.texts.size()].substr(0, 40));
    texts.push_back({.text = more.back(), .language = "en", .at = {}, .sentiment = {}});
  }
  std::size_t bytes = 0;
  for (const auto& text : texts) bytes += text.text.size();
  const auto book = understand::ThemeBook::shipped("general");
  const auto start = Clock::now();
  const auto found = topics::find_topics(texts, {.book = &*book});
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  fmt::print("{} texts, {:.0f} bytes each: {:.1f} s, {:.0f} texts/s, {} topics\n", texts.size(),
             static_cast<double>(bytes) / static_cast<double>(texts.size()), seconds,
             static_cast<double>(texts.size()) / seconds, found ? found->topics.size() : 0);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const std::string_view what = !arguments.empty() && arguments[0].starts_with("--") ? arguments[0] : "";
  if (what == "--speed") {
    for (const std::size_t count : {1'000U, 10'000U, 100'000U, 200'000U}) speed(count);
    return 0;
  }
  const Labelled bank = what == "--planted" ? read(k_sets.front()) : Labelled();
  for (const Set& set : k_sets) {
    if (arguments.size() > (what.empty() ? 0U : 1U) && std::ranges::find(arguments, set.name) == arguments.end())
      continue;
    if (what.empty()) figures(set);
    if (what == "--labels") labels(set);
    if (what == "--steady") steadiness(set);
    if (what == "--chance") false_alarms(set);
    if (what == "--planted") planted(set, bank, &set == &k_sets.front());
    std::fflush(stdout);
  }
  return 0;
}
