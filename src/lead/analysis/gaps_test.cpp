#include "lead/analysis/gaps.hpp"

#include "lead/analysis/alignment.hpp"
#include "lead/analysis/golden.hpp"
#include "lead/analysis/habits_truth.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

constexpr AnswerScale k_five{.lowest = 1, .highest = 5};

TEST(SelfGap, AgreesWithSciPyWhereAllAnsweredAll) {
  for (const auto& is : golden("items")) {
    const std::size_t items = is["items"];
    const auto gap =
        self_gap({.items = items, .rows = is["self"]}, {.items = items, .rows = is["rows"]}, k_five).value();
    EXPECT_NEAR(gap.gap.value, is["gap"], 1e-10);
    EXPECT_NEAR(gap.gap.low, is["low"], 1e-9);
    EXPECT_NEAR(gap.gap.high, is["high"], 1e-9);
    EXPECT_EQ(gap.items, items);
  }
}

TEST(SelfGap, ComparesOnlyWhatBothAnswered) {
  const double none = std::nan("");
  // Item 0 by both: 5 against 3 and 4. Item 1 only by others, item 2 only by the leader.
  const auto gap =
      self_gap({.items = 3, .rows = {5, none, 5}}, {.items = 3, .rows = {3, 1, none, 4, 1, none}}, k_five).value();
  EXPECT_DOUBLE_EQ(gap.gap.value, 1.5);
  EXPECT_EQ(gap.items, 1U);
}

TEST(SelfGap, OthersWhoAllSayTheSameStillLeaveDoubt) {
  const auto gap = self_gap({.items = 1, .rows = {5}}, {.items = 1, .rows = {4, 4, 4, 4, 4}}, k_five).value();
  EXPECT_DOUBLE_EQ(gap.gap.value, 1);
  // 1 − 0.05^(1/5) = 0.4507 of the answers may be others: down to 1, or up to 5.
  EXPECT_NEAR(gap.gap.low, 1 - 0.4507, 1e-4);
  EXPECT_NEAR(gap.gap.high, 1 + 3 * 0.4507, 1e-3);
}

TEST(SelfGap, NeedsOthers) {
  EXPECT_EQ(self_gap({.items = 1, .rows = {5}}, {.items = 1, .rows = {4}}, k_five).error().code, Code::not_enough);
  EXPECT_EQ(self_gap({.items = 1, .rows = {5}}, {.items = 1, .rows = {std::nan("")}}, k_five).error().code,
            Code::not_enough);
}

TEST(SelfGap, Covers) {
  for (const std::size_t people : {5U, 10U, 30U}) EXPECT_GT(coverage_of_self_gap(people, 3.4, 600, 1), 0.915) << people;
}

TEST(PerceptionGaps, ArePairwiseAndCorrected) {
  std::mt19937_64 random(1);
  const ItemAnswers leaders = draw_items(30, 4, 4.2, random);
  const ItemAnswers teams = draw_items(60, 4, 3.2, random);
  const ItemAnswers customers = draw_items(200, 4, 3.1, random);
  const PerceptionGaps gaps = perception_gaps(leaders, teams, customers, k_five);
  EXPECT_GT(gaps.leaders_teams->gap.low, 0);
  EXPECT_LT(gaps.leaders_teams->p, 0.001);
  EXPECT_NEAR(gaps.leaders_teams->gap.value + gaps.teams_customers->gap.value, gaps.leaders_customers->gap.value, 1e-9);
  const auto alone = group_gap(teams, customers, k_five);
  EXPECT_GE(gaps.teams_customers->p, alone->p);
}

TEST(SayDo, IsWhatIsClaimedLessWhatIsDone) {
  const Estimate claimed{.value = 100, .low = 100, .high = 100};
  const Estimate customers = in_hundredths({.value = 3, .low = 2.8, .high = 3.2, .n = 80}, k_five);
  EXPECT_DOUBLE_EQ(customers.value, 50);
  const auto gap =
      say_do_gap({.value = "we call back", .claimed = claimed, .kept = 7, .due = 10, .answered = {customers}}).value();
  EXPECT_DOUBLE_EQ(gap.done.value, 60);  // 70 kept, 50 answered
  EXPECT_DOUBLE_EQ(gap.gap.value, 40);
  EXPECT_GT(gap.gap.low, 25);
  EXPECT_LT(gap.gap.high, 58);
  EXPECT_EQ(gap.sides, 2U);
  EXPECT_EQ(say_do_gap({.value = "care", .claimed = claimed, .answered = {}}).error().code, Code::not_enough);
}

TEST(Alignment, AgreesWithSciPy) {
  for (const auto& is : golden("alignment")) {
    std::vector<std::optional<Estimate>> scores;
    const double half = is["half"];
    for (const double score : is["scores"])
      scores.push_back(Estimate{.value = score, .low = score - half, .high = score + half});
    const Alignment alignment = alignment_of(scores).value();
    EXPECT_NEAR(alignment.spread, is["spread"], 1e-7);
    EXPECT_NEAR(alignment.agreement.low, is["low"], 1e-6);
    EXPECT_NEAR(alignment.agreement.high, is["high"], 1e-6);
  }
}

TEST(Alignment, TheWeakestHasItsChance) {
  const auto known = [](double value, double half) {
    return std::optional<Estimate>(Estimate{.value = value, .low = value - half, .high = value + half});
  };
  const Alignment sure = alignment_of(std::vector{known(70, 3), known(30, 3), known(60, 3)}).value();
  EXPECT_EQ(sure.weakest, 1U);
  EXPECT_GT(sure.chances[1], 0.999);
  const Alignment unsure = alignment_of(std::vector{known(50, 10), known(50, 10), std::optional<Estimate>{}}).value();
  EXPECT_NEAR(unsure.chances[0], 0.5, 0.03);
  EXPECT_EQ(unsure.chances[2], 0);
  EXPECT_EQ(alignment_of(std::vector{known(50, 10)}).error().code, Code::not_enough);
}

}  // namespace
}  // namespace bellwether::lead
