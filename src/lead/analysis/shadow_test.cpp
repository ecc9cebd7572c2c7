#include "lead/analysis/shadow.hpp"

#include "lead/analysis/shadow_truth.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

constexpr Day k_monday = k_first_monday;

TEST(Exposure, GrowsWithSeniorityAndFadesWithDistance) {
  // Leader 0 leads unit 0; leader 1 stands above (one level more) and leads it at two steps.
  const std::vector<Led> leaders{{.seniority = 0, .under = {{.unit = 0, .distance = 1}}},
                                 {.seniority = 1, .under = {{.unit = 0, .distance = 2}}}};
  const std::vector<VisibleAct> acts{{.leader = 0, .day = k_monday, .unit = 0, .kind = 0, .minutes = 45},
                                     {.leader = 1, .day = k_monday, .unit = {}, .kind = 2, .minutes = 60}};
  const auto rows = exposures(acts, leaders, k_monday, 2, usual_reach());
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_DOUBLE_EQ(rows[0].weeks[0], 1);                 // a visit of half an hour or more, by who leads directly
  EXPECT_DOUBLE_EQ(rows[1].weeks[0], 0.6 * 1.25 * 0.5);  // a town hall, a level up, a step further down
  EXPECT_EQ(rows[0].weeks[1], 0);
  EXPECT_EQ(rows[0].there, 1);
  EXPECT_EQ(rows[1].there, 0);
}

VisibleAct visit_of(double minutes) {
  return {.leader = 0, .day = k_monday, .unit = {}, .kind = 0, .minutes = minutes};
}

TEST(Exposure, ShortVisitsCountByTheirShare) {
  EXPECT_DOUBLE_EQ(weight_of(visit_of(6), usual_reach()), 0.2);
  EXPECT_DOUBLE_EQ(weight_of(visit_of(-1), usual_reach()), 1);
  EXPECT_DOUBLE_EQ(weight_of(visit_of(300), usual_reach()), 1);
}

TEST(Exposure, KeepsWeeksAndStrangersApart) {
  const std::vector<Led> leaders{{.seniority = 0, .under = {{.unit = 1, .distance = 1}}}};
  const std::vector<VisibleAct> acts{{.leader = 0, .day = Day{k_monday.days + 6}, .unit = 0, .kind = 0},
                                     {.leader = 0, .day = Day{k_monday.days + 7}, .unit = 1, .kind = 0},
                                     {.leader = 0, .day = Day{k_monday.days - 1}, .unit = 1, .kind = 0}};
  const auto rows = exposures(acts, leaders, k_monday, 2, usual_reach());
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].unit, 0U);  // visited, though led by someone else
  EXPECT_EQ(rows[0].weeks, (std::vector<double>{1, 0}));
  EXPECT_EQ(rows[1].weeks, (std::vector<double>{0, 1}));
}

/// Units in the order of their exposure.
std::vector<std::uint32_t> order_by(const Reach& reach, const ShadowDrawn& drawn) {
  std::vector<std::pair<double, std::uint32_t>> sums(drawn.outcome.grid.groups);
  for (const Exposure& row : exposures(drawn.acts, drawn.leaders, k_monday, drawn.outcome.grid.periods, reach)) {
    sums[row.unit].second = row.unit;
    for (const double week : row.weeks) sums[row.unit].first += week;
  }
  std::sort(sums.begin(), sums.end());
  std::vector<std::uint32_t> order(sums.size());
  for (std::uint32_t rank = 0; rank < sums.size(); ++rank) order[sums[rank].second] = rank;
  return order;
}

TEST(Exposure, TheOrderOfUnitsHardlyHangsOnTheWeights) {
  std::mt19937_64 random(1);
  const ShadowDrawn drawn = draw_shadow({}, random);
  Reach other = usual_reach();
  for (std::size_t i = 0; i < other.kinds.size(); ++i) other.kinds[i].weight *= i % 2 == 0 ? 1.5 : 0.5;
  other.faded_by_step = 0.7;
  const auto a = order_by(usual_reach(), drawn);
  const auto b = order_by(other, drawn);
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (1.0 * a[i] - b[i]) * (1.0 * a[i] - b[i]);
  const double n = static_cast<double>(a.size());
  EXPECT_GT(1 - 6 * squares / (n * (n * n - 1)), 0.95);  // Spearman's rank correlation
}

