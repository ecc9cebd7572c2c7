#include "tell/score_beside.hpp"

#include "tell/fits_terminal.hpp"
#include "tell/score_sample.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::tell {
namespace {

using Json = nlohmann::ordered_json;

std::string draw(const lead::BesideScore& beside, const lead::Framework& framework = sample_framework()) {
  return as_read(draw_beside(beside, framework, {.columns = 100}));
}

Json read(const lead::BesideScore& beside, const lead::Framework& framework = sample_framework()) {
  Json json;
  put_beside(json, beside, framework);
  return json;
}

lead::Framework without_beside() {
  lead::Framework framework = sample_framework();
  framework.beside.clear();
  return framework;
}

TEST(ScoreBeside, TellsNothingThatTheFrameworkDoesNotAskFor) {
  lead::BesideScore beside = sample_beside();
  beside.flags.clear();
  EXPECT_EQ(draw_beside(beside, without_beside(), {}), "");
  EXPECT_EQ(read(beside, without_beside()), (Json{{"flags", Json::array()}}));
}

TEST(ScoreBeside, TellsHowTheFlywheelTurns) {
  const std::string drawn = draw(sample_beside());
  EXPECT_TRUE(holds(drawn,
                    "From the first signal to a proven effect: half within 35 days (34 … 36); nine in ten "
                    "within 80 days (61 … 365 or more); n 1,051."))
      << drawn;
  EXPECT_TRUE(holds(drawn, "half within 7 days (5 … 9); 1,051 ended, 4 wait, 2 dropped")) << drawn;
  EXPECT_TRUE(holds(drawn, "half: not known, fewer than half have ended; 1,051 ended")) << drawn;
  EXPECT_TRUE(holds(drawn, "It stalls at " + std::string(lead::word_of(lead::Step::proof)))) << drawn;
  EXPECT_TRUE(holds(drawn, "(84 % of drawings)")) << drawn;
  EXPECT_TRUE(holds(drawn,
                    "Momentum: begun 1.8 times as many as in the 90 days before (1.1 … 2.9, n 1,204); "
                    "proven can't be told: nothing was proven in either."))
      << drawn;
}

TEST(ScoreBeside, GivesTheFlywheelAsJson) {
  const Json wheel = read(sample_beside())["flywheel"];
  EXPECT_EQ(wheel["improvements"], 1051);
  EXPECT_EQ(wheel["cycle_days"]["value"], 35);
  EXPECT_EQ(wheel["cycle_days_p90"]["open_above"], true);
  ASSERT_EQ(wheel["steps"].size(), 4U);
  EXPECT_TRUE(wheel["steps"][3]["median_days"]["value"].is_null());
  EXPECT_EQ(wheel["steps"][3]["median_days"]["why"], "fewer than half have ended");
  EXPECT_EQ(wheel["stalls_at"]["sure"], 0.84);
  EXPECT_EQ(wheel["momentum"]["started"]["p"], 0.01);
  EXPECT_TRUE(wheel["momentum"]["proven"]["value"].is_null());
}

TEST(ScoreBeside, TellsWhetherTheDimensionsPullTheSameWay) {
  const std::string drawn = draw(sample_beside());
  EXPECT_TRUE(holds(drawn, "Agreement 0.82 of 1 (0.70 … 0.91): scores lie 9 points apart")) << drawn;
  EXPECT_TRUE(holds(drawn, "The weakest link: Reach, with a chance of 94 % to be it in truth.")) << drawn;
  const Json json = read(sample_beside())["alignment"];
  EXPECT_EQ(json["agreement"]["value"], 0.82);
  EXPECT_EQ(json["weakest"], "reach");
  EXPECT_EQ(json["chance_to_be_weakest"], (Json{{"clarity", 0.05}, {"care", 0.01}, {"truth", 0.0}, {"reach", 0.94}}));
}

TEST(ScoreBeside, TellsHowEngagementGoesWithCustomers) {
  const std::string drawn = draw(sample_beside());
  EXPECT_TRUE(holds(drawn,
                    "Between units, engagement and csat go together at 0.41 (0.12 … 0.64), 42 units, p < "
                    "0.001; without the noise in both about 0.55."))
      << drawn;
  EXPECT_TRUE(holds(drawn, "Within units, 1 week after engagement rose: 0.00 (−0.05 … 0.05), 1,804 ")) << drawn;
  EXPECT_TRUE(holds(drawn, "that is no proof that one makes the other.")) << drawn;
  const Json json = read(sample_beside())["linkage"];
  EXPECT_EQ(json["customers"], "csat");
  EXPECT_EQ(json["between"]["value"], 0.41);
  EXPECT_EQ(json["within"]["lag_weeks"], 1);
}

TEST(ScoreBeside, SaysWhyALinkIsNotKnownOnEitherSide) {
  lead::BesideScore beside = sample_beside();
  beside.linkage->between = fail(Code::not_enough, "only 3 units answered");
  beside.linkage->within = fail(Code::not_enough, "too few weeks");
  const std::string drawn = draw(beside);
  EXPECT_TRUE(holds(drawn, "Between units: only 3 units answered")) << drawn;
  EXPECT_TRUE(holds(drawn, "Within units: too few weeks")) << drawn;
  EXPECT_TRUE(read(beside)["linkage"]["between"].is_null());
  EXPECT_TRUE(read(beside)["linkage"]["within"].is_null());
}

TEST(ScoreBeside, TellsGapsItemByItemAndValueByValue) {
  const std::string drawn = draw_beside(sample_beside(), sample_framework(), {.columns = 100});
  EXPECT_TRUE(holds(line_with(drawn, "engagement  "), "4.4 (4.1\u00A0…\u00A04.7)")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "engagement  "), "+0.9 (0.6\u00A0…\u00A01.2)")) << drawn;
  EXPECT_TRUE(line_with(drawn, "engagement  ").ends_with("–")) << drawn;  // no customers answered it
  EXPECT_TRUE(holds(drawn, "up to 12 of leaders, 1,204 of teams, 300 of customers")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "We keep"), "+29 (16\u00A0…\u00A041)")) << drawn;
  const Json json = read(sample_beside())["gaps"];
  EXPECT_EQ(json["items"][0]["above_teams"]["beyond_chance"], true);
  EXPECT_TRUE(json["items"][0]["above_customers"].is_null());
  EXPECT_EQ(json["items"][1]["above_teams"]["beyond_chance"], false);
  EXPECT_EQ(json["brand_values"][0]["claimed_above_done"]["value"], 29);
  EXPECT_TRUE(json["brand_values"][1]["claimed"].is_null());
}

