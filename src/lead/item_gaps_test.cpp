// Gaps one by one, on answers that are worked out in the comments.
#include "lead/item_gaps.hpp"

#include "lead/company_for_test.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

enum class Who { leaders, teams, customers };

void answer(Company& company, Who who, const std::string& item, const std::vector<int>& values,
            const std::string& unit = "Lyon") {
  std::vector<HandAnswer> answers;
  for (const int value : values) {
    HandAnswer& one = answers.emplace_back(HandAnswer{"2026-03-02", unit, who != Who::customers, {{item, value}}});
    if (who == Who::customers) one.channel = "survey";
    if (who == Who::leaders) one.attributes = {{"role", "leader"}};
  }
  company.add(answers);
}

std::vector<ItemGap> item_gaps(const Company& company, const Subject& subject = everybody()) {
  Looking looking(company, "2026-04-01");
  auto gaps = read_item_gaps(looking.at(subject), subject);
  EXPECT_TRUE(gaps) << to_text(gaps.error());
  return gaps ? *std::move(gaps) : std::vector<ItemGap>{};
}

std::vector<ValueGap> value_gaps(const Company& company, const Subject& subject = everybody()) {
  Looking looking(company, "2026-04-01");
  auto gaps = read_value_gaps(looking.at(subject), subject);
  EXPECT_TRUE(gaps) << to_text(gaps.error());
  return gaps ? *std::move(gaps) : std::vector<ValueGap>{};
}

TEST(ItemGaps, AreLeadersLessTeamsAndCustomers) {
  Company company;
  answer(company, Who::leaders, "listened_to", {5, 4, 5, 4, 5, 4});  // 4.5
  answer(company, Who::teams, "listened_to", {3, 4, 3, 2, 3, 3});    // 3.0
  answer(company, Who::customers, "listened_to", {2, 3, 2, 3});      // 2.5
  answer(company, Who::leaders, "strain", {1, 2, 1, 2, 1, 2});       // 1.5: turned around 4.5
  answer(company, Who::teams, "strain", {4, 3, 4, 3, 4, 3});         // 3.5: turned around 2.5
  answer(company, Who::teams, "clarity", {4, 4, 3, 5, 4, 4});        // leaders were not asked
  const auto gaps = item_gaps(company);
  ASSERT_EQ(gaps.size(), 2U);
  const ItemGap& strain = gaps[0];
  EXPECT_EQ(strain.item, "strain");
  ASSERT_TRUE(strain.leaders && strain.teams && strain.above_teams);
  EXPECT_DOUBLE_EQ(strain.leaders->value, 4.5);
  EXPECT_DOUBLE_EQ(strain.teams->value, 2.5);
  EXPECT_DOUBLE_EQ(strain.above_teams->value, 2);
  EXPECT_FALSE(strain.customers || strain.above_customers);

  const ItemGap& listened = gaps[1];
  EXPECT_EQ(listened.item, "listened_to");
  ASSERT_TRUE(listened.above_teams && listened.above_customers);
  EXPECT_DOUBLE_EQ(listened.above_teams->value, 1.5);
  EXPECT_DOUBLE_EQ(listened.above_customers->value, 2);
  EXPECT_EQ(listened.leaders->n, 6);
  EXPECT_EQ(listened.customers->n, 4);
  // MOVER: both half widths towards each other, squared.
  EXPECT_NEAR(
      listened.above_teams->low,
      1.5 - std::hypot(listened.leaders->value - listened.leaders->low, listened.teams->high - listened.teams->value),
      1e-12);
}

TEST(ItemGaps, OfFewerThanFiveLeadersTellNothing) {
  Company four;
  answer(four, Who::leaders, "care", {5, 4, 5, 4});
  answer(four, Who::teams, "care", {3, 4, 3, 2, 3, 3});
  answer(four, Who::customers, "care", {2, 3, 2, 3});
  EXPECT_TRUE(item_gaps(four).empty());
  answer(four, Who::leaders, "care", {5});
  const auto five = item_gaps(four);
  ASSERT_EQ(five.size(), 1U);
  EXPECT_DOUBLE_EQ(five[0].leaders->value, 4.6);
}

TEST(ItemGaps, OfATeamOfFewerThanFiveAreHeldAgainstCustomersAlone) {
  Company company;
  answer(company, Who::leaders, "care", {5, 4, 5, 4, 5});
  answer(company, Who::teams, "care", {3, 4, 3, 2});
  answer(company, Who::customers, "care", {2, 3, 2, 3});
  const auto gaps = item_gaps(company);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_FALSE(gaps[0].teams || gaps[0].above_teams);
  EXPECT_TRUE(gaps[0].above_customers);
}

TEST(ItemGaps, AreOfTheSubjectsUnits) {
  Company company;
  company.rules.parents = {{"Lyon", "South"}, {"Nice", "South"}};
  for (const char* const unit : {"Lyon", "Nice"}) {
    const bool lyon = std::string_view(unit) == "Lyon";
    answer(company, Who::leaders, "care", {5, 5, 5, 4, 5, 4}, unit);
    answer(company, Who::teams, "care", lyon ? std::vector{4, 4, 4, 3, 5, 4} : std::vector{2, 2, 2, 1, 3, 2}, unit);
  }
  const auto lyon = item_gaps(company, leader("ana", {"Lyon"}));
  ASSERT_EQ(lyon.size(), 1U);
  EXPECT_DOUBLE_EQ(lyon[0].teams->value, 4);
  const auto both = item_gaps(company, leader("boss", {"Lyon", "Nice", "South"}));
  ASSERT_EQ(both.size(), 1U);
  EXPECT_DOUBLE_EQ(both[0].teams->value, 3);
  EXPECT_TRUE(item_gaps(company, leader("eva", {"Brest"})).empty());
}

