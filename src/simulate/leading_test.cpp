// How a scenario's leaders are read, cast and made: keys, behaviours, items, and what the demo's story plants.
#include "simulate/leading.hpp"

#include "base/embedded.hpp"
#include "simulate/leadership_truth.hpp"
#include "simulate/random.hpp"
#include "simulate/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::simulate {
namespace {

std::string shipped(const std::string& name) { return std::string(embedded_file("scenarios/" + name + ".toml")); }

std::string with(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

Error error_of(const std::string& toml) {
  const auto scenario = scenario_from_toml(toml, "leaders.toml");
  EXPECT_FALSE(scenario);
  return scenario ? Error{} : scenario.error();
}

TEST(Leadership, AWrongWordIsNamedWithTheNearestRightOne) {
  const std::string leaders = shipped("leaders");
  EXPECT_NE(error_of(with(leaders, "{visible = 0.95", "{visble = 0.95")).mend.find("\"visible\""), std::string::npos);
  EXPECT_NE(error_of(with(leaders, "coached_from =", "coachd_from =")).mend.find("coached_from"), std::string::npos);
  EXPECT_NE(error_of(with(leaders, "visit_staff =", "visits_staff =")).mend.find("visit_staff"), std::string::npos);
  EXPECT_NE(error_of(with(leaders, "spread = 0.22", "spread = 22")).mend.find("from 0 to 0.5"), std::string::npos);
  const Error nobody = error_of(with(leaders, "share = 0.07\ntraits = {visible = 0.95", "traits = {visible = 0.95"));
  EXPECT_NE(nobody.message.find("nobody is \"visible\""), std::string::npos) << to_text(nobody);
  EXPECT_NE(error_of(with(leaders, "share = 0.07", "share = 0.9")).message.find("add up to"), std::string::npos);
  const Error team =
      error_of(with(shipped("hotel"), "units = [\"Hamburg\"]\ntraits", "units = [\"Lyon / Front dsk\"]\ntraits"));
  EXPECT_NE(team.mend.find("Lyon / Front desk"), std::string::npos) << to_text(team);
}

TEST(Leadership, AGrownCompanyDoesNotNameItsUnitsBesides) {
  const auto both = scenario_from_toml(with(shipped("leaders"), "staff_language = \"en\"\n",
                                            "staff_language = \"en\"\n\n[[region.unit]]\nname = \"Leeds\"\n"),
                                       "leaders.toml");
  ASSERT_TRUE(both) << to_text(both.error());
  const auto world = world_of(*both, 1);
  ASSERT_FALSE(world);
  EXPECT_EQ(world.error().code, Code::bad_input);
  EXPECT_NE(world.error().message.find("North"), std::string::npos);
}

TEST(Behaviour, GoesFromNoneToFullAndSpansHalve) {
  for (const Behaviour& each : behaviours()) {
    EXPECT_NEAR(value_of(each.way, all_traits(0)), each.at_none, 1e-6) << each.id;
    EXPECT_NEAR(value_of(each.way, all_traits(1)), each.at_full, 1e-5) << each.id;
    double weights = 0;
    for (const Mix::Part& part : each.mix.parts) weights += part.weight;
    EXPECT_NEAR(weights, 1, 1e-12) << each.id;
  }
  // 24 hours, halved three times over the whole trait: half of it is one and a half halvings, 24 / 2.828.
  EXPECT_NEAR(value_of(Way::first_reply, all_traits(0.5)), 8.4853, 1e-3);
}

TEST(Dimensions, WeighTraitsToOne) {
  std::set<std::string> ids;
  for (const Dimension& each : dimensions()) {
    EXPECT_TRUE(ids.insert(std::string(each.framework) + "/" + std::string(each.id)).second);
    EXPECT_NEAR(each.mix.of(all_traits(1)), 1, 1e-6) << each.id;
  }
}

TEST(Random, PowersAndCountsAndSpansAreWhatTheySay) {
  for (const double x : {-40.0, -3.3, -0.5, 0.0, 0.25, 1.0, 7.9}) EXPECT_NEAR(two_to(x) / std::exp2(x), 1, 1e-10) << x;
  Stream draw(5);
  double sum = 0, squares = 0, shorter = 0;
  constexpr int k_draws = 20'000;
  for (int i = 0; i < k_draws; ++i) {
    const double count = draw.times(1.7);
    sum += count;
    squares += count * count;
    shorter += draw.around(10, 0.8) < 10 ? 1 : 0;
  }
  const double mean = sum / k_draws;
  EXPECT_NEAR(mean, 1.7, 4 * std::sqrt(1.7 / k_draws));
  EXPECT_NEAR(squares / k_draws - mean * mean, 1.7, 0.1);
  EXPECT_NEAR(shorter / k_draws, 0.5, 4 * 0.5 / std::sqrt(k_draws));
}

TEST(Item, TheMeanAnswerIsThatOfManyDrawnOnes) {
  for (const double latent : {-1.2, 0.0, 0.3, 1.4}) {
    Stream draw(9);
    double sum = 0;
    constexpr int k_draws = 50'000;
    for (int i = 0; i < k_draws; ++i) {
      const float x = static_cast<float>(latent) + k_item_person * draw.normal() + k_item_mood * draw.normal() +
                      k_item_wording * draw.normal();
      sum += step_of_item(x);
    }
    // The wording is the sum of four uniforms, and nearly normal: 0.015 is left for that.
    EXPECT_NEAR(sum / k_draws, mean_answer(latent), 0.015 + 4 / std::sqrt(k_draws));
  }
}

const LeaderTruth& leads(const LeadershipTruth& truth, std::string_view unit) {
  return *std::ranges::find(truth.leaders, unit, &LeaderTruth::unit);
}

double standing(const LeaderTruth& leader, std::size_t month, std::string_view id) {
  const auto dimension = std::ranges::find(dimensions(), id, &Dimension::id);
  return leader.months[month].standing[static_cast<std::size_t>(dimension - dimensions().begin())];
}

TEST(Leadership, TheHotelsLeadersAreTheStoryThatItTells) {
  const auto world = world_of(scenario_named("hotel").value(), 3);
  ASSERT_TRUE(world) << to_text(world.error());
  const LeadershipTruth truth = leadership_truth(*world);
  EXPECT_EQ(truth.leaders.size(), 66U);  // the chief executive, five regions, twelve hotels, four teams in each
  EXPECT_EQ(leads(truth, "Spain").profile, "absent");
  EXPECT_LT(leads(truth, "Spain").ways[static_cast<std::size_t>(Way::floor_visits)], 0.2);
  const LeaderTruth& hamburg = leads(truth, "Hamburg");
  EXPECT_GT(standing(hamburg, hamburg.months.size() - 1, "empathy"), standing(hamburg, 0, "empathy") + 0.2);
  const LeaderTruth& britain = leads(truth, "Britain and Ireland");
  EXPECT_LT(britain.ways[static_cast<std::size_t>(Way::promise_kept)], 0.4);
  EXPECT_GT(britain.self_bias, 1);
  EXPECT_TRUE(leads(truth, "Paris Opéra").games);
  const LeaderTruth& berlin = leads(truth, "Berlin");
  EXPECT_GT(berlin.months.front().own[Trait::resilient], 0.1);
  EXPECT_LT(berlin.months.back().own[Trait::resilient], 0.05);
  EXPECT_EQ(leads(truth, "Lisboa").equals, leads(truth, "Porto").equals);
  EXPECT_EQ(leads(truth, "Lisboa / Front desk").months.back().own,
            leads(truth, "Porto / Front desk").months.back().own);
  const auto outage = std::ranges::find(truth.shocks, true, &ShockTruth::named);
  ASSERT_NE(outage, truth.shocks.end());
  EXPECT_EQ(outage->unit, "Lyon");
  EXPECT_EQ(to_text(outage->from), "2026-11-07");
}

TEST(Leadership, CustomersFeelWhoLeadsThemAndTheCompanyAsAWholeStays) {
  const auto world = world_of(scenario_named("leaders").value(), 3);
  ASSERT_TRUE(world);
  const Leading& leading = world->leading;
  double sum = 0, low = 9, high = -9;
  std::vector<double> shocked(leading.quality.size(), 0);
  for (std::uint32_t place = 0; place < world->units.size(); ++place) {
    double mean = 0;
    for (int week = 0; week < leading.weeks; ++week)
      mean += static_cast<double>(leading.quality[leading.at(place, week)]) / leading.weeks;
    sum += mean;
    low = std::min(low, mean);
    high = std::max(high, mean);
  }
  EXPECT_LT(std::abs(sum / static_cast<double>(world->units.size())), 0.1);  // shocks alone take something away
  EXPECT_GT(high - low, 0.2);
}

TEST(Leadership, TheTruthHoldsAllOfIt) {
  for (const char* name : {"hotel", "leaders"}) {
    const auto world = world_of(scenario_named(name).value(), 2);
    ASSERT_TRUE(world);
    const auto json = nlohmann::json::parse(leadership_truth_json(leadership_truth(*world)));
    for (const char* key : {"how", "months", "effects", "dimensions", "behaviours", "equals", "shocks"})
      EXPECT_TRUE(json.contains(key)) << key;
    EXPECT_EQ(json.at("months").size(), 25U);
    EXPECT_EQ(json.at("leaders").size(), world->company.units.size());
    EXPECT_EQ(json.at("units").size(), world->company.units.size());
    const auto holds = [&](const nlohmann::json& value) {
      return value.is_number() || (value.is_array() && value.size() == 25);
    };
    for (const auto& leader : json.at("leaders")) {
      for (const std::string_view trait : k_trait_names) EXPECT_TRUE(holds(leader.at("traits").at(std::string(trait))));
      for (const Dimension& each : dimensions())
        EXPECT_TRUE(holds(leader.at("standing").at(std::string(each.framework)).at(std::string(each.id))));
      for (const Behaviour& each : behaviours())
        EXPECT_TRUE(leader.at("expected").at(std::string(each.id)).is_number()) << each.id;
      EXPECT_EQ(leader.at("self_assessment").size(), k_items);
    }
    for (const auto& unit : json.at("units")) {
      EXPECT_EQ(unit.at("employees").size(), k_items);
      EXPECT_TRUE(holds(unit.at("pressure")));
    }
  }
}

}  // namespace
}  // namespace bellwether::simulate