// +0.02 and −0.02 are both 0.0 at the decimals shown: no sign, which would claim a side.
TEST(ScoreBeside, GivesAGapOfNothingNoSign) {
  const std::string drawn = draw_beside(sample_beside(), sample_framework(), {.columns = 100});
  const std::string line = line_with(drawn, "brand_lived");
  EXPECT_FALSE(holds(line, "+0.0")) << line;
  EXPECT_EQ(negative_zero_in(line), std::string_view::npos) << line;
  EXPECT_TRUE(holds(line, " 0.0 (−0.4\u00A0…\u00A00.4)")) << line;
}

TEST(ScoreBeside, SaysWhatIsNeededWhereNothingIsKnown) {
  lead::BesideScore nothing;
  nothing.alignment = fail(Code::not_enough, "fewer than 2 scores are known");
  const std::string drawn = draw(nothing);
  EXPECT_TRUE(holds(drawn, "Nothing turns yet")) << drawn;
  EXPECT_TRUE(holds(drawn, "Not known: fewer than 2 scores are known")) << drawn;
  EXPECT_TRUE(holds(drawn, "Not known: answers to the item engagement")) << drawn;
  EXPECT_TRUE(holds(drawn, "Not known: leaders' own answers")) << drawn;
  EXPECT_FALSE(holds(drawn, "Worth a look")) << drawn;
  const Json json = read(nothing);
  for (const char* part : {"flywheel", "alignment", "linkage"}) EXPECT_TRUE(json.at(part).is_null()) << part;
  EXPECT_EQ(json["gaps"], (Json{{"items", Json::array()}, {"brand_values", Json::array()}}));
  EXPECT_EQ(json["flags"], Json::array());
}

TEST(ScoreBeside, RaisesFlagsAsReasonsToLookWhateverTheFrameworkAsks) {
  const std::string drawn = draw(sample_beside(), without_beside());
  EXPECT_TRUE(holds(drawn, "Worth a look before going by a score")) << drawn;
  EXPECT_TRUE(holds(drawn,
                    "leader ben, visits shorter than five minutes: 62 % of 40, elsewhere 3 % (concerns Visits to the "
                    "floor)"))
      << drawn;
  const Json flag = read(sample_beside(), without_beside())["flags"][0];
  EXPECT_EQ(flag["of"], "leader");
  EXPECT_EQ(flag["id"], "ben");
  EXPECT_EQ(flag["share"], 0.62);
  EXPECT_EQ(flag["measures"], Json::array({"visits"}));
}

TEST(ScoreBeside, FitsTheTerminalAndIsNotSteered) {
  const std::string hostile = std::string(k_hostile) + " with a name that goes on and on";
  for (const std::size_t columns : {40U, 56U, 72U, 100U}) {
    for (const bool unicode : {true, false}) {
      const Terminal terminal{.columns = columns, .unicode = unicode};
      expect_fits(draw_beside(sample_beside(hostile), sample_framework(hostile), terminal), terminal);
    }
  }
  expect_ascii(draw_beside(sample_beside(), sample_framework(), {.columns = 72, .unicode = false}));
}

// No interval is cut: half of one is none.
TEST(ScoreBeside, CutsNoIntervalAtTheUsualWidth) {
  const std::string drawn = draw_beside(sample_beside(), sample_framework(), {.columns = k_fallback});
  for (const char* whole : {"(16\u00A0…\u00A041)", "(70\u00A0…\u00A092)", "(46\u00A0…\u00A058)", "(40\u00A0…\u00A056)",
                            "(4.1\u00A0…\u00A04.7)", "(0.6\u00A0…\u00A01.2)", "(−0.4\u00A0…\u00A00.5)"}) {
    EXPECT_TRUE(holds(drawn, whole)) << whole << "\n" << drawn;
  }
}

TEST(ScoreBeside, HasNoNegativeZeroInJson) {
  lead::BesideScore beside = sample_beside();
  beside.linkage->between->without_noise = -0.0;
  beside.linkage->between->correlation = sample_estimate(-0.0, -0.0, -0.0, 42);
  beside.item_gaps[0].above_teams->value = -0.0;
  const std::string text = read(beside).dump();
  EXPECT_EQ(negative_zero_in(text), std::string_view::npos) << text;
}

}  // namespace
}  // namespace bellwether::tell
