#include "lead/analysis/panel.hpp"

#include "lead/analysis/panel_truth.hpp"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::lead {
namespace {

nlohmann::json golden() {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/lead/analysis/golden/panel.json");
  return nlohmann::json::parse(file).at("panel");
}

Panel panel_of(const nlohmann::json& is) {
  Panel panel{.grid = {is["groups"], is["periods"]},
              .outcome = is["outcome"].get<Column>(),
              .weight = is["weight"].get<Column>(),
              .regressors = is["regressors"].get<std::vector<Column>>(),
              .cluster = is["cluster"].get<std::vector<std::uint32_t>>()};
  for (double& y : panel.outcome) {
    if (y == -999) y = std::nan("");
  }
  return panel;
}

TEST(Panel, AgreesWithNumPyWithAColumnForEveryUnitAndWeek) {
  for (const auto& is : golden()) {
    const auto fit = fit_panel(panel_of(is)).value();
    ASSERT_EQ(fit.slopes.size(), is["slopes"].size());
    for (std::size_t k = 0; k < fit.slopes.size(); ++k) {
      const Slope& ours = fit.slopes[k];
      const auto& theirs = is["slopes"][k];
      EXPECT_NEAR(ours.estimate.value, theirs["slope"], 1e-9);
      EXPECT_NEAR(ours.standard_error, theirs["se"], 1e-9);
      EXPECT_NEAR(ours.degrees, theirs["degrees"], 1e-6);
      EXPECT_NEAR(ours.estimate.low, theirs["low"], 1e-8);
      EXPECT_NEAR(ours.estimate.high, theirs["high"], 1e-8);
      EXPECT_NEAR(ours.p, theirs["p"], 1e-8);
    }
  }
}

TEST(Panel, LiesNearTheFullCorrectionWithItsMatrices) {
  for (const auto& is : golden()) {
    const auto fit = fit_panel(panel_of(is)).value();
    for (std::size_t k = 0; k < fit.slopes.size(); ++k) {
      const double full = is["slopes"][k]["full_se"];
      EXPECT_NEAR(fit.slopes[k].standard_error, full, 0.06 * full);
    }
  }
}

TEST(Panel, SaysWhenTooFewGroupsMove) {
  Panel panel{.grid = {20, 6}, .outcome = Column(120), .weight = {}, .regressors = {Column(120, 0.0)}, .cluster = {}};
  for (std::size_t i = 0; i < 120; ++i) panel.outcome[i] = std::sin(static_cast<double>(i));
  EXPECT_EQ(fit_panel(panel).error().code, Code::not_enough);  // does not move at all
  panel.regressors[0][3] = 1;
  EXPECT_EQ(fit_panel(panel).error().code, Code::not_enough);  // one group's movement alone
  EXPECT_FALSE(fit_panel(panel).error().mend.empty());
}

TEST(Panel, CanNotTellTwinsApart) {
  Panel panel{
      .grid = {8, 6}, .outcome = Column(48), .weight = {}, .regressors = {Column(48), Column(48)}, .cluster = {}};
  for (std::size_t i = 0; i < 48; ++i) {
    panel.outcome[i] = std::sin(static_cast<double>(i));
    panel.regressors[0][i] = std::cos(static_cast<double>(i * i));
    panel.regressors[1][i] = 2 * panel.regressors[0][i] + 1;
  }
  EXPECT_EQ(fit_panel(panel).error().code, Code::not_enough);
}

RC_GTEST_PROP(Panel, LevelsOfUnitsAndWeeksChangeNothing, ()) {
  std::mt19937_64 random(*rc::gen::inRange<std::uint64_t>(0, 1'000'000));
  const PanelWorld world{.groups = 8, .weeks = 9, .missing = 0.15};
  Panel panel{
      .grid = {8, 9}, .outcome = {}, .weight = {}, .regressors = {drawn_regressor(world, random)}, .cluster = {}};
  panel.outcome = drawn_outcome(world, panel.regressors[0], random);
  const auto before = fit_panel(panel);
  for (std::size_t i = 0; i < panel.outcome.size(); ++i) {
    const std::size_t group = i / 9;
    panel.outcome[i] += 3.0 * static_cast<double>(group) - 0.5 * static_cast<double>((i % 9) * (i % 9));
  }
  const auto after = fit_panel(panel);
  RC_ASSERT(before.has_value() == after.has_value());
  if (!before) return;
  RC_ASSERT(std::abs(before->slopes[0].estimate.value - after->slopes[0].estimate.value) < 1e-8);
  RC_ASSERT(std::abs(before->slopes[0].p - after->slopes[0].p) < 1e-7);
}

TEST(Panel, LagsLookBackWithinTheGroup) {
  const Column x{1, 2, 3, 4, /* next group */ 5, 6, 7, 8};
  const Grid grid{2, 4};
  const Column back = lagged(grid, x, 1);
  EXPECT_TRUE(std::isnan(back[0]) && std::isnan(back[4]));
  EXPECT_EQ(back[1], 1);
  EXPECT_EQ(back[5], 5);
  const Column ahead = lagged(grid, x, -1);
  EXPECT_EQ(ahead[0], 2);
  EXPECT_TRUE(std::isnan(ahead[3]));
  EXPECT_EQ(mean_before(grid, x, 1, 2)[2], 1.5);
  EXPECT_EQ(mean_before(grid, x, -2, -1)[4], 6.5);
}

// Long versions with 5,000 draws: bench/analysis_truth.cpp.
TEST(Panel, CoversWithSixToFortyGroups) {
  for (const std::size_t groups : {6U, 10U, 20U, 40U}) {
    for (const bool pulses : {false, true}) {
      const double held = coverage_of_panel({.groups = groups, .weeks = 26, .slope = 0.3, .pulses = pulses}, 400, 7);
      EXPECT_GT(held, 0.92) << groups << (pulses ? " pulses" : "");
    }
  }
}

TEST(Panel, ChoosingTheBestOfFourLagsCriesNoWolf) {
  for (const std::size_t groups : {10U, 40U}) {
    const ChoiceKept kept = false_alarms_of_choice({.groups = groups, .weeks = 40, .pulses = true}, 300, 3);
    EXPECT_LT(kept.false_alarms, 0.075) << groups;
    EXPECT_GT(kept.holds, 0.93) << groups;
  }
}

}  // namespace
}  // namespace bellwether::lead
