// Invitations and answers of units by month, where one month brings far more answers than the unit's own past.
#include "lead/excess_response.hpp"

#include "lead/company_for_test.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

/// The first Monday after May 2026: May is the last whole month of the weeks before it.
const Day k_end = day_from_text("2026-06-01").value();

std::string day_of_month(int months_before_june, int day) {
  const int month = 12 * 2026 + 5 - months_before_june;
  return fmt::format("{}-{:02}-{:02}", month / 12, month % 12 + 1, day);
}

/// In each month 100 customers of the unit are asked; so many answer, the last month's last.
void add_unit(Company& company, const std::string& unit, const std::vector<int>& answered,
              const std::string& asked = "customers") {
  std::vector<HandAct> acts;
  std::vector<HandAnswer> answers;
  for (std::size_t month = 0; month < answered.size(); ++month) {
    const int before = static_cast<int>(answered.size() - month);
    acts.push_back({day_of_month(before, 5), "invitation.sent", "survey tool", "", unit, 100.0, {}, {{"to", asked}}});
    for (int i = 0; i < answered[month]; ++i) {
      answers.push_back({day_of_month(before, 6 + i % 20), unit, false, {{"csat", 4}}, "survey"});
    }
  }
  company.add(acts);
  company.add(answers);
}

std::vector<GamingFlag> flags_of(const Company& company, const std::vector<std::string>& units, Day end = k_end) {
  Looking looking(company, to_text(end));
  const auto flags = read_excess_response(looking.signals, looking.acts, field_of(units, nullptr, end, 52));
  EXPECT_TRUE(flags) << to_text(flags.error());
  return flags ? *flags : std::vector<GamingFlag>{};
}

TEST(ExcessResponse, OfAMonthFarAboveTheUnitsOwnPastIsFlagged) {
  Company company;
  add_unit(company, "Lyon", {20, 21, 19, 20, 20, 22, 18, 20, 21, 19, 60});
  add_unit(company, "Nice", {40, 41, 39, 40, 40, 42, 38, 40, 41, 39, 41});
  const auto flags = flags_of(company, {"Lyon", "Nice"});
  ASSERT_EQ(flags.size(), 1U) << "Nice always has as many, and 60 of 100 are not many for somebody else";
  EXPECT_EQ(flags[0].id, "Lyon");
  EXPECT_FALSE(flags[0].of_leader);
  EXPECT_EQ(flags[0].flag.sign, Sign::excess_response);
  EXPECT_DOUBLE_EQ(flags[0].flag.share, 0.6);
  EXPECT_NEAR(flags[0].flag.usual, 0.2, 0.002) << "200 of the 1,000 before";
  EXPECT_EQ(flags[0].flag.n, 100);
  EXPECT_EQ(flags[0].indicators, (std::vector<std::string>{"response_rate", "nps", "csat"}));
  EXPECT_EQ(words_of(flags[0]), "answers out of those asked: 60 % of 100, before 20 %");
}

TEST(ExcessResponse, OfAFewPointsIsNone) {
  Company company;
  add_unit(company, "Lyon", {20, 21, 19, 20, 20, 22, 18, 20, 21, 19, 28});
  EXPECT_TRUE(flags_of(company, {"Lyon"}).empty()) << "a flag takes ten points";
}

TEST(ExcessResponse, WhereTheUnitsPastGoesUpAndDownIsNone) {
  Company company;
  add_unit(company, "Lyon", {10, 60, 5, 55, 20, 50, 10, 65, 15, 45, 60});
  EXPECT_TRUE(flags_of(company, {"Lyon"}).empty());
}

TEST(ExcessResponse, WithoutEightMonthsBeforeIsNotLookedAt) {
  Company seven;
  add_unit(seven, "Lyon", {20, 20, 20, 20, 20, 20, 20, 60});
  EXPECT_TRUE(flags_of(seven, {"Lyon"}).empty());
  Company eight;
  add_unit(eight, "Lyon", {20, 20, 20, 20, 20, 20, 20, 20, 60});
  EXPECT_EQ(flags_of(eight, {"Lyon"}).size(), 1U);
}

TEST(ExcessResponse, IsOfCustomersWhoWereAsked) {
  Company employees;
  add_unit(employees, "Lyon", {20, 20, 20, 20, 20, 20, 20, 20, 60}, "employees");
  EXPECT_TRUE(flags_of(employees, {"Lyon"}).empty());

  Company nobody;
  std::vector<HandAnswer> answers;
  for (int i = 0; i < 60; ++i) answers.push_back({"2026-05-06", "Lyon", false, {{"csat", 5}}, "survey"});
  nobody.add(answers);
  EXPECT_TRUE(flags_of(nobody, {"Lyon"}).empty()) << "no invitations are told";
}

TEST(ExcessResponse, IsOfTheLastWholeMonth) {
  Company company;
  add_unit(company, "Lyon", {20, 20, 20, 20, 20, 20, 20, 20, 20, 60});
  EXPECT_EQ(flags_of(company, {"Lyon"}, day_from_text("2026-06-15").value()).size(), 1U) << "June has only begun";
  EXPECT_TRUE(flags_of(company, {"Lyon"}, day_from_text("2026-05-25").value()).empty())
      << "May is not over, and April was like all before";
}

TEST(ExcessResponse, IsNoMoreThanAll) {
  Company company;
  add_unit(company, "Lyon", {20, 20, 20, 20, 20, 20, 20, 20, 20, 130});
  const auto flags = flags_of(company, {"Lyon"});
  ASSERT_EQ(flags.size(), 1U);
  EXPECT_DOUBLE_EQ(flags[0].flag.share, 1) << "130 answers of 100 asked: a link was passed on";
}

TEST(ExcessResponse, OfAUnitThatIsNotInTheFieldIsLeftOut) {
  Company company;
  add_unit(company, "Lyon", {20, 20, 20, 20, 20, 20, 20, 20, 60});
  EXPECT_TRUE(flags_of(company, {"Nice"}).empty());
}

}  // namespace
}  // namespace bellwether::lead
