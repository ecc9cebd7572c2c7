#include "listen/understanding/review.hpp"

#include "understand/reader.hpp"
#include "understand/reading_mark.hpp"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

const understand::Knowledge& knowledge() {
  static const auto k_shipped = understand::Knowledge::shipped();
  return *k_shipped;
}

facts::StoredSignal voice(std::uint64_t number, std::string text,
                          std::string reader = understand::reading_of(knowledge())) {
  facts::StoredSignal signal;
  signal.id = derived_id(11, number);
  signal.text = std::move(text);
  signal.reader = std::move(reader);
  signal.sentiment = facts::Thousandths{0};
  return signal;
}

/// Sure ones and unsure ones.
std::vector<facts::StoredSignal> voices(std::size_t n) {
  std::vector<facts::StoredSignal> all;
  for (std::size_t i = 0; i < n; ++i) {
    all.push_back(voice(i, i % 2 == 0 ? "Wonderful, I love it, thank you so much!" : "Good room but bad food, hm"));
  }
  return all;
}

TEST(Review, DrawsOneInTwenty) {
  std::size_t drawn = 0;
  constexpr std::uint64_t k_ids = 20'000;
  for (std::uint64_t i = 0; i < k_ids; ++i) drawn += is_drawn(derived_id(3, i)) ? 1U : 0U;
  EXPECT_NEAR(static_cast<double>(drawn), 1'000, 130) << "four standard errors";
}

TEST(Review, HasThoseDrawnByChanceAndTheLeastSureInTurn) {
  const auto all = voices(400);
  SignalReader reader(knowledge());
  const ReviewQueue queue = to_review(all, reader, {}, 20);
  ASSERT_EQ(queue.readings.size(), 20U);
  EXPECT_EQ(queue.looked_through, 400U);
  EXPECT_EQ(queue.unsure, 200U);
  std::set<std::size_t> seen;
  for (std::size_t i = 0; i < 20; ++i) {
    const ReadingToReview& one = queue.readings[i];
    EXPECT_EQ(one.drawn, i % 2 == 0);
    EXPECT_EQ(one.drawn, is_drawn(all[one.voice].id));
    if (!one.drawn) {
      EXPECT_LT(one.sentiment.confidence, k_sure);
    }
    seen.insert(one.voice);
  }
  EXPECT_EQ(seen.size(), 20U) << "none twice";
}

TEST(Review, WhatIsDrawnDoesNotDependOnHowSureTheMachineIs) {
  const auto all = voices(4'000);
  SignalReader reader(knowledge());
  std::size_t drawn = 0, sure = 0;
  for (const ReadingToReview& one : to_review(all, reader, {}, 100).readings) {
    if (!one.drawn) continue;
    ++drawn;
    if (one.sentiment.confidence >= k_sure) ++sure;
  }
  ASSERT_EQ(drawn, 50U);
  EXPECT_GT(sure, 10U);
  EXPECT_LT(sure, 40U);
}

TEST(Review, LeavesOutWhatWasJudgedOrToldOrReadByOthers) {
  SignalReader reader(knowledge());
  const std::string reading = understand::reading_of(knowledge());
  const std::vector<facts::StoredSignal> all = {voice(1, "Good"), voice(2, "Good", reading + " told sentiment"),
                                                voice(3, "Good", "gpt-4"), voice(4, "Good", ""),
                                                voice(5, "Good", reading + " told themes")};
  const ReviewQueue queue = to_review(all, reader, {all[0].id}, 20);
  ASSERT_EQ(queue.readings.size(), 1U);
  EXPECT_EQ(queue.readings[0].voice, 4U);
  EXPECT_EQ(queue.looked_through, 2U);
  EXPECT_TRUE(to_review({}, reader, {}, 20).readings.empty());
  EXPECT_TRUE(to_review(all, reader, {}, 0).readings.empty());
}

}  // namespace
}  // namespace bellwether::listen
