#include "understand/taught/models.hpp"

#include "store/records/places_for_test.hpp"
#include "store/records/records.hpp"
#include "store/records/schema.hpp"
#include "understand/reader.hpp"

#include <memory>
#include <optional>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::taught {
namespace {

using understand::OwnLearned;
using understand::Verdict;

const Instant k_now{.us = 1'795'000'000'000'000};

class Models : public records::PlacesForTest {
 protected:
  void SetUp() override {
    PlacesForTest::SetUp();
    if (IsSkipped()) return;
    auto opened = records::Records::open(place(), store::Access::write, records::migrations());
    ASSERT_TRUE(opened) << to_text(opened.error());
    records = *std::move(opened);
  }

  /// Learned from texts about lanes; `lanes` names them, so that models differ.
  static OwnLearned learned(std::string_view lanes) {
    static const auto k_knowledge = understand::Knowledge::shipped();
    std::vector<understand::ScoredText> texts;
    for (int i = 0; i < 600; ++i) {
      std::string text = std::string(lanes) + " lane " + std::string(1, static_cast<char>('a' + i % 3)) + "x on visit ";
      for (int rest = i; rest > 0; rest /= 26) text += static_cast<char>('a' + rest % 26);
      texts.push_back({.text = text + "q", .side = static_cast<understand::Side>(i % 3), .at = {.us = i * 1'000'000}});
    }
    auto learned = understand::learn_own(std::move(texts), *k_knowledge);
    EXPECT_TRUE(learned) << to_text(learned.error());
    return *std::move(learned);
  }
  void keep(OwnLearned learned, Verdict verdict) const {
    learned.verdict = verdict;
    auto transaction = std::move(records->begin()).value();
    const auto kept = keep_try(transaction, learned, k_now);
    ASSERT_TRUE(kept) << to_text(kept.error());
    ASSERT_TRUE(transaction.commit());
  }
  [[nodiscard]] std::string in_use() const {
    auto transaction = std::move(records->begin()).value();
    const auto model = model_in_use(transaction);
    EXPECT_TRUE(model) << to_text(model.error());
    return model && *model ? std::string((*model)->version()) : "none";
  }

  std::unique_ptr<records::Records> records;
};

ON_EACH_ENGINE(Models);

TEST_P(Models, TheNewestThatWasTakenIsInUseUntilItIsDropped) {
  EXPECT_EQ(in_use(), "none");
  const OwnLearned first = learned("blue"), second = learned("golden");
  ASSERT_NE(first.model->version(), second.model->version());
  keep(first, Verdict::keep);
  EXPECT_EQ(in_use(), "none") << "it was no better";
  keep(first, Verdict::take);
  EXPECT_EQ(in_use(), first.model->version());
  keep(second, Verdict::keep);
  EXPECT_EQ(in_use(), first.model->version());
  keep(second, Verdict::take);
  EXPECT_EQ(in_use(), second.model->version());
  keep(first, Verdict::drop);
  EXPECT_EQ(in_use(), "none");
}

TEST_P(Models, EachTryIsKeptWithItsCard) {
  keep(learned("blue"), Verdict::take);
  {
    auto transaction = std::move(records->begin()).value();
    ASSERT_TRUE(keep_no_try(transaction, "12 different texts came with a score", k_now));
    ASSERT_TRUE(transaction.commit());
  }
  auto transaction = std::move(records->begin()).value();
  const auto all = tries(transaction, 10);
  ASSERT_TRUE(all) << to_text(all.error());
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().number, 2);
  EXPECT_EQ(nlohmann::json::parse(all->front().card).at("not_enough"), "12 different texts came with a score");
  const auto& take = all->back();
  EXPECT_EQ(take.verdict, Verdict::take);
  EXPECT_EQ(take.at.us, k_now.us);
  const auto card = nlohmann::json::parse(take.card);
  EXPECT_EQ(card.at("learned_from"), 480);
  EXPECT_EQ(card.at("tried_on"), 120);
  EXPECT_GT(card.at("better_by").at("low"), 0);
  EXPECT_LE(card.at("own").at("accuracy").at("low"), card.at("own").at("accuracy").at("value"));
  EXPECT_EQ(card.at("own").at("sides").size(), 3U);
  EXPECT_TRUE(card.at("today").is_null());
  EXPECT_EQ(tries(transaction, 1)->size(), 1U);
}

TEST_P(Models, WhatCanNotBeReadIsNotUsed) {
  keep(learned("blue"), Verdict::take);
  auto transaction = std::move(records->begin()).value();
  ASSERT_TRUE(transaction.run("UPDATE own_models SET bytes = 'AAAA'", {}));
  const auto model = model_in_use(transaction);
  ASSERT_TRUE(model);
  EXPECT_FALSE(*model);
}

}  // namespace
}  // namespace bellwether::taught
