#include "understand/topics/emergence.hpp"

#include "understand/topics/planted_texts_for_test.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::topics {
namespace {

void date(std::vector<Text>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i].at = Instant{static_cast<std::int64_t>(i + 1) * k_us_per_day};
}

bool speaks_of(const Topic& topic, const Planted& all, std::size_t planted_topic) {
  const auto hits =
      std::ranges::count_if(topic.texts, [&](std::uint32_t text) { return all.topics[text] == planted_topic; });
  return 2 * static_cast<std::size_t>(hits) > topic.texts.size();
}

/// Topic 0 comes up in the newest tenth.
Planted with_news(std::size_t news, std::uint32_t seed) {
  Planted all = planted(100, 100, seed);
  std::mt19937 random(seed);
  for (std::size_t i = 0; i < all.texts.size(); ++i) {
    if (all.topics[i] != 0) continue;
    all.topics[i] = 1;
    all.texts[i] = planted_text(1, random);
  }
  for (std::size_t i = 0; i < news; ++i) {
    const std::size_t at = all.texts.size() - 1 - i;
    all.topics[at] = 0;
    all.texts[at] = planted_text(0, random);
  }
  return all;
}

TEST(Emergence, IsToldOfWhatCameUpLately) {
  const Planted all = with_news(25, 1);
  auto texts = all.list();
  date(texts);
  const auto found = find_topics(texts);
  ASSERT_TRUE(found);
  ASSERT_TRUE(found->recent_from);
  bool is_told = false;
  for (const Topic& topic : found->topics) {
    ASSERT_TRUE(topic.emergence) << topic.label;
    EXPECT_EQ(topic.emergence->lately_of + topic.emergence->before_of, static_cast<std::int64_t>(texts.size()));
    EXPECT_GE(topic.emergence->p_adjusted, topic.emergence->p);
    if (!topic.emergence->is_emerging) continue;
    EXPECT_TRUE(speaks_of(topic, all, 0)) << topic.label;
    EXPECT_GT(topic.emergence->ratio.low, 1) << topic.label;
    is_told = true;
  }
  EXPECT_TRUE(is_told);
}

TEST(Emergence, IsRareWhereTimesAreByChance) {
  int alarms = 0;
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const Planted all = planted(40, 40, seed);
    auto texts = all.list();
    date(texts);
    const auto found = find_topics(texts);
    ASSERT_TRUE(found);
    alarms += std::ranges::any_of(found->topics,
                                  [](const Topic& topic) {
                                    return (topic.emergence && topic.emergence->is_emerging) ||
                                           std::ranges::any_of(topic.parts, [](const Topic& part) {
                                             return part.emergence && part.emergence->is_emerging;
                                           });
                                  })
                  ? 1
                  : 0;
  }
  // At a true rate of 5 %, more than 5 of 40 come in 1.4 % of such tests.
  EXPECT_LE(alarms, 5);
}

TEST(Emergence, IsNotToldOfATextSentAgainAndAgain) {
  Planted all = planted(60, 60);
  for (std::size_t i = all.texts.size() - 20; i < all.texts.size(); ++i)
    all.texts[i] = "the shuttle driver shouted at tourists";
  auto texts = all.list();
  date(texts);
  const auto found = find_topics(texts);
  ASSERT_TRUE(found);
  for (const Topic& topic : found->topics) {
    EXPECT_FALSE(topic.label.find("shuttle") != std::string::npos && topic.emergence->is_emerging) << topic.label;
  }
}

TEST(Emergence, WeighsTheTimeItIsTold) {
  const Planted all = planted(40, 0);
  auto texts = all.list();
  date(texts);
  const auto found = find_topics(texts, {.recent_from = texts[100].at});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->recent_from, texts[100].at);
  EXPECT_EQ(found->topics[0].emergence->lately_of, 100);
  EXPECT_EQ(found->topics[0].emergence->before_of, 100);
  // Nothing stands before the first text.
  const auto all_lately = find_topics(texts, {.recent_from = texts[0].at});
  ASSERT_TRUE(all_lately);
  EXPECT_FALSE(all_lately->topics[0].emergence);
}

/// 400 texts before, 100 lately, of which `lately` speak of it; before, `of_stretch` of each hundred.
Emergence told(std::vector<int> of_stretch, int lately) {
  std::vector<std::string> words;
  for (int i = 0; i < 500; ++i) words.push_back("text " + std::to_string(i));
  std::vector<Text> texts;
  for (const std::string& word : words) texts.push_back({.text = word, .language = "en", .at = {}, .sentiment = {}});
  date(texts);
  std::vector<std::uint32_t> places, of_topic;
  for (std::uint32_t i = 0; i < 500; ++i) places.push_back(i);
  of_stretch.push_back(lately);
  for (std::uint32_t stretch = 0; stretch < 5; ++stretch) {
    for (int i = 0; i < of_stretch[stretch]; ++i) of_topic.push_back(stretch * 100 + static_cast<std::uint32_t>(i));
  }
  const Window window = window_of(places, texts, texts[400].at);
  EXPECT_EQ(window.stretches.size(), 4U);
  return emergence_of(of_topic, texts, window).value_or(Emergence{});
}

TEST(Emergence, ForgivesWhatCameAndWentBefore) {
  const Emergence calm = told({10, 10, 10, 10}, 20), restless = told({0, 25, 0, 15}, 20);
  EXPECT_EQ(calm.before, restless.before);
  EXPECT_EQ(calm.lately, 20);
  // 20 of 100 against 40 of 400: a ratio of 2.
  EXPECT_DOUBLE_EQ(calm.ratio.value, 2);
  // SciPy 1.17: h = hypergeom(500, 60, 100); 2 * (h.sf(20) + h.pmf(20) / 2)
  EXPECT_NEAR(calm.p, 0.009488352, 1e-6);
  EXPECT_GT(restless.p, 0.05);
}

TEST(Emergence, IsOpenAboveWhereNoneWasBefore) {
  const Emergence fresh = told({0, 0, 0, 0}, 8);
  EXPECT_TRUE(fresh.ratio.open_above);
  EXPECT_LT(fresh.p, 0.001);
  EXPECT_GT(fresh.ratio.low, 1);
}

}  // namespace
}  // namespace bellwether::topics
