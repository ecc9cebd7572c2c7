#include "lead/scorecard.hpp"

#include "measure/ask.hpp"
#include "store/facts/store_for_test.hpp"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

using facts::Folder;
using facts::open_store;
using facts::Opened;

/// One act in a few words.
struct Done {
  const char* day;
  const char* kind;
  const char* actor = "";
  const char* unit = "";
  const char* about = "";
  const char* to = "";  ///< an attribute
};

/// South: Lyon (led by ben) and Nice (led by cleo); ana leads South.
struct Small : testing::Test {
  Small() : store(open_store(folder.path())), catalogue(measure::Catalogue::load({}).value()) {
    organisation.emplace(org::Organisation{
        .units =
            org::Units::make({{.id = "South"}, {.id = "Lyon", .parent = "South"}, {.id = "Nice", .parent = "South"}})
                .value(),
        .people = org::People::make({{.id = "ana", .unit = "South", .leads = {"South"}},
                                     {.id = "ben", .unit = "Lyon", .manager = "ana", .leads = {"Lyon"}},
                                     {.id = "cleo", .unit = "Nice", .manager = "ana", .leads = {"Nice"}},
                                     {.id = "dan", .unit = "Nice", .manager = "cleo"}})
                      .value(),
        .touchpoints = {},
        .journeys = {},
        .values = {},
        .promises = {},
        .goals = {}});
    frameworks = read_frameworks();
  }

  void act(const std::vector<Done>& all) {
    facts::ActBatch batch;
    for (const Done& done : all) {
      facts::Act& act = batch.add();
      act.id = {.high = 2, .low = ++ids};
      act.occurred_at = facts::at(done.day);
      act.received_at = facts::at("2026-12-31");
      act.kind = done.kind;
      act.actor = done.actor;
      act.unit = done.unit;
      act.about = done.about;
      const std::array<facts::Attribute, 1> attribute{
          facts::Attribute{.name = "notes", .value = std::string_view(done.to)}};
      if (*done.to != 0) act.attributes = batch.keep(std::span<const facts::Attribute>(attribute));
    }
    ASSERT_TRUE(store->append(std::move(batch)).get());
  }

  /// Employees' answers to `care` in a unit.
  void pulse(const char* unit, const std::vector<int>& answers) {
    facts::SignalBatch batch;
    for (const int answer : answers) {
      facts::Signal& signal = batch.add();
      signal.id = {.high = 1, .low = ++ids};
      signal.occurred_at = facts::at("2026-11-10");
      signal.received_at = facts::at("2026-12-31");
      signal.voice_of = facts::VoiceOf::employee;
      signal.channel = "pulse";
      signal.unit = unit;
      const std::array<facts::Rating, 1> rating{facts::Rating{.name = "care", .value = {answer * 100}}};
      signal.ratings = batch.keep(std::span<const facts::Rating>(rating));
    }
    ASSERT_TRUE(store->append(std::move(batch)).get());
  }

