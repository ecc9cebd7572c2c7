// Scores before and after a unit moved: whose are its facts?
#include "lead/company_for_test.hpp"
#include "lead/scorecard.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

Day day(const char* text) { return day_from_text(text).value(); }

/// Lyon goes from the North to the South on the first of October. In August and September six people answer in each unit:
/// 5 in Lyon, 3 in Lille, 1 in Nice; and 1 in Caen, which ended in the middle of September.
struct Reorganisation : testing::Test {
  Reorganisation() {
    company.rules.parents = {{"Lyon", "South"}, {"Nice", "South"}, {"Lille", "North"}, {"Caen", "North"}};
    std::vector<HandAnswer> answers;
    const auto six = [&](const char* when, const char* unit, int care) {
      for (int i = 0; i < 6; ++i) answers.push_back({when, unit, true, {{"care", care}}});
    };
    for (const char* const when : {"2026-08-10", "2026-09-10"}) {
      six(when, "Lyon", 5);
      six(when, "Lille", 3);
      six(when, "Nice", 1);
    }
    six("2026-08-10", "Caen", 1);
    company.add(answers);
    company.add(std::vector<HandAct>{{"2026-09-20", "floor.visited", "ben", "", "Lyon"},
                                     {"2026-09-21", "floor.visited", "ben", "", "Lyon"}});
  }

  Scorecard card(const std::string& unit, const char* period, bool on_todays_tree = false) const {
    auto cards =
        scorecards(catalogue, frameworks, company.facts(), measure::Guards(company.rules), organisation,
                   {.unit = unit, .period = period_from_text(period).value(), .on_todays_tree = on_todays_tree},
                   {.today = day("2026-12-24")});
    EXPECT_TRUE(cards) << to_text(cards.error());
    return cards ? std::move(cards->front()) : Scorecard{};
  }
  static const Evidence& care(const Score& score) { return score.dimensions.at(0).indicators.at(0).evidence; }
  static double care_in(const Scorecard& card) { return care(card.now).estimate.value; }
  static double visits_in(const Scorecard& card) {
    return card.now.dimensions.at(0).indicators.at(1).evidence.estimate.value;
  }

  Company company;
  measure::Catalogue catalogue = measure::Catalogue::load({}).value();
  Frameworks frameworks = Frameworks::from_text(catalogue, R"(
id = "own"
label = "Own"
[[dimension]]
id = "felt"
label = "Felt"
[[dimension.indicator]]
measure = "team_care"
curve = [[1, 0], [5, 100]]
least = 5
side = "employee"
bring = "answers to care"
[[dimension.indicator]]
measure = "floor_visits"
scope = "own"
curve = [[0, 0], [10, 100]]
least = 0
side = "act"
bring = "visits"
)",
                                                "own.toml")
                              .value();
  org::Organisation organisation{
      .units = org::Units::make({{.id = "North"},
                                 {.id = "South"},
                                 {.id = "Lille", .parent = "North"},
                                 {.id = "Nice", .parent = "South"},
                                 {.id = "Caen", .parent = "North", .valid = {.to = day("2026-09-15")}},
                                 {.id = "Lyon", .parent = "North", .valid = {.to = day("2026-10-01")}},
                                 {.id = "Lyon", .parent = "South", .valid = {.from = day("2026-10-01")}}})
                   .value(),
      .people = org::People::make({{.id = "nora", .unit = "North", .leads = {"North"}},
                                   {.id = "sam", .unit = "South", .leads = {"South"}},
                                   {.id = "ben", .unit = "Lyon", .leads = {"Lyon"}}})
                    .value(),
      .touchpoints = {},
      .journeys = {},
      .values = {},
      .promises = {},
      .goals = {}};
};

