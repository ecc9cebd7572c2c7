// Intent, urgency and effort against what people say of texts: texts written for it (the half that nothing was set on), and public texts that
// are not carried along (docs/models/intent.md). The bars stand some way under what was measured.
#include "learn/evaluation.hpp"
#include "listen/rows/rows.hpp"
#include "understand/reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

std::filesystem::path gold_folder() { return std::filesystem::path(BELLWETHER_SOURCE_DIR) / "tests/gold"; }

std::filesystem::path data_folder() {
  const char* set = std::getenv("BELLWETHER_TEST_DATA");
  return set != nullptr ? std::filesystem::path(set) : std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
}

using Row = std::function<std::string_view(std::string_view column)>;

void each_row(const std::filesystem::path& file, const std::function<void(const Row&)>& take) {
  const auto reader = listen::open_rows(file);
  ASSERT_TRUE(reader) << reader.error().message;
  std::map<std::string, std::size_t, std::less<>> columns;
  for (const listen::Header& header : (*reader)->headers()) columns.emplace(header.name, columns.size());
  listen::RowBlock block;
  while ((*reader)->next(block).value_or(false)) {
    for (std::size_t row = 0; row < block.size(); ++row) {
      take([&](std::string_view column) { return block.cell(row, columns.find(column)->second); });
    }
  }
}

constexpr std::size_t k_none = k_intents;

std::size_t intent_named(std::string_view name) {
  for (std::size_t i = 0; i < k_intents; ++i) {
    if (word_of(static_cast<Intent>(i)) == name) return i;
  }
  EXPECT_EQ(name, "none");
  return k_none;
}

/// What was said of texts, and what is told.
struct Held {
  std::vector<std::size_t> intent, told_intent, urgent, told_urgent, effort, told_effort;

  void add(const Meaning& meaning, const Row& row) {
    intent.push_back(intent_named(row("intent")));
    told_intent.push_back(meaning.intents.main ? static_cast<std::size_t>(*meaning.intents.main) : k_none);
    urgent.push_back(row("urgent") == "yes" ? 1 : 0);
    told_urgent.push_back(meaning.urgency.value >= 0.5 ? 1 : 0);
    effort.push_back(row("effort") == "yes" ? 1 : 0);
    told_effort.push_back(meaning.effort.value >= 0.5 ? 1 : 0);
  }
  [[nodiscard]] learn::Evaluation intents() const {
    return learn::evaluate(intent, told_intent, k_intents + 1, {.draws = 200});
  }
};

struct IntentGold : testing::Test {
  IntentGold() : knowledge(Knowledge::shipped()), reader(*knowledge) {}
  Result<Knowledge> knowledge;
  Reader reader;
};

TEST_F(IntentGold, IsMetByWhatWasWrittenForIt) {
  Held held;
  each_row(gold_folder() / "intents.csv", [&](const Row& row) {
    if (row("part") == "test") held.add(reader.read(row("text")), row);
  });
  ASSERT_EQ(held.intent.size(), 217U);
  EXPECT_GE(held.intents().macro_f1.value, 0.93);
  EXPECT_GE(learn::evaluate(held.urgent, held.told_urgent, 2, {.draws = 200}).classes[1].f1.value, 0.85);
  EXPECT_GE(learn::evaluate(held.effort, held.told_effort, 2, {.draws = 200}).classes[1].f1.value, 0.93);
}

std::size_t letters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }));
}

/// Readers count rows differently where quotes stand open: the text is the nearest one with as many letters.
std::string_view text_near(const std::vector<std::string>& texts, std::size_t row, std::size_t letters) {
  constexpr std::size_t k_farthest = 40;
  for (std::size_t away = 0; away <= k_farthest; ++away) {
    for (const std::size_t at : {row - std::min(row, away), row + away}) {
      if (at < texts.size() && letters_in(texts[at]) == letters) return texts[at];
    }
  }
  ADD_FAILURE() << "there is no text with " << letters << " letters near row " << row;
  return {};
}

TEST_F(IntentGold, IsMetByPublicTextsAboveGuessing) {
  if (!std::filesystem::exists(data_folder())) GTEST_SKIP() << "the data sets are not at " << data_folder();
  std::map<std::string, std::vector<std::string>, std::less<>> texts;
  const auto read = [&](const char* set, const char* file, std::string_view column) {
    each_row(data_folder() / file, [&](const Row& row) { texts[set].emplace_back(row(column)); });
  };
  read("twitter", "twitter_airline_sentiment/Tweets.csv", "text");
  read("germeval", "germeval2017_bahn_de/dev.tsv", "column 2");
  read("olist", "olist_subset/olist_order_reviews_dataset.csv", "review_comment_message");
  read("nps_fr", "nps_garden_store_fr/nps.csv", "explication");
  Held held;
  each_row(gold_folder() / "intents_of_public_texts.csv", [&](const Row& row) {
    std::size_t at = 0, letters = 0;
    for (const auto& [column, into] : {std::pair{"row", &at}, std::pair{"letters", &letters}}) {
      const auto cell = row(column);
      (void)std::from_chars(cell.data(), cell.data() + cell.size(), *into);
    }
    held.add(reader.read(text_near(texts[std::string(row("set"))], at, letters)), row);
  });
  ASSERT_EQ(held.intent.size(), 215U);
  const auto found = held.intents();
  EXPECT_GE(found.accuracy.value, 0.53);
  EXPECT_GT(found.accuracy.low, found.guessing_accuracy);
}

}  // namespace
}  // namespace bellwether::understand
