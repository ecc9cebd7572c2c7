// try_topics [SET …]: how good topics are that are found in public texts (docs/models/topics.md tells what it prints).
//   try_topics              figures of each set
//   try_topics --labels SET the topics themselves
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
    {"banking77", "banking77/train.csv", {"text", "category"}, "en", "banking"},
    {"tweets", "twitter_airline_sentiment/Tweets.csv", {"text", "negativereason"}, "en", "airlines"},
    {"cfpb", "cfpb_complaints/complaints_narrative_product.csv", {"narrative", "product"}, "en", "banking"},
    {"clothes", "womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv", {"Review Text", "Department Name"}, "en", "retail"},
    {"lounges", "skytrax/lounge.csv", {"content"}, "en", "airlines"},
    {"apps", "googleplay_reviews/googleplaystore_user_reviews.csv", {"Translated_Review"}, "en", "software"},
    {"garden", "nps_garden_store_fr/nps.csv", {"explication"}, "fr", "retail"},
    {"orders", "olist_subset/olist_order_reviews_dataset.csv", {"review_comment_message"}, "pt", "retail"},
    {"remarks", "ecommerce_csat_remarks/Customer_support_data.csv", {"Customer Remarks", "category"}, "en", "retail"},
    {"cons", "glassdoor_reviews/reviews_190428.csv", {"cons"}, "en", "employees"},
    {"hotels_zh", "chinese_reviews/ChnSentiCorp_htl_all.csv", {"review"}, "zh", "hotels"},
    {"food_zh", "chinese_reviews/waimai_10k.csv", {"review"}, "zh", "general"},
};

struct Labelled {
  std::vector<std::string> texts, labels;
};

Labelled read(const Set& set) {
  Labelled all;
  const auto read = models::read_columns(models::data_folder() / set.file, set.columns, [&](std::span<const std::string_view> cells) {
    if (cells[0].empty() || cells[0] == "NA" || cells[0] == "nan") return;
    all.texts.emplace_back(cells[0]);
    all.labels.emplace_back(cells.size() > 1 ? cells[1] : "");
  });
  if (!read) fmt::print("{}: {}\n", set.name, to_text(read.error()));
  return all;
}

std::vector<topics::Text> texts_of(const Labelled& all, const char* language) {
  std::vector<topics::Text> texts;
  for (const std::string& text : all.texts) texts.push_back({.text = text, .language = language, .at = {}, .sentiment = {}});
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

void draw(const topics::Topic& topic, std::span<const std::string> texts, const understand::ThemeBook& book, int inset) {
  std::vector<std::string> words;
  for (const auto& keyword : topic.keywords) words.push_back(keyword.word);
  fmt::print("{:>{}}{:5} {:4.1f}% coh {:.2f} cov {:.2f}  «{}»  {}\n", "", inset, topic.texts.size(), 100 * topic.share.value,
             topic.coherence, topic.covered, topic.label, fmt::join(words, " "));
  if (inset != 0) return;
  for (const std::uint32_t text : topic.samples) fmt::print("          | {:.150}\n", texts[text]);
  std::vector<std::string> held, entries;
  for (const auto& one : topic.themes) held.push_back(fmt::format("{} {:.2f}", book.themes()[one.theme].name, one.share.value));
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
  fmt::print("{}: n {}, {} topics, {} parts, with a topic {:.3f}, mean NPMI {:.3f}, {:.2f} s\n", set.name, all.texts.size(),
             found->topics.size(), parts,
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
    fmt::print("   at random, same sizes  NMI {:.3f}  ARI {:.3f}  purity {:.3f}\n", one.information, one.rand, one.purity);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const bool shows_labels = !arguments.empty() && arguments[0] == "--labels";
  for (const Set& set : k_sets) {
    const bool is_meant = std::ranges::find(arguments, set.name) != arguments.end();
    if (shows_labels && is_meant) labels(set);
    if (!shows_labels && (arguments.empty() || is_meant)) figures(set);
  }
  return 0;
}
