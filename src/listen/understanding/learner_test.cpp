#include "listen/understanding/learner.hpp"

#include "store/facts/store_for_test.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using namespace std::chrono_literals;
using understand::Side;
using understand::Verdict;

constexpr auto k_long = 60s;

/// A word of letters for a number, so that no two texts are the same.
std::string word(std::size_t number) {
  std::string letters;
  for (; number > 0 || letters.empty(); number /= 26) letters += static_cast<char>('a' + number % 26);
  return letters;
}

struct Learning : testing::Test {
  void SetUp() override {
    auto shipped = understand::Knowledge::shipped();
    ASSERT_TRUE(shipped) << to_text(shipped.error());
    knowledge = std::make_unique<understand::Knowledge>(*std::move(shipped));
    store = facts::open_store(folder.path());
  }

  struct Told {
    std::string text;
    std::vector<std::pair<std::string_view, int>> ratings = {};
    facts::VoiceOf voice_of = facts::VoiceOf::customer;
    int hours = 1;  ///< since 2024; 0: no date
  };
  Id add(facts::SignalBatch& batch, const Told& told) {
    facts::Signal& signal = batch.add();
    signal.id = derived_id(9, ++number);
    if (told.hours > 0) signal.occurred_at = Instant{facts::at("2024-01-01").us + told.hours * k_us_per_day / 24};
    signal.voice_of = told.voice_of;
    signal.text = batch.keep(told.text);
    std::vector<facts::Rating> ratings;
    for (const auto& [name, value] : told.ratings) ratings.push_back({.name = name, .value = {value * 100}});
    signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
    return signal.id;
  }
  Id add(const Told& told) {
    facts::SignalBatch batch;
    const Id id = add(batch, told);
    EXPECT_TRUE(store->append(std::move(batch)).get());
    return id;
  }
  /// Words that only the scores explain.
  void add_visits(std::size_t n) {
    constexpr std::array<std::string_view, 3> k_said = {"the blue lane on visit ", "the green lane on visit ",
                                                        "the golden lane on visit "};
    facts::SignalBatch batch;
    for (std::size_t i = 0; i < n; ++i) {
      add(batch, {.text = std::string(k_said.at(i % 3)) + word(i),
                  .ratings = {{"stars", static_cast<int>(i % 3) * 2 + 1}},
                  .hours = static_cast<int>(i) + 1});
    }
    ASSERT_TRUE(store->append(std::move(batch)).get());
  }
  [[nodiscard]] std::vector<understand::ScoredText> learnable(const JudgedSides& judged = {},
                                                              std::size_t most = 1'000) const {
    auto texts = scored_texts(*store.facts, judged, most);
    EXPECT_TRUE(texts) << to_text(texts.error());
    return *std::move(texts);
  }
  [[nodiscard]] Learner::Parts parts() {
    return {.keep = [this](const Result<understand::OwnLearned>& learned) -> Result<void> {
              kept.push_back(learned ? std::string(word_of(learned->verdict)) : learned.error().message);
              return {};
            },
            .judged = []() -> Result<JudgedSides> { return JudgedSides{}; },
            .changed = [this] { ++changes; }};
  }
  [[nodiscard]] Side read(std::string_view text) const {
    return understand::Reader(*knowledge).read(text).sentiment.side;
  }

  facts::Folder folder;
  facts::Opened store;
  std::unique_ptr<understand::Knowledge> knowledge;
  std::uint64_t number = 0;
  std::vector<std::string> kept;  ///< by the learner's thread, read once it has told of a try
  int changes = 0;
};