TEST_F(Reorganisation, APeriodBeforeItIsOnTheTreeOfThatPeriodsEnd) {
  EXPECT_DOUBLE_EQ(care_in(card("North", "2026-09")), 4)
      << "Lyon and Lille; Caen had ended, and its answers are nobody's";
  EXPECT_DOUBLE_EQ(care_in(card("South", "2026-09")), 1);
  EXPECT_DOUBLE_EQ(visits_in(card("North", "2026-09")), 1) << "two, of nora and ben";
  EXPECT_DOUBLE_EQ(visits_in(card("South", "2026-09")), 0);
}

TEST_F(Reorganisation, AUnitsFactsGoWithIt) {
  // October's window reaches back to September, when Lyon was the North's.
  const Scorecard south = card("South", "2026-10");
  EXPECT_DOUBLE_EQ(care_in(south), 3) << "Lyon's and Nice's answers of September";
  EXPECT_EQ(care(south.now).n, 12);
  EXPECT_DOUBLE_EQ(care_in(card("North", "2026-10")), 3) << "Lille alone";
  EXPECT_DOUBLE_EQ(visits_in(south), 1) << "ben's visits, made before he came";
}

TEST_F(Reorganisation, TheScoreBeforeItIsOnTheTreeBeforeIt) {
  const Scorecard south = card("South", "2026-10");
  EXPECT_DOUBLE_EQ(care(south.before).estimate.value, 1);
  ASSERT_FALSE(south.moved.empty());
  EXPECT_GT(south.moved[0].points, 0) << "nobody answered otherwise: what moved is the unit";
}

TEST_F(Reorganisation, TheCardTellsWhichUnitsMoved) {
  const Scorecard south = card("South", "2026-10");
  ASSERT_EQ(south.units.came.size(), 1U);
  EXPECT_EQ(south.units.came[0].label, "Lyon");
  EXPECT_EQ(south.units.came[0].below, 0U);
  EXPECT_TRUE(south.units.left.empty());
  const Scorecard north = card("North", "2026-10");
  EXPECT_TRUE(north.units.came.empty());
  ASSERT_EQ(north.units.left.size(), 1U);
  EXPECT_EQ(north.units.left[0].label, "Lyon");
  EXPECT_EQ(card("North", "2026-09").units.left.at(0).label, "Caen") << "it ended";
  EXPECT_FALSE(card("South", "2026-10", true).units.any()) << "today's tree is one tree";
  EXPECT_FALSE(card("", "2026-10").units.any());
}

// The South's care was 1, of Nice alone, and is 3, with Lyon.
TEST_F(Reorganisation, TheChangeIsThatOfTheUnitsAtEachEnd) {
  const Scorecard south = card("South", "2026-10");
  ASSERT_TRUE(south.change);
  EXPECT_EQ(south.change->over, 2);
  EXPECT_GT(south.change->difference.value, 0);
  const Scorecard today = card("South", "2026-10", true);
  ASSERT_TRUE(today.change);
  EXPECT_NEAR(today.change->difference.value, 0, 1e-12);
  EXPECT_EQ(today.change->difference.verdict, measure::Verdict::cant_tell);
}

TEST_F(Reorganisation, OnTodaysTreeThePastIsThatOfTodaysUnits) {
  EXPECT_DOUBLE_EQ(care_in(card("South", "2026-09", true)), 3) << "Lyon and Nice, then as now";
  EXPECT_DOUBLE_EQ(care_in(card("North", "2026-09", true)), 42.0 / 18) << "Lille's twelve and Caen's six";
  EXPECT_DOUBLE_EQ(visits_in(card("South", "2026-09", true)), 1) << "of sam and ben, who led Lyon";
  const Scorecard october = card("South", "2026-10", true);
  EXPECT_DOUBLE_EQ(care_in(october), care(october.before).estimate.value);
  for (const Contribution& one : october.moved) EXPECT_DOUBLE_EQ(one.points, 0) << one.indicator->id;
}

TEST_F(Reorganisation, AfterItBothTreesAreTheSame) {
  EXPECT_DOUBLE_EQ(care_in(card("South", "2026-10", true)), care_in(card("South", "2026-10")));
}

}  // namespace
}  // namespace bellwether::lead
