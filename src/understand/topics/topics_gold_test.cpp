// Topics in public texts that people sorted before (docs/models/topics.md has the figures).
#include "listen/rows/rows.hpp"
#include "understand/clauses.hpp"
#include "understand/topics/topics.hpp"
#include "understand/words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::topics {
namespace {

std::filesystem::path data_folder() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no environment
  const char* set = std::getenv("BELLWETHER_TEST_DATA");
  return set != nullptr ? std::filesystem::path(set) : std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
}

struct Sorted {
  std::vector<std::string> texts, labels;
  std::vector<Text> list;
};

Sorted read(const std::string& file, std::string_view text, std::string_view label, std::string_view language) {
  Sorted all;
  auto reader = listen::open_rows(data_folder() / file);
  if (!reader) return all;
  std::size_t text_at = 0, label_at = 0;
  for (std::size_t i = 0; i < (*reader)->headers().size(); ++i) {
    if ((*reader)->headers()[i].name == text) text_at = i;
    if ((*reader)->headers()[i].name == label) label_at = i;
  }
  listen::RowBlock block;
  while ((*reader)->next(block).value_or(false)) {
    for (std::size_t row = 0; row < block.size(); ++row) {
      all.texts.emplace_back(block.cell(row, text_at));
      all.labels.emplace_back(block.cell(row, label_at));
    }
  }
  for (const std::string& one : all.texts)
    all.list.push_back({.text = one, .language = language, .at = {}, .sentiment = {}});
  return all;
}

double entropy(const std::map<std::string, double>& counts, double n) {
  double sum = 0;
  for (const auto& [key, count] : counts) sum -= count / n * std::log(count / n);
  return sum;
}

/// Normalised mutual information of labels and of the smallest topic of each text, those of none being of one.
double agreement(const Sorted& all, const Topics& found) {
  std::vector<std::string> told(all.texts.size(), "none");
  for (std::size_t i = 0; i < found.topics.size(); ++i) {
    for (const std::uint32_t text : found.topics[i].texts) told[text] = std::to_string(i);
  }
  std::map<std::string, double> is, of, both;
  const auto n = static_cast<double>(told.size());
  for (std::size_t i = 0; i < told.size(); ++i) {
    ++is[all.labels[i]];
    ++of[told[i]];
    ++both[all.labels[i] + "\n" + told[i]];
  }
  return 2 * (entropy(is, n) + entropy(of, n) - entropy(both, n)) / (entropy(is, n) + entropy(of, n));
}

class TopicsOfPublicTexts : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data_folder() / "banking77")) GTEST_SKIP() << "no data at " << data_folder();
  }
};

TEST_F(TopicsOfPublicTexts, AgreeWithABanksIntents) {
  const Sorted all = read("banking77/train.csv", "text", "category", "en");
  ASSERT_EQ(all.texts.size(), 10'003U);
  const auto found = find_topics(all.list);
  ASSERT_TRUE(found);
  EXPECT_GE(found->topics.size(), 30U);
  EXPECT_LE(found->topics.size(), 60U);
  // TF-IDF and k-means of scikit-learn 1.9, told that there are 77: 0.54.
  EXPECT_GE(agreement(all, *found), 0.62);
  EXPECT_GE(found->languages[0].with_topic, all.texts.size() * 9 / 10);
  const auto has = [&](std::string_view label) {
    return std::ranges::any_of(found->topics,
                               [&](const Topic& topic) { return topic.label.find(label) != std::string::npos; });
  };
  for (const std::string_view label : {"exchange rate", "direct debit", "PIN", "top up", "virtual card", "refund"}) {
    EXPECT_TRUE(has(label)) << label;
  }
}

TEST_F(TopicsOfPublicTexts, ComeWithThemesThatFindThem) {
  const Sorted all = read("banking77/train.csv", "text", "category", "en");
  const auto found = find_topics(all.list);
  ASSERT_TRUE(found);
  understand::Words words;
  understand::Clauses clauses;
  std::vector<understand::ThemePlace> places;
  double share = 0, precision = 0;
  for (const Topic& topic : found->topics) {
    const auto book = understand::ThemeBook::from_toml(theme_toml(std::span(&topic, 1), topic.label), "t.toml");
    ASSERT_TRUE(book) << to_text(book.error());
    double hits = 0, all_found = 0;
    for (std::uint32_t text = 0; text < all.texts.size(); ++text) {
      words.read(all.texts[text]);
      clauses.read(words);
      book->find(words, clauses, "en", places);
      if (places.empty()) continue;
      ++all_found;
      hits += std::ranges::binary_search(topic.texts, text) ? 1 : 0;
    }
    share += hits / static_cast<double>(topic.texts.size());
    precision += all_found == 0 ? 0 : hits / all_found;
  }
  share /= static_cast<double>(found->topics.size());
  precision /= static_cast<double>(found->topics.size());
  RecordProperty("share", std::to_string(share));
  RecordProperty("precision", std::to_string(precision));
  EXPECT_GE(share, 0.7);
  EXPECT_GE(precision, 0.4);
}

TEST_F(TopicsOfPublicTexts, HoldWhatReadersCalledLostLuggage) {
  const Sorted all = read("twitter_airline_sentiment/Tweets.csv", "text", "negativereason", "en");
  const auto found = find_topics(all.list);
  ASSERT_TRUE(found);
  // It is, more than elsewhere, in topics whose first words say so, and these hold hardly any of what has nothing to do with it.
  const auto is_of_bags = [](const Topic& topic) {
    const auto first = std::span(topic.keywords).first(std::min<std::size_t>(2, topic.keywords.size()));
    return std::ranges::any_of(first, [](const Keyword& one) {
      return one.word == "bag" || one.word == "bags" || one.word == "luggage" || one.word == "baggage";
    });
  };
  std::set<std::uint32_t> texts;
  for (const Topic& topic : found->topics) {
    if (is_of_bags(topic)) texts.insert(topic.texts.begin(), topic.texts.end());
  }
  const auto count = [&](std::string_view reason) {
    return std::ranges::count_if(texts, [&](std::uint32_t text) { return all.labels[text] == reason; });
  };
  const auto lost = std::ranges::count(all.labels, "Lost Luggage");
  const auto with_reason = static_cast<std::ptrdiff_t>(texts.size()) - count("");
  // Readers gave one reason to a tweet, and a tweet of one piece has one topic: by chance, it would be one in twenty.
  EXPECT_GE(10 * count("Lost Luggage"), 4 * lost);
  EXPECT_GE(2 * count("Lost Luggage"), with_reason);
  EXPECT_LE(20 * count("Cancelled Flight"), std::ranges::count(all.labels, "Cancelled Flight"));
}

}  // namespace
}  // namespace bellwether::topics
