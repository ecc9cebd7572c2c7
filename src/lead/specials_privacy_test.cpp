// An attacker who may ask every special, for every time and place, and sets the answers off against each other: what one person
// said must not come out.
#include "lead/company_for_test.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::lead {
namespace {

const Day k_end{day_from_text("2026-04-01").value()};
std::string day_before_end(int days) { return to_text(Day{k_end.days - days}); }

/// What others say in a gap: their answers' sum and number.
struct Sum {
  double sum = 0;
  std::int64_t n = 0;
};

/// The others' part of a gap between one answer (or so many alike) and a mean over one item.
Sum others_in(const Evidence& gap, double said, std::int64_t said_by) {
  if (gap.state != State::known) return {};
  const std::int64_t n = gap.n - said_by;
  return {.sum = (said - gap.estimate.value) * static_cast<double>(n), .n = n};
}

/// The attack: of two figures, one about a few people more than the other, the mean of those few. Nothing: there are none, or no
/// fewer than five.
std::optional<double> told_of_few(const Sum& more, const Sum& less) {
  const std::int64_t few = more.n - less.n;
  if (few <= 0 || few >= 5) return std::nullopt;
  return (more.sum - less.sum) / static_cast<double>(few);
}

TEST(DifferencingAttack, FindsOnePersonInPlainSums) {
  // Six threes and fours, and one who said 1.
  const std::optional<double> found = told_of_few({.sum = 22, .n = 7}, {.sum = 21, .n = 6});
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(*found, 1);
}

/// Answers of a team to one item, on one day, or alike to two.
void answer(std::vector<HandAnswer>& answers, const std::string& day, const std::string& unit, const std::string& item,
            const std::vector<int>& values, const Words& attributes = {}, const std::string& second = {}) {
  for (const int value : values) {
    HandAnswer& one = answers.emplace_back(HandAnswer{day, unit, true, {{item, value}}, "pulse", attributes});
    if (!second.empty()) one.ratings.emplace(second, value);
  }
}
/// A gap to oneself takes two items.
void answer_both(std::vector<HandAnswer>& answers, const std::string& day, const std::string& unit,
                 const std::vector<int>& values) {
  answer(answers, day, unit, "clarity", values, {}, "support");
}
void assess(std::vector<HandAnswer>& answers, const std::string& leader, int value) {
  answers.push_back(
      {"2025-10-06", "north", true, {{"clarity", value}, {"support", value}}, "self-assessment", {{"leader", leader}}});
}

/// Three teams of one region; of the third one person answers, and on the last day another one in the first.
void add_region(Company& company) {
  company.rules.parents = {{"a", "north"}, {"b", "north"}, {"c", "north"}};
  std::vector<HandAnswer> answers;
  for (const char* const leader : {"ana", "boss"}) assess(answers, leader, 5);
  for (const char* const month : {"2026-01", "2026-02", "2026-03"}) {
    answer_both(answers, std::string(month) + "-10", "a", {3, 4, 3, 4, 3, 4});
    answer_both(answers, std::string(month) + "-10", "b", {2, 5, 2, 5, 2, 5, 2});
  }
  answer_both(answers, "2026-02-11", "c", {1});
  answer_both(answers, "2026-03-31", "a", {1});
  company.add(answers);
}

TEST(SelfGap, OfPeriodsThatDifferByADayTellsOfNobody) {
  Company company;
  add_region(company);
  std::vector<Sum> asked;
  // Both ends move, by up to two months.
  for (int days = 0; days < 60; ++days) {
    asked.push_back(others_in(company.special(Special::self_gap, leader("ana", {"a"}), day_before_end(days)), 5, 1));
  }
  for (const int length : {1, 32, 60, 90, 91, 120, 200}) {
    asked.push_back(
        others_in(company.special(Special::self_gap, leader("ana", {"a"}), day_before_end(0), 365 - length), 5, 1));
  }
  EXPECT_EQ(asked.front().n, 13) << "two months; the third is told together with the one of the third team";
  for (const Sum& more : asked) {
    for (const Sum& less : asked) {
      const auto few = told_of_few(more, less);
      EXPECT_FALSE(few) << *few << " is what " << more.n - less.n << " said";
    }
  }
}

TEST(SelfGap, OfALeaderAndTheOneAboveTellsOfNobody) {
  Company company;
  add_region(company);
  const auto told = [&](const std::string& who, std::vector<std::string> units) {
    return others_in(company.special(Special::self_gap, leader(who, std::move(units)), day_before_end(0)), 5, 1);
  };
  const Sum north = told("boss", {"north", "a", "b", "c"});
  EXPECT_EQ(north.n, 19 + 21 + 1) << "nobody is lost in the whole";
  const std::vector<Sum> below{told("ana", {"a"}),      told("ana", {"b"}),      told("ana", {"c"}),
                               told("ana", {"a", "b"}), told("ana", {"a", "c"}), told("ana", {"b", "c"})};
  // Each alone, and those that have nobody in common together.
  std::vector<Sum> parts = below;
  for (const auto& [one, other] : {std::pair(0, 1), std::pair(0, 5), std::pair(1, 4), std::pair(2, 3)}) {
    const Sum& a = below[static_cast<std::size_t>(one)];
    const Sum& b = below[static_cast<std::size_t>(other)];
    if (one < 3 && other < 3) parts.push_back({.sum = a.sum + b.sum, .n = a.n + b.n});
  }
  for (const Sum& part : parts) {
    const auto few = told_of_few(north, part);
    EXPECT_FALSE(few) << *few << " is what " << north.n - part.n << " said";
  }
  for (const Sum& alone : below) EXPECT_TRUE(alone.n == 0 || alone.n >= 5);
}

TEST(PerceptionGap, TellsOfNoLeaderAlone) {
  Company company;
  company.rules.parents = {{"a", "north"}, {"b", "north"}, {"south", "all"}, {"north", "all"}};
  std::vector<HandAnswer> answers;
  const Words leads{{"role", "leader"}};
  // In each month five leaders in the north, and one of the south who says 1. Teams say 3, all of them.
  for (const char* const month : {"2026-01", "2026-02", "2026-03"}) {
    const std::string day = std::string(month) + "-10";
    answer(answers, day, "a", "care", {4, 5, 4}, leads);
    answer(answers, day, "b", "care", {5, 4}, leads);
    answer(answers, day, "south", "care", {1}, leads);
    for (const char* const unit : {"a", "b", "south"}) answer(answers, day, unit, "care", {3, 3, 3, 3, 3, 2, 4});
  }
  company.add(answers);
  const auto gap = [&](std::vector<std::string> units) {
    const bool is_all = units.empty();
    return company.special(Special::perception_gap, is_all ? everybody() : leader("boss", std::move(units)),
                           day_before_end(0));
  };
  // (Five of 4.4 and one of 1, three times over) less 3.
  const Evidence all = gap({});
  ASSERT_EQ(all.state, State::known) << all.why;
  EXPECT_NEAR(all.estimate.value, 23.0 / 6 - 3, 1e-9);
  EXPECT_EQ(all.n, 18 + 63);
  // Whoever takes the north from all is left with one leader three times, and must not be able to.
  EXPECT_EQ(gap({"south"}).state, State::withheld);
  const Evidence north = gap({"north", "a", "b"});
  const std::int64_t leaders = north.state == State::known ? north.n - 42 : 0;
  EXPECT_TRUE(leaders == 0 || 18 - leaders >= 5) << 18 - leaders;
}

TEST(SayDoGap, OfPeriodsThatDifferByADayTellsOfNobody) {
  Company company;
  std::vector<HandAct> acts;
  for (const char* const id : {"p1", "p2"}) {
    acts.push_back({"2026-01-10", "promise.made", "ana", id, "a", {}, {}, {{"value", "caring"}}});
    acts.push_back({"2026-02-10", "promise.kept", "ana", id, "a"});
  }
  company.add(acts);
  std::vector<HandAnswer> answers;
  for (const char* const month : {"2026-02", "2026-03"}) {
    const std::string day = std::string(month) + "-10";
    answer(answers, day, "a", "brand_lived", {4, 5, 4, 5, 4, 5}, {{"role", "leader"}});
    answer(answers, day, "a", "brand_lived", {3, 4, 3, 4, 3, 4});
  }
  answer(answers, "2026-03-31", "a", "brand_lived", {1});
  company.add(answers);
  const Evidence whole = company.special(Special::say_do_gap, everybody(), day_before_end(0));
  ASSERT_EQ(whole.state, State::known) << whole.why;
  EXPECT_EQ(whole.n, 2 + 25);
  // One day less takes the month with it, not the one person of that day.
  const Evidence less = company.special(Special::say_do_gap, everybody(), day_before_end(1));
  ASSERT_EQ(less.state, State::known) << less.why;
  EXPECT_EQ(less.n, 2 + 12);
}

/// Eight teams of six who answer in each week; one has a target raised. In another one a person answers alone in a month.
Evidence pressure_where(int one_says) {
  Company company;
  const Day monday{day_from_text("2025-01-06").value()};
  const auto week = [&](int number) { return to_text(Day{monday.days + 7 * number}); };
  std::vector<HandAct> acts;
  std::vector<HandAnswer> answers;
  for (int u = 0; u < 8; ++u) {
    const std::string unit = "team-" + std::to_string(u);
    acts.push_back({week(5 + 5 * u), "target.raised", "ceo", "", unit, 8.0});
    for (int w = 0; w < 52; ++w) {
      // April 2025 is weeks 13 to 16.
      if (u == 2 && 13 <= w && w < 17) continue;
      for (int i = 0; i < 6; ++i) {
        const int luck = (31 * w + 17 * u + 7 * i + w * u) % 7 < 2 ? 1 : 0;
        answers.push_back({week(w), unit, true, {{"strain", 2 + luck}}});
      }
    }
  }
  for (const int w : {13, 15}) answers.push_back({week(w), "team-2", true, {{"strain", one_says}}, "pulse", {}, 77});
  company.add(acts);
  company.add(answers);
  return company.special(Special::pressure_passed_down, leader("l2", {"team-2"}), week(52), 364);
}

TEST(PressurePassedDown, IsTheSameWhateverOnePersonSaysAlone) {
  const Evidence low = pressure_where(1);
  const Evidence high = pressure_where(5);
  ASSERT_EQ(low.state, State::known) << low.why;
  ASSERT_EQ(high.state, State::known) << high.why;
  EXPECT_DOUBLE_EQ(low.estimate.value, high.estimate.value);
  EXPECT_DOUBLE_EQ(low.estimate.low, high.estimate.low);
  EXPECT_DOUBLE_EQ(low.estimate.high, high.estimate.high);
  EXPECT_EQ(low.n, high.n);
}

}  // namespace
}  // namespace bellwether::lead
