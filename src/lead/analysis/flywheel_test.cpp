#include "lead/analysis/flywheel.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

constexpr Day k_now{20'000};

Day before(std::int32_t days) { return Day{k_now.days - days}; }

TEST(Flywheel, StepsAndCycleWorkedByHand) {
  // Three that came all the way, each 10 days to a start, 20 to a pilot, 30 to proof, 5 to roll-out; the last not
  // rolled out.
  std::vector<Improvement> items;
  for (const std::int32_t ago : {200, 150, 100}) {
    items.push_back({.signal = before(ago),
                     .started = before(ago - 10),
                     .piloted = before(ago - 30),
                     .proven = before(ago - 60),
                     .rolled_out = before(ago - 65),
                     .dropped = {}});
  }
  items.back().rolled_out.reset();
  const Flywheel wheel = flywheel_of(items, k_now);
  EXPECT_EQ(wheel.cycle_days->value, 60);
  EXPECT_EQ(wheel.steps[0].median_days->value, 10);
  EXPECT_EQ(wheel.steps[1].median_days->value, 20);
  EXPECT_EQ(wheel.steps[2].median_days->value, 30);
  EXPECT_EQ(wheel.steps[3].waiting, 1);
  ASSERT_TRUE(wheel.stall);
  EXPECT_EQ(wheel.stall->step, Step::rollout);  // the only place where anyone waits
  EXPECT_EQ(wheel.stall->sure, 1);
}

TEST(Flywheel, StallsWhereThoseWhoWaitHaveLongestBeforeThem) {
  std::vector<Improvement> items;
  for (std::int32_t i = 0; i < 40; ++i) {
    // Starts come after some days; pilots take about 90.
    items.push_back({.signal = before(400 + i),
                     .started = before(395 + i),
                     .piloted = before(300 + i / 2),
                     .proven = before(295),
                     .rolled_out = before(290),
                     .dropped = {}});
  }
  for (std::int32_t i = 0; i < 6; ++i)
    items.push_back(
        {.signal = before(2 + i), .started = {}, .piloted = {}, .proven = {}, .rolled_out = {}, .dropped = {}});
  for (std::int32_t i = 0; i < 6; ++i)
    items.push_back({.signal = before(30),
                     .started = before(20 + i),
                     .piloted = {},
                     .proven = {},
                     .rolled_out = {},
                     .dropped = {}});
  const Flywheel wheel = flywheel_of(items, k_now);
  ASSERT_TRUE(wheel.stall);
  EXPECT_EQ(wheel.stall->step, Step::pilot);
  EXPECT_GT(wheel.stall->sure, 0.95);
  EXPECT_EQ(wheel.steps[1].waiting, 6);
  // About 95 to 115 days in all, of which some 22 have gone by.
  EXPECT_GT(wheel.steps[1].expected_days->value, 60);
  EXPECT_LT(wheel.steps[1].expected_days->value, 100);
}

TEST(Flywheel, DroppedAndSkippedAreNotTakenForDone) {
  const Flywheel dropped = flywheel_of(std::vector<Improvement>{{.signal = before(90),
                                                                 .started = before(80),
                                                                 .piloted = {},
                                                                 .proven = {},
                                                                 .rolled_out = {},
                                                                 .dropped = before(50)}},
                                       k_now);
  EXPECT_EQ(dropped.steps[1].dropped, 1);
  EXPECT_EQ(dropped.steps[1].waiting, 0);
  EXPECT_FALSE(dropped.stall);
  EXPECT_EQ(dropped.cycle_days.error().code, Code::not_enough);
  // Proven without a pilot: the wait for a pilot ended then, and nobody was in the step that was skipped.
  const Flywheel skipped = flywheel_of(std::vector<Improvement>{{.signal = before(90),
                                                                 .started = before(80),
                                                                 .piloted = {},
                                                                 .proven = before(40),
                                                                 .rolled_out = {},
                                                                 .dropped = {}}},
                                       k_now);
  EXPECT_EQ(skipped.steps[1].ended, 1);
  EXPECT_EQ(skipped.steps[2].ended + skipped.steps[2].waiting, 0);
  EXPECT_EQ(skipped.cycle_days->value, 50);
}

TEST(Flywheel, TheFutureHasNotHappened) {
  const Flywheel wheel = flywheel_of(
      std::vector<Improvement>{
          {.signal = before(10),
           .started = Day{k_now.days + 5},
           .piloted = {},
           .proven = {},
           .rolled_out = {},
           .dropped = {}},
          {.signal = Day{k_now.days + 1}, .started = {}, .piloted = {}, .proven = {}, .rolled_out = {}, .dropped = {}}},
      k_now);
  EXPECT_EQ(wheel.steps[0].waiting, 1);
  EXPECT_EQ(wheel.steps[0].ended, 0);
  EXPECT_FALSE(wheel.momentum.started);
}

TEST(Flywheel, MomentumIsNowAgainstBefore) {
  std::vector<Improvement> items;
  for (std::int32_t i = 0; i < 30; ++i) {
    const std::int32_t started = i < 20 ? 5 + i : 100 + i;  // 20 in the last 90 days, 10 in those before
    items.push_back({.signal = before(started + 20),
                     .started = before(started),
                     .piloted = {},
                     .proven = {},
                     .rolled_out = {},
                     .dropped = {}});
  }
  const Flywheel wheel = flywheel_of(items, k_now);
  EXPECT_DOUBLE_EQ(wheel.momentum.started->ratio.value, 2);
  EXPECT_EQ(wheel.momentum.proven.error().code, Code::not_enough);
  EXPECT_FALSE(flywheel_of({}, k_now).stall);
}

}  // namespace
}  // namespace bellwether::lead