TEST(Shadow, ShowsWhoIsNotSeenWhere) {
  std::mt19937_64 random(2);
  ShadowDrawn drawn = draw_shadow({}, random);
  std::erase_if(drawn.acts, [](const VisibleAct& act) { return act.unit && *act.unit < 2; });
  const Shadow shadow = shadow_of(drawn.acts, drawn.leaders, k_monday, drawn.outcome, usual_reach());
  EXPECT_EQ(shadow.leaders[0].units, 4U);
  EXPECT_EQ(shadow.leaders[0].not_seen, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(shadow.leaders[0].seen_in, 2U);
  EXPECT_EQ(shadow.leaders.back().seen_in, 0U);  // speaks to all, and visits nobody
  EXPECT_GT(shadow.leaders.back().exposure, 0);
}

TEST(Shadow, WhereNotSeenAnswersAreLowerIsToldWithItsInterval) {
  std::mt19937_64 random(3);
  ShadowDrawn drawn = draw_shadow({.leaders = 10, .units_each = 6}, random);
  for (std::uint32_t unit = 0; unit < 60; ++unit) {
    if (unit % 6 >= 3) continue;
    std::erase_if(drawn.acts, [&](const VisibleAct& act) { return act.unit == unit; });
    for (std::size_t t = 0; t < 60; ++t) drawn.outcome.mean[drawn.outcome.grid.at(unit, t)] -= 2;
  }
  const Shadow shadow = shadow_of(drawn.acts, drawn.leaders, k_monday, drawn.outcome, usual_reach());
  ASSERT_TRUE(shadow.unseen);
  EXPECT_LT(shadow.unseen->difference.low, -2);
  EXPECT_GT(shadow.unseen->difference.high, -2);
  EXPECT_LT(shadow.unseen->difference.high, 0);
  ASSERT_TRUE(shadow.leaders[0].unseen);
  EXPECT_EQ(shadow.leaders[0].unseen->least.size(), 3U);
}

TEST(Shadow, FindsAPlantedEffectAndNeverSaysItIsTheCause) {
  std::mt19937_64 random(4);
  const ShadowDrawn drawn = draw_shadow({.effect = 1.5}, random);
  const Shadow shadow = shadow_of(drawn.acts, drawn.leaders, k_monday, drawn.outcome, usual_reach(), {}, drawn.cluster);
  ASSERT_TRUE(shadow.pooled);
  EXPECT_EQ(shadow.pooled->shows, Shows::better);
  EXPECT_EQ(shadow.pooled->lag, (Lag{1, 4}));
  EXPECT_LT(shadow.pooled->effect.low, 1.5);
  EXPECT_GT(shadow.pooled->effect.high, 1.5);
  EXPECT_NE(shadow.pooled->words.find("is not shown"), std::string::npos) << shadow.pooled->words;
}

TEST(Shadow, SaysWhatIsMissing) {
  const std::vector<Led> leaders{{.seniority = 0, .under = {{.unit = 0, .distance = 1}}}};
  const Outcome outcome{.grid = {1, 30}, .mean = Column(30, 4.0), .n = std::vector<std::int64_t>(30, 5)};
  const Shadow shadow = shadow_of({}, leaders, k_monday, outcome, usual_reach());
  EXPECT_EQ(shadow.pooled.error().code, Code::not_enough);
  EXPECT_FALSE(shadow.pooled.error().mend.empty());
  EXPECT_FALSE(shadow.leaders[0].effect);
}

// Long versions: bench/analysis_truth.cpp.
TEST(Shadow, CriesNoWolfWhereNothingIsThere) {
  const ShadowKept kept = shadow_kept({}, 120, 5);
  EXPECT_LT(kept.found, 0.09);
  EXPECT_LT(kept.leaders_found, 0.10);
  EXPECT_LT(kept.placebo, 0.10);
  EXPECT_GT(kept.covers, 0.92);
  EXPECT_GT(kept.unseen_holds, 0.89);
  EXPECT_GT(kept.leader_covers, 0.93);
}

TEST(Shadow, FindsMostOfWhatIsThereAtItsLag) {
  const ShadowKept kept = shadow_kept({.effect = 0.8}, 40, 6);
  EXPECT_GT(kept.found, 0.85);
  EXPECT_GT(kept.lag_right, 0.7);
  EXPECT_GT(kept.covers, 0.88);
}

TEST(Shadow, LeadersWhoGoWhereItBurnsGiveThePlaceboAway) {
  const ShadowKept kept = shadow_kept({.chasing = true}, 60, 7);
  EXPECT_GT(kept.placebo, 0.6);
  EXPECT_LT(kept.found, 0.15);
}

}  // namespace
}  // namespace bellwether::lead