  /// A framework of two indicators: visits of leaders, and care.
  [[nodiscard]] Frameworks read_frameworks() const {
    auto read = Frameworks::from_text(catalogue, R"(
id = "own"
label = "Own"
[[dimension]]
id = "seen"
label = "Seen"
[[dimension.indicator]]
measure = "floor_visits"
scope = "own"
curve = [[0, 0], [10, 100]]
least = 0
side = "act"
bring = "visits"
[[dimension.indicator]]
measure = "team_care"
curve = [[1, 0], [5, 100]]
least = 5
side = "employee"
bring = "answers to care"
)",
                                      "own.toml");
    EXPECT_TRUE(read) << to_text(read.error());
    return *std::move(read);
  }

  Result<Scorecard> card(ScorecardQuestion question, Fairness fairness = {.today = {30'000}}) {
    question.period = period_from_text("2026-11").value();
    auto cards = scorecards(catalogue, frameworks, *store.facts, guards, *organisation, question, fairness);
    if (!cards) return std::unexpected(cards.error());
    return std::move(cards->front());
  }
  static const IndicatorScore& indicator(const Scorecard& card, std::size_t at) {
    return card.now.dimensions.at(0).indicators.at(at);
  }

  Folder folder;
  Opened store;
  measure::Catalogue catalogue;
  Frameworks frameworks;  // scorecards point into them
  measure::Guards guards{{.parents = {{"Lyon", "South"}, {"Nice", "South"}}}};
  std::optional<org::Organisation> organisation;
  std::uint64_t ids = 0;
};

TEST_F(Small, OfAnEmptyStoreSaysWhatToBring) {
  const auto cards = scorecards(catalogue, frameworks, *store.facts, guards, *organisation, {}, {.today = {30'000}});
  ASSERT_FALSE(cards);
  EXPECT_EQ(cards.error().code, Code::not_found);
  EXPECT_NE(cards.error().mend.find("import"), std::string::npos);
}

TEST_F(Small, LeaderWhoNeverVisitsIsKnownAndLow) {
  act({{"2026-11-03", "floor.visited", "ben", "Lyon"}, {"2026-11-04", "floor.visited", "ben", "Lyon"}});
  const auto ben = card({.leader = "ben"});
  ASSERT_TRUE(ben) << to_text(ben.error());
  EXPECT_DOUBLE_EQ(indicator(*ben, 0).evidence.estimate.value, 2);
  EXPECT_DOUBLE_EQ(ben->now.scored->score, 20) << "2 visits of 10";
  const auto cleo = card({.leader = "cleo"});
  ASSERT_TRUE(cleo) << to_text(cleo.error());
  EXPECT_DOUBLE_EQ(cleo->now.scored->score, 0);
  EXPECT_GT(cleo->now.scored->high, 0) << "none seen is not none ever";
  const auto everybody = card({});
  EXPECT_NEAR(indicator(*everybody, 0).evidence.estimate.value, 2.0 / 3, 1e-12) << "of three leaders";
}

TEST_F(Small, WhatIsNowhereRecordedIsUnknownAndNotZero) {
  act({{"2026-11-03", "townhall.held", "ben", "Lyon"}});
  const auto ben = card({.leader = "ben"});
  ASSERT_TRUE(ben) << to_text(ben.error());
  EXPECT_EQ(indicator(*ben, 0).evidence.state, State::unknown);
  EXPECT_FALSE(ben->now.scored);
  EXPECT_EQ(ben->now.coverage, 0);
  ASSERT_EQ(ben->bring.size(), 2U);
  EXPECT_EQ(ben->bring[0].indicator->bring, "visits");
}

TEST_F(Small, FewEmployeesAreNeverShown) {
  pulse("Lyon", {5, 5, 4, 4});
  pulse("Nice", {2, 3, 3, 2, 1, 2});
  pulse("South", {4, 4, 4, 4, 4});  // takes Lyon's four with it, so that all are told of somewhere
  const auto lyon = card({.unit = "Lyon"});
  ASSERT_TRUE(lyon) << to_text(lyon.error());
  EXPECT_EQ(indicator(*lyon, 1).evidence.state, State::withheld);
  EXPECT_EQ(indicator(*lyon, 1).evidence.n, 0);
  EXPECT_FALSE(lyon->now.scored);
  const auto nice = card({.unit = "Nice"});
  EXPECT_EQ(indicator(*nice, 1).evidence.state, State::known);
  EXPECT_NEAR(indicator(*nice, 1).evidence.estimate.value, 13.0 / 6, 1e-12);
}

TEST_F(Small, UnitsCountWithAllBelowThem) {
  pulse("Lyon", {5, 5, 5, 5, 5, 4});
  pulse("Nice", {1, 1, 1, 1, 1, 2});
  const auto south = card({.unit = "South"});
  ASSERT_TRUE(south) << to_text(south.error());
  EXPECT_NEAR(indicator(*south, 1).evidence.estimate.value, 3.0, 1e-12);
  EXPECT_EQ(indicator(*south, 1).evidence.n, 12);
  const auto ana = card({.leader = "ana"});
  EXPECT_NEAR(indicator(*ana, 1).evidence.estimate.value, 3.0, 1e-12);
}

TEST_F(Small, OneOwnScoreIsSeenByTheLeaderFirst) {
  act({{"2026-11-03", "floor.visited", "ben", "Lyon"}});
  const Day soon{day_from_text("2026-12-05")->days};
  const auto other = card({.leader = "ben"}, {.viewer = "ana", .today = soon});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Code::withheld);
  EXPECT_TRUE(card({.leader = "ben"}, {.viewer = "ben", .today = soon}));
  EXPECT_TRUE(card({.leader = "ben"}, {.viewer = "ana", .today = day_from_text("2026-12-15").value()}));
  act({{"2026-12-04", "evidence.seen", "ben", ""}});
  EXPECT_TRUE(card({.leader = "ben"}, {.viewer = "ana", .today = soon}));
  EXPECT_TRUE(card({.unit = "Lyon"}, {.viewer = "ana", .today = soon})) << "units are no persons";
}

TEST_F(Small, WorksCouncilModeHasNoScoresOfPersons) {
  act({{"2026-11-03", "floor.visited", "ben", "Lyon"}});
  const Fairness council{.individual_scores = false, .viewer = "ben", .today = {30'000}};
  const auto ben = card({.leader = "ben"}, council);
  ASSERT_FALSE(ben);
  EXPECT_EQ(ben.error().code, Code::withheld);
  const auto lyon = card({.unit = "Lyon"}, council);
  ASSERT_TRUE(lyon) << to_text(lyon.error());
  EXPECT_EQ(indicator(*lyon, 0).evidence.state, State::withheld) << "ben alone leads Lyon: his acts under another name";
  EXPECT_EQ(indicator(*card({.unit = "South"}, council), 0).evidence.state, State::known) << "three leaders";
}

TEST_F(Small, ContestedEvidenceStandsBesideWhatItContests) {
  act({{"2026-11-03", "floor.visited", "ben", "Lyon"},
       {"2026-11-05", "evidence.contested", "ben", "Lyon", "floor_visits"}});
  const auto ben = card({.leader = "ben"});
  ASSERT_TRUE(ben) << to_text(ben.error());
  EXPECT_EQ(indicator(*ben, 0).evidence.contested, 1);
  EXPECT_DOUBLE_EQ(indicator(*ben, 0).evidence.estimate.value, 1) << "nothing is taken away";
  EXPECT_EQ(indicator(*card({.leader = "cleo"}), 0).evidence.contested, 0);
}

TEST_F(Small, WrongNamesAreNamed) {
  act({{"2026-11-03", "floor.visited", "ben", "Lyon"}});
  EXPECT_EQ(card({.unit = "Lyons"}).error().mend, "did you mean Lyon?");
  EXPECT_EQ(card({.leader = "bem"}).error().mend, "did you mean ben?");
  EXPECT_NE(to_text(card({.leader = "dan"}).error()).find("leads no unit"), std::string::npos);
  EXPECT_EQ(card({.unit = "Lyon", .leader = "ben"}).error().code, Code::wrong_usage);
  EXPECT_EQ(card({.frameworks = {"owm"}}).error().mend, "did you mean own?");
}

TEST_F(Small, FigureIsMadeAgainByItsQuery) {
  pulse("Nice", {2, 3, 3, 2, 1, 2});
  const auto nice = card({.unit = "Nice"});
  ASSERT_TRUE(nice) << to_text(nice.error());
  const auto question = measure::question_from_text(indicator(*nice, 1).evidence.query);
  ASSERT_TRUE(question) << indicator(*nice, 1).evidence.query;
  const auto answer = measure::ask(catalogue, *store.facts, guards, *question);
  ASSERT_TRUE(answer) << to_text(answer.error());
  EXPECT_DOUBLE_EQ(std::get<measure::Estimate>(answer->rows.at(0).is).value,
                   indicator(*nice, 1).evidence.estimate.value);
}

TEST_F(Small, ChangeIsToldByWhatMovedIt) {
  act({{"2026-08-03", "floor.visited", "ben", "Lyon"},
       {"2026-08-04", "floor.visited", "ben", "Lyon"},
       {"2026-11-04", "floor.visited", "ben", "Lyon"},
       {"2026-11-05", "floor.visited", "ben", "Lyon"},
       {"2026-11-06", "floor.visited", "ben", "Lyon"}});
  const auto cards = scorecards(
      catalogue, frameworks, *store.facts, guards, *organisation,
      {.leader = "ben", .period = period_from_text("2026-Q4").value(), .every = Grain::quarter}, {.today = {30'000}});
  ASSERT_TRUE(cards) << to_text(cards.error());
  const Scorecard& ben = cards->front();
  ASSERT_TRUE(ben.now.scored && ben.before.scored);
  ASSERT_EQ(ben.moved.size(), 1U);
  EXPECT_NEAR(ben.moved[0].points, ben.now.scored->score - ben.before.scored->score, 1e-12);
  EXPECT_EQ(ben.trend.size(), static_cast<std::size_t>(k_periods));
}

}  // namespace
}  // namespace bellwether::lead
