#include "tell/score_json.hpp"

#include "tell/fits_terminal.hpp"
#include "tell/score_sample.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::tell {
namespace {

using Json = nlohmann::json;

Json read(const lead::Scorecard& card) { return Json::parse(score_json({card})); }

// The keys of the documented shape; others may stand beside them.
void expect_keys(const Json& json, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) EXPECT_TRUE(json.contains(key)) << key << " in " << json.dump(1);
}

TEST(ScoreJson, HasTheDocumentedShape) {
  const Json json = read(known_card().card);
  expect_keys(json, {"framework", "score", "low", "high", "coverage", "dimensions"});
  ASSERT_EQ(json["dimensions"].size(), 4U);
  for (const Json& dimension : json["dimensions"]) {
    expect_keys(dimension, {"id", "score", "low", "high", "coverage", "indicators"});
    for (const Json& indicator : dimension["indicators"]) {
      expect_keys(indicator, {"measure", "value", "low", "high", "n", "score", "weight", "evidence", "state"});
    }
  }
}

TEST(ScoreJson, HoldsTheFigures) {
  const Json json = read(known_card().card);
  EXPECT_EQ(json["framework"], "core");
  EXPECT_NEAR(json["score"].get<double>(), (2 * 170.0 / 3 + 75 + 40) / 4, 1e-9);
  EXPECT_LT(json["low"].get<double>(), json["score"].get<double>());
  EXPECT_GT(json["high"].get<double>(), json["score"].get<double>());
  EXPECT_NEAR(json["coverage"].get<double>(), 0.5125, 1e-9);
  const Json& goals = json["dimensions"][0]["indicators"][0];
  EXPECT_EQ(goals["measure"], "goals-kept");
  EXPECT_EQ(goals["value"], 60);
  EXPECT_EQ(goals["low"], 50);
  EXPECT_EQ(goals["high"], 70);
  EXPECT_EQ(goals["n"], 1204);
  EXPECT_EQ(goals["weight"], 2);
  EXPECT_EQ(goals["evidence"], "act");
  EXPECT_EQ(goals["state"], "known");
  EXPECT_EQ(json["dimensions"][0]["sides"], (Json{{"known", 2}, {"wished", 2}}));
}

TEST(ScoreJson, IsNullWithNoCoverageWhereNothingIsKnown) {
  const Json json = read(sample_card().card);
  std::vector<Json> all(json["dimensions"].begin(), json["dimensions"].end());
  all.push_back(json);
  for (const Json& one : all) {
    for (const char* key : {"score", "low", "high"}) EXPECT_TRUE(one.at(key).is_null()) << key;
    EXPECT_EQ(one.at("coverage"), 0);
  }
}

TEST(ScoreJson, GivesNoNumberOfWhatIsWithheldOrUnknown) {
  std::vector<lead::Evidence> evidence = sample_evidence();
  evidence[3].estimate = sample_estimate(77, 70, 80, 3);  // known to the program, and shown to nobody
  const Json json = read(sample_card({}, evidence).card);
  const Json& withheld = json["dimensions"][1]["indicators"][1];
  EXPECT_EQ(withheld["state"], "withheld");
  EXPECT_EQ(withheld["why"], "fewer than 5 people answered");
  EXPECT_EQ(withheld["bring"], "ask for it");
  for (const char* key : {"value", "low", "high", "score", "score_low", "score_high"}) {
    EXPECT_TRUE(withheld[key].is_null()) << key;
  }
  EXPECT_EQ(withheld["n"], 0);
  EXPECT_EQ(json["dimensions"][2]["indicators"][0]["state"], "unknown");
  EXPECT_TRUE(json["dimensions"][0]["indicators"][0]["why"].is_null());
}

TEST(ScoreJson, TellsWhatMovedItAndWhatToBring) {
  const Json json = read(known_card().card);
  EXPECT_EQ(json["before"]["to"], "2026-08-17");
  EXPECT_EQ(json["before"]["moved"][0]["indicator"], "goals-kept");
  EXPECT_NEAR(json["before"]["moved"][0]["points"].get<double>(), 10, 1e-9);
  EXPECT_EQ(json["bring_next"][0]["indicator"], "said-done");
  EXPECT_NEAR(json["bring_next"][0]["coverage"].get<double>(), 0.2, 1e-9);
}