TEST_F(Learning, TakesTextsWithAScoreOrAJudgement) {
  const Id judged = add({.text = "as people say", .hours = 2});
  const Id corrected = add({.text = "not as it was scored", .ratings = {{"nps", 10}}, .hours = 3});
  add({.text = "glad", .ratings = {{"stars", 5}}, .hours = 4});
  add({.text = "two that agree", .ratings = {{"nps", 9}, {"csat", 5}}, .hours = 5});
  add({.text = "two that do not", .ratings = {{"nps", 9}, {"csat", 1}}, .hours = 6});
  add({.text = "of nothing known", .ratings = {{"noise", 3}}, .hours = 7});
  add({.text = "an employee", .ratings = {{"nps", 9}}, .voice_of = facts::VoiceOf::employee, .hours = 8});
  add({.text = "no day", .ratings = {{"nps", 9}}, .hours = 0});
  add({.text = "", .ratings = {{"nps", 9}}, .hours = 9});
  add({.text = "write to ⟨email⟩ now", .ratings = {{"ces", 1}}, .hours = 24 * 90});
  const auto texts = learnable({{judged, Side::neutral}, {corrected, Side::negative}});
  std::vector<std::pair<std::string, Side>> got;
  for (const auto& text : texts) got.emplace_back(text.text, text.side);
  const std::string blanks(std::string_view("⟨email⟩").size(), ' ');
  EXPECT_EQ(got, (std::vector<std::pair<std::string, Side>>{{"write to " + blanks + " now", Side::negative},
                                                            {"two that agree", Side::positive},
                                                            {"glad", Side::positive},
                                                            {"not as it was scored", Side::negative},
                                                            {"as people say", Side::neutral}}));
  EXPECT_EQ(learnable({}, 2).size(), 2U) << "the newest";
  EXPECT_EQ(learnable({}, 2)[1].text, "two that agree");
}

TEST_F(Learning, AnEmptyStoreTeachesNothing) {
  EXPECT_TRUE(learnable().empty());
  Learner learner(*store.facts, *knowledge, parts());
  EXPECT_FALSE(learner.progress().under_way) << "not before its time";
  learner.learn_now();
  ASSERT_TRUE(learner.wait_for_tries(1, k_long));
  ASSERT_TRUE(learner.progress().trouble);
  EXPECT_EQ(learner.progress().trouble->code, Code::not_enough);
  EXPECT_EQ(kept.size(), 1U);
  EXPECT_EQ(changes, 0);
}

TEST_F(Learning, WhatReadsBetterIsUsed) {
  add_visits(900);
  EXPECT_NE(read("the golden lane on visit bcd"), Side::positive);
  Learner learner(*store.facts, *knowledge, parts());
  learner.learn_now();
  ASSERT_TRUE(learner.wait_for_tries(1, k_long));
  EXPECT_FALSE(learner.progress().trouble);
  EXPECT_EQ(kept, std::vector<std::string>{"take"});
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(read("the golden lane on visit bcd"), Side::positive);
  learner.learn_now();
  ASSERT_TRUE(learner.wait_for_tries(2, k_long));
  EXPECT_EQ(kept, (std::vector<std::string>{"take", "keep"}));
  EXPECT_EQ(changes, 1);
  EXPECT_GT(learner.progress().next.us, now().us + std::int64_t{6} * k_us_per_day);
}

TEST_F(Learning, WhatIsNotKeptIsNotUsed) {
  add_visits(900);
  Learner::Parts failing = parts();
  failing.keep = [](const Result<understand::OwnLearned>&) -> Result<void> {
    return fail(Code::io, "the disk is full");
  };
  Learner learner(*store.facts, *knowledge, failing);
  learner.learn_now();
  ASSERT_TRUE(learner.wait_for_tries(1, k_long));
  ASSERT_TRUE(learner.progress().trouble);
  EXPECT_EQ(learner.progress().trouble->message, "the disk is full");
  EXPECT_EQ(knowledge->own->now(), nullptr);
}

TEST_F(Learning, BeginsByItselfWhenTheLastTryIsOld) {
  Learner::Parts old = parts();
  old.first_after = 0s;
  old.last = Instant{now().us - std::int64_t{8} * k_us_per_day};
  {
    Learner learner(*store.facts, *knowledge, old);
    ASSERT_TRUE(learner.wait_for_tries(1, k_long));
  }
  EXPECT_EQ(kept.size(), 1U);
  old.last = Instant{now().us - std::int64_t{6} * k_us_per_day};
  const Learner waits(*store.facts, *knowledge, old);
  EXPECT_GT(waits.progress().next.us, now().us + k_us_per_day / 2);
}

}  // namespace
}  // namespace bellwether::listen
