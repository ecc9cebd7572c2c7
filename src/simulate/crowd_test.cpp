#include "simulate/crowd.hpp"

#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

namespace bellwether::simulate {
namespace {

class CrowdTest : public testing::Test {
 protected:
  CrowdTest() : world(world_of(scenario_named("hotel").value(), 1).value()), crowd(crowd_of(world, 2'000)) {}
  using Key = std::tuple<const Cohort*, std::uint64_t, int>;  ///< cohort, slot, cycle
  World world;
  Crowd crowd;
};

TEST_F(CrowdTest, HasTheSizeThatWasAskedFor) {
  EXPECT_EQ(crowd.slots, 2'000U);
  EXPECT_EQ(crowd_of(world, 0).slots, 0U);
  EXPECT_EQ(crowd_of(world, 3).slots, 3U);
}

TEST_F(CrowdTest, EachCustomerComesAtMostOnceInACycleAndNoneIsLost) {
  std::map<Key, int> seen;
  std::uint64_t visits = 0;
  for (int day = 0; day < world.days; ++day) {
    visits_in(world, crowd, {.day = day}, [&](const Visit& visit) {
      ++visits;
      const auto [at, is_new] = seen.emplace(Key{visit.cohort, visit.slot, visit.cycle}, visit.day);
      EXPECT_TRUE(is_new);
      EXPECT_EQ(visit.day, day);
      const int every = world.scenario.frequencies[visit.cohort->frequency].every_days;
      EXPECT_EQ(visit.cycle, day / every);
    });
  }
  // Looking a visit up from another cycle's finds it on the same day.
  std::uint64_t checked = 0;
  for (const auto& [key, day] : seen) {
    const auto& [cohort, slot, cycle] = key;
    if (cycle == 0 || ++checked > 500) continue;
    const Visit visit{.cohort = cohort, .slot = slot, .cycle = cycle};
    const auto again = visit_in_cycle(world, visit, cycle);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->day, day);
  }
  EXPECT_GT(checked, 100U);
  // 2,000 slots: 0.62/365 + 0.26/182 + 0.12/61 = 0.005094 visits a day each, for 730 days 7,437; growth (6 % a year from
  // 0.887 to 1, 0.943 on average) takes 6 % away, and whole cycles at the end put a little more or less.
  EXPECT_NEAR(static_cast<double>(visits), 7'437 * 0.943, 7'437 * 0.04);
}

TEST_F(CrowdTest, PartsOfADayMakeTheDay) {
  const Crowd large = crowd_of(world, 200'000);
  for (const int day : {0, 100, 364, 365, 729}) {
    std::set<Key> whole;
    visits_in(world, large, {.day = day},
              [&](const Visit& visit) { whole.emplace(visit.cohort, visit.slot, visit.cycle); });
    std::set<Key> parts;
    float last = 0;
    for (int part = 0; part < 7; ++part) {
      float latest = last;
      visits_in(world, large, {.day = day, .from = part / 7.0, .to = (part + 1) / 7.0}, [&](const Visit& visit) {
        EXPECT_TRUE(parts.emplace(visit.cohort, visit.slot, visit.cycle).second);
        EXPECT_GE(visit.time, last);
        latest = std::max(latest, visit.time);
      });
      last = std::min(latest, static_cast<float>((part + 1) / 7.0));
    }
    EXPECT_EQ(parts, whole) << day;
  }
}

}  // namespace
}  // namespace bellwether::simulate