// The terms of the interval: score_change_test.cpp.
TEST(ScoreJson, TellsTheChangeWithItsIntervalAndWhatItIsOver) {
  const Json change = read(known_card().card)["before"]["change"];
  EXPECT_NEAR(change["value"].get<double>(), 10, 1e-9);
  EXPECT_NEAR(change["low"].get<double>(), 10 - 6.94, 0.01);
  EXPECT_NEAR(change["high"].get<double>(), 10 + 6.94, 0.01);
  EXPECT_LT(change["p"].get<double>(), 0.01);
  EXPECT_EQ(change["p_adjusted"], change["p"]);
  EXPECT_EQ(change["verdict"], "up");
  EXPECT_EQ(change["over"], 4);
  EXPECT_TRUE(read(sample_card({}, sample_evidence()).card)["before"]["change"].is_null());
}

TEST(ScoreJson, TellsWhichUnitsMoved) {
  SampleCard sample = known_card();
  EXPECT_EQ(read(sample.card)["before"]["units"], (Json{{"came", Json::array()}, {"left", Json::array()}}));
  sample.card.units.came = {{.label = "Lyon", .below = 3}};
  EXPECT_EQ(read(sample.card)["before"]["units"]["came"], (Json::array({Json{{"label", "Lyon"}, {"below", 3}}})));
}

TEST(ScoreJson, SaysWhoseScoreItIs) {
  SampleCard sample = known_card();
  EXPECT_EQ(read(sample.card)["of"], (Json{{"kind", "organisation"}, {"id", nullptr}}));
  sample.card.subject.kind = lead::Subject::Kind::leader;
  sample.card.subject.id = "ben";
  EXPECT_EQ(read(sample.card)["of"], (Json{{"kind", "leader"}, {"id", "ben"}}));
}

TEST(ScoreJson, HasATrendOnlyWhereOneWasAskedFor) {
  SampleCard sample = known_card();
  EXPECT_FALSE(read(sample.card).contains("trend"));
  sample.card.trend = {{.end = day_from({2026, 8, 1}).value(), .scored = {}, .coverage = 0},
                       {.end = sample.card.end, .scored = sample.card.now.scored, .coverage = 0.5}};
  const Json json = read(sample.card);
  EXPECT_TRUE(json["trend"][0]["score"].is_null());
  EXPECT_EQ(json["trend"][1]["score"], json["score"]);
}

TEST(ScoreJson, ListsSeveralFrameworks) {
  const SampleCard one = known_card();
  const SampleCard other = sample_card();
  const Json json = Json::parse(score_json({one.card, other.card}));
  ASSERT_EQ(json["frameworks"].size(), 2U);
  EXPECT_EQ(json["frameworks"][0], read(one.card));
  EXPECT_EQ(Json::parse(score_json({})), (Json{{"frameworks", Json::array()}}));
}

TEST(ScoreJson, StaysJsonWhateverTheNames) {
  for (const std::string hostile : {"\"},{\"", "\xFF\xC0", "\x1b[2J\n", "\\"}) {
    SampleCard sample = known_card(hostile);
    sample.card.beside = std::make_shared<const lead::BesideScore>(sample_beside(hostile));
    const std::string text = score_json({sample.card});
    EXPECT_TRUE(Json::accept(text)) << text;
    EXPECT_FALSE(holds(text, "\x1b"));
  }
}

TEST(ScoreJson, HasNoNegativeZero) {
  std::vector<lead::Evidence> evidence = sample_evidence();
  evidence[0].estimate = sample_estimate(-0.0, -0.0, -0.0, 12);
  SampleCard sample = sample_card({}, evidence, evidence);
  for (lead::Contribution& one : sample.card.moved) one.points = -0.0;
  sample.card.now.scored = lead::Scored{.score = -0.0, .low = -0.0, .high = -0.0};
  const std::string text = score_json({sample.card});
  EXPECT_EQ(negative_zero_in(text), std::string_view::npos) << text;
}

}  // namespace
}  // namespace bellwether::tell