TEST(ItemGaps, OneOfManyThatChanceWouldGiveIsNone) {
  const auto clarity_among = [](const std::vector<std::string>& others) {
    Company company;
    for (int times = 0; times < 2; ++times) {
      answer(company, Who::leaders, "clarity", {4, 4, 5, 4, 3, 4});
      answer(company, Who::teams, "clarity", {3, 3, 3, 3, 4, 2, 3, 3, 3, 3});
    }
    for (const std::string& item : others) {
      answer(company, Who::leaders, item, {4, 3, 4, 3, 4, 3});
      answer(company, Who::teams, item, {3, 4, 3, 4, 3, 4});
    }
    for (const ItemGap& gap : item_gaps(company)) {
      if (gap.item == "clarity") return *gap.above_teams;
    }
    ADD_FAILURE() << "no gap in clarity";
    return measure::Difference{};
  };
  const measure::Difference alone = clarity_among({});
  ASSERT_LT(alone.p, 0.05);
  ASSERT_GT(alone.p * 13, 0.05) << "too sure for this test";
  EXPECT_EQ(alone.verdict, measure::Verdict::up);
  const measure::Difference among =
      clarity_among({"engagement", "recognition_felt", "listened_to", "speak_up", "authority", "learning",
                     "change_follows", "care", "trust", "tools", "fairness", "support"});
  EXPECT_DOUBLE_EQ(among.value, alone.value);
  EXPECT_EQ(among.verdict, measure::Verdict::cant_tell) << "one of 13";
}

struct Promise {
  const char* id;
  const char* value;
  const char* end;  ///< what became of it; empty: nothing yet
  const char* due = "2026-06-01";
};

void promise(Company& company, const std::vector<Promise>& promises) {
  std::vector<HandAct> acts;
  for (const Promise& one : promises) {
    acts.push_back(
        {"2026-01-10", "promise.made", "ana", one.id, "Lyon", {}, {}, {{"value", one.value}, {"due", one.due}}});
    if (*one.end != 0) acts.push_back({"2026-02-10", one.end, "ana", one.id, "Lyon"});
  }
  company.add(acts);
}

void add_values(Company& company) {
  promise(company, {{"1", "caring", "promise.kept"},
                    {"2", "caring", "promise.kept"},
                    {"3", "caring", "promise.kept"},
                    {"4", "caring", "promise.broken"},
                    {"5", "caring", ""},
                    {"6", "honest", "promise.broken"},
                    {"7", "honest", "", "2026-02-15"}});
  answer(company, Who::teams, "brand_lived", {3, 4, 3, 4, 3, 4});  // 3.5: 62.5 of 100
  answer(company, Who::customers, "brand_lived", {4, 5, 4, 5});    // 4.5: 87.5
}

TEST(ValueGaps, AreClaimedLessKeptAndFelt) {
  Company company;
  add_values(company);
  answer(company, Who::leaders, "brand_lived", {4, 5, 4, 5, 4, 5});  // 87.5
  const auto gaps = value_gaps(company);
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].value, "caring");
  EXPECT_DOUBLE_EQ(gaps[0].kept.value, 75) << "three of four; the fifth has time until June";
  EXPECT_EQ(gaps[0].kept.n, 4);
  EXPECT_NEAR(gaps[0].done.value, (75 + 62.5 + 87.5) / 3, 1e-9);
  ASSERT_TRUE(gaps[0].claimed && gaps[0].gap);
  EXPECT_DOUBLE_EQ(gaps[0].claimed->value, 87.5);
  EXPECT_NEAR(gaps[0].gap->value, 12.5, 1e-9);
  EXPECT_EQ(gaps[1].value, "honest");
  EXPECT_DOUBLE_EQ(gaps[1].kept.value, 0) << "one was broken, and the day of the other is past";
  EXPECT_EQ(gaps[1].kept.n, 2);
  EXPECT_NEAR(gaps[1].gap->value, 87.5 - 50, 1e-9);
}

TEST(ValueGaps, OfFewerThanFiveLeadersHaveNoClaim) {
  Company company;
  add_values(company);
  answer(company, Who::leaders, "brand_lived", {5, 5, 5, 5});
  const auto gaps = value_gaps(company);
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_FALSE(gaps[0].claimed || gaps[0].gap);
  EXPECT_NEAR(gaps[0].done.value, 75, 1e-9) << "what was done is told all the same";
}

TEST(ValueGaps, NeedPromisesThatNameTheirValue) {
  Company company;
  answer(company, Who::teams, "brand_lived", {3, 4, 3, 4, 3, 4});
  answer(company, Who::leaders, "brand_lived", {4, 5, 4, 5, 4, 5});
  company.add(std::vector<HandAct>{{"2026-01-10", "promise.made", "ana", "1", "Lyon"},
                                   {"2026-02-10", "promise.kept", "ana", "1", "Lyon"}});
  EXPECT_TRUE(value_gaps(company).empty());
  EXPECT_TRUE(value_gaps(company, leader("ana", {"Lyon"})).empty());
  add_values(company);
  EXPECT_TRUE(value_gaps(company, leader("cleo", {"Nice"})).empty()) << "promised in Lyon";
  EXPECT_EQ(value_gaps(company, leader("ana", {"Lyon"})).size(), 2U);
}

}  // namespace
}  // namespace bellwether::lead
