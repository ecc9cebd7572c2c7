#include "org/timeline.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::org {
namespace {

constexpr int k_days = 16;
/// A day's two fields, or nothing where the thing is not there.
using Days = std::array<std::optional<std::pair<std::string, std::string>>, k_days>;

Days days_of(const Timeline& timeline) {
  Days days;
  for (int day = 0; day < k_days; ++day) {
    if (const Version* version = timeline.at({day}))
      days[static_cast<std::size_t>(day)] = std::pair{version->fields[0], version->fields[1]};
  }
  return days;
}

bool is_tidy(const Timeline& timeline) {
  const auto& versions = timeline.versions();
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (versions[i].valid.empty()) return false;
    if (i == 0) continue;
    if (versions[i].valid.from < versions[i - 1].valid.to) return false;
    if (versions[i].valid.from == versions[i - 1].valid.to && versions[i].fields == versions[i - 1].fields)
      return false;
  }
  return true;
}

std::optional<std::string> draw_word() {
  const int drawn = *rc::gen::inRange(0, 4);
  return drawn == 0 ? std::optional<std::string>{} : std::string(1, static_cast<char>('a' + drawn));
}

RC_GTEST_PROP(Timeline, WritingAndEndingIsWritingAndEndingOfDays, ()) {
  Timeline timeline;
  Days days;
  const int steps = *rc::gen::inRange(1, 12);
  for (int step = 0; step < steps; ++step) {
    const int from = *rc::gen::inRange(0, k_days), to = *rc::gen::inRange(from, k_days + 1);
    const int what = *rc::gen::inRange(0, 6);
    if (what == 0) {
      // What holds on the day before and on this one ends; what begins later stays.
      const Version* version = timeline.at({from});
      const Day ends = version != nullptr && version->valid.from < Day{from} ? version->valid.to : Day{from};
      timeline.end({from});
      for (int day = from; day < ends.days; ++day) days[static_cast<std::size_t>(day)].reset();
    } else if (what == 1) {
      timeline.end_all({from});
      for (int day = from; day < k_days; ++day) days[static_cast<std::size_t>(day)].reset();
    } else {
      const Said said = {draw_word(), draw_word()};
      std::pair<std::string, std::string> last;
      for (int day = 0; day < to; ++day) {
        auto& now = days[static_cast<std::size_t>(day)];
        if (day >= from)
          now = std::pair{said[0].value_or(now.value_or(last).first), said[1].value_or(now.value_or(last).second)};
        last = now.value_or(last);
      }
      timeline.write({.from = {from}, .to = {to}}, said, "row");
    }
    RC_ASSERT(is_tidy(timeline));
    RC_ASSERT(days_of(timeline) == days);
  }
}

TEST(Timeline, TheNextEdgeIsAnEndOrABegin) {
  Timeline timeline;
  timeline.write({.from = {3}, .to = {5}}, {"a"}, "");
  timeline.write({.from = {8}, .to = k_forever}, {"b"}, "");
  EXPECT_EQ(timeline.next_edge({0}), Day{3});
  EXPECT_EQ(timeline.next_edge({3}), Day{5});
  EXPECT_EQ(timeline.next_edge({6}), Day{8});
  EXPECT_EQ(timeline.next_edge({9}), k_forever);
}

TEST(Timeline, KeepsTheRowThatSaidItFirst) {
  Timeline timeline;
  timeline.write({}, {"a"}, "old.csv:2");
  timeline.write({.from = {3}, .to = k_forever}, {"a"}, "new.csv:2");
  ASSERT_EQ(timeline.versions().size(), 1U);
  EXPECT_EQ(timeline.versions()[0].where, "old.csv:2");
}

}  // namespace
}  // namespace bellwether::org
