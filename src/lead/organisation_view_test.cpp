// Whose facts are meant, on the tree of one day or another.
#include "lead/organisation_view.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

using Ids = std::vector<std::string>;

Day day(const char* text) { return day_from_text(text).value(); }
const Day k_before = day("2026-09-30");
const Day k_after = day("2026-10-01");

/// Lyon goes from the North to the South on the first of October, and its leader with it; Caen ended two weeks before.
struct OrganisationView : testing::Test {
  org::Units units = org::Units::make({{.id = "North", .label = "The North"},
                                       {.id = "South"},
                                       {.id = "Lille", .parent = "North"},
                                       {.id = "Nice", .parent = "South"},
                                       {.id = "Caen", .parent = "North", .valid = {.to = day("2026-09-15")}},
                                       {.id = "Lyon", .parent = "North", .valid = {.to = k_after}},
                                       {.id = "Lyon", .parent = "South", .valid = {.from = k_after}}})
                         .value();
  org::People people =
      org::People::make({{.id = "nora", .unit = "North", .leads = {"North"}},
                         {.id = "sam", .unit = "South", .leads = {"South"}},
                         {.id = "ben", .unit = "Lyon", .manager = "nora", .leads = {"Lyon"}, .valid = {.to = k_after}},
                         {.id = "ben", .unit = "Lyon", .manager = "sam", .leads = {"Lyon"}, .valid = {.from = k_after}},
                         {.id = "mia", .unit = "Nice", .manager = "sam"},
                         {.id = "tom", .unit = "Nice", .manager = "mia"}})
          .value();
};

Ids sorted(Ids ids) {
  std::ranges::sort(ids);
  return ids;
}

TEST_F(OrganisationView, AUnitIsWhatStandsUnderItOnTheDay) {
  EXPECT_EQ(sorted(unit_on(units, people, "North", k_before)->units), (Ids{"Lille", "Lyon", "North"}));
  EXPECT_EQ(sorted(unit_on(units, people, "North", k_after)->units), (Ids{"Lille", "North"}));
  EXPECT_EQ(sorted(unit_on(units, people, "South", k_after)->units), (Ids{"Lyon", "Nice", "South"}));
  EXPECT_EQ(unit_on(units, people, "North", k_before)->leaders, (Ids{"ben", "nora"}));
  EXPECT_EQ(unit_on(units, people, "North", k_after)->leaders, (Ids{"nora"}));
  EXPECT_EQ(unit_on(units, people, "North", k_after)->label, "The North");
}

TEST_F(OrganisationView, OnAnotherDaysTreeWhoLeadsStaysAsOfTheDay) {
  const org::Tree today = units.as_of(day("2027-01-01"), org::Ended::kept_last);
  const auto south = unit_on(units, people, "South", k_before, today);
  ASSERT_TRUE(south) << to_text(south.error());
  EXPECT_EQ(sorted(south->units), (Ids{"Lyon", "Nice", "South"}));
  EXPECT_EQ(south->leaders, (Ids{"ben", "sam"})) << "ben led Lyon then, too";
  const auto nora = leader_on(people, "nora", k_before, today);
  ASSERT_TRUE(nora) << to_text(nora.error());
  EXPECT_EQ(sorted(nora->units), (Ids{"Caen", "Lille", "North"})) << "Caen stands where it stood last";
}

TEST_F(OrganisationView, AUnitThatIsNotThereIsNamedWithItsDay) {
  const auto gone = unit_on(units, people, "Caen", k_before);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Code::not_found);
  EXPECT_NE(gone.error().message.find("on 2026-09-30"), std::string::npos) << gone.error().message;
  EXPECT_TRUE(unit_on(units, people, "Caen", day("2026-09-14")));
  EXPECT_TRUE(unit_on(units, people, "Caen", k_before, units.as_of(k_after, org::Ended::kept_last)));
}

TEST_F(OrganisationView, LeadersAreThoseWhoLeadUnitsById) {
  const auto all = leaders_on(units, people, k_before);
  Ids ids;
  for (const Subject& one : all) ids.push_back(one.id);
  EXPECT_EQ(ids, (Ids{"ben", "nora", "sam"})) << "mia manages tom, and leads no unit";
  EXPECT_EQ(all[1].kind, Subject::Kind::leader);
  EXPECT_EQ(all[1].units, (Ids{"Lille", "Lyon", "North"})) << "with all below";
  EXPECT_EQ(all[1].leaders, (Ids{"nora"})) << "whose own acts are meant";
  EXPECT_EQ(leaders_on(units, people, k_after)[2].units, (Ids{"Lyon", "Nice", "South"}));
  for (const Subject& one : all) EXPECT_EQ(one.units, leader_on(units, people, one.id, k_before)->units);
  const org::People nobody = org::People::make({}).value();
  EXPECT_TRUE(leaders_on(units, nobody, k_before).empty());
}

TEST_F(OrganisationView, TheOrganisationIsAllFactsAndAllWhoLead) {
  const Subject all = organisation_on(units, people, k_before);
  EXPECT_TRUE(all.units.empty());
  EXPECT_EQ(all.leaders, (Ids{"ben", "mia", "nora", "sam"})) << "who manages leads, too";
}

}  // namespace
}  // namespace bellwether::lead
