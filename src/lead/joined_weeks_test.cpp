#include "lead/joined_weeks.hpp"

#include <initializer_list>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::lead {
namespace {

constexpr std::uint32_t k_none = k_not_joined;
// A Monday, and the first of its month.
const Day k_june{day_from_text("2026-06-01").value()};

/// One week after the other; an empty one is nobody's.
std::vector<AnsweredWeek> weeks(Day monday, std::initializer_list<std::vector<std::uint64_t>> people) {
  std::vector<AnsweredWeek> all;
  for (const auto& one : people) {
    if (!one.empty()) all.push_back({.monday = monday, .people = one});
    monday.days += 7;
  }
  return all;
}

TEST(JoinedWeeks, AWeekOfEnoughPeopleStandsAlone) {
  const auto groups = joined_weeks(weeks(k_june, {{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5, 6}}), 5);
  EXPECT_EQ(groups, (std::vector<std::uint32_t>{0, 1}));
}

TEST(JoinedWeeks, SmallOnesAreJoinedUntilThereAreEnoughPeople) {
  // Three and two of others are five; what is left of the month is in no group.
  EXPECT_EQ(joined_weeks(weeks(k_june, {{1, 2, 3}, {}, {4, 5}, {6}}), 5), (std::vector<std::uint32_t>{0, 0, k_none}));
  // The same people twice are no more than once.
  EXPECT_EQ(joined_weeks(weeks(k_june, {{1, 2, 3}, {1, 2, 3}, {2, 3, 4}}), 5),
            (std::vector<std::uint32_t>{k_none, k_none, k_none}));
}

TEST(JoinedWeeks, ALargeOneIsNotJoinedAndNotJoinedAcross) {
  EXPECT_EQ(joined_weeks(weeks(k_june, {{1, 2, 3}, {1, 2, 3, 4, 5}, {4, 5, 6}}), 5),
            (std::vector<std::uint32_t>{k_none, 0, k_none}));
}

TEST(JoinedWeeks, MonthsKnowNothingOfEachOther) {
  // 22 and 29 June, 6 July.
  EXPECT_EQ(joined_weeks(weeks(Day{k_june.days + 21}, {{1, 2}, {3, 4}, {5, 6}}), 5),
            (std::vector<std::uint32_t>{k_none, k_none, k_none}));
  EXPECT_EQ(joined_weeks(weeks(Day{k_june.days + 28}, {{1, 2, 3, 4}, {5, 6}, {7, 8, 9}}), 5),
            (std::vector<std::uint32_t>{k_none, 0, 0}));
}

RC_GTEST_PROP(JoinedWeeks, EveryGroupHasKPeopleAndIsOfOneMonth, ()) {
  std::vector<AnsweredWeek> all;
  Day monday = k_june;
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i) {
    const auto answers = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 9));
    const std::set<std::uint64_t> drawn(answers.begin(), answers.end());
    if (!drawn.empty()) all.push_back({.monday = monday, .people = {drawn.begin(), drawn.end()}});
    monday.days += 7;
  }
  const std::int64_t k = *rc::gen::inRange<std::int64_t>(1, 8);
  const auto groups = joined_weeks(all, k);
  std::map<std::uint32_t, std::set<std::uint64_t>> people;
  std::map<std::uint32_t, std::set<std::int32_t>> months;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (groups[i] == k_not_joined) continue;
    people[groups[i]].insert(all[i].people.begin(), all[i].people.end());
    months[groups[i]].insert(period_start(Grain::month, all[i].monday).days);
  }
  for (const auto& [group, in_it] : people) RC_ASSERT(static_cast<std::int64_t>(in_it.size()) >= k);
  for (const auto& [group, in_it] : months) RC_ASSERT(in_it.size() == 1U);
  // A month's groups are the same whatever else is asked about.
  if (all.empty()) return;
  const Day first = period_start(Grain::month, all.front().monday);
  std::vector<AnsweredWeek> later;
  for (const AnsweredWeek& week : all) {
    if (period_start(Grain::month, week.monday) != first) later.push_back(week);
  }
  const auto alone = joined_weeks(later, k);
  const std::size_t skipped = all.size() - later.size();
  for (std::size_t i = 0; i < later.size(); ++i) {
    RC_ASSERT((alone[i] == k_not_joined) == (groups[skipped + i] == k_not_joined));
    if (i > 0) RC_ASSERT((alone[i] == alone[i - 1]) == (groups[skipped + i] == groups[skipped + i - 1]));
  }
}

}  // namespace
}  // namespace bellwether::lead
