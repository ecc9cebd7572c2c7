#include "org/people.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::org {
namespace {

Day day(std::string_view text) { return *day_from_text(text); }

People made(std::vector<PersonRow> rows) {
  auto people = People::make(std::move(rows));
  EXPECT_TRUE(people) << to_text(people.error());
  return std::move(*people);
}

std::string refused(std::vector<PersonRow> rows) {
  const auto people = People::make(std::move(rows));
  return people ? "taken" : to_text(people.error());
}

using Ids = std::vector<std::string>;

Ids ids(const People& people, std::span<const Index> all) {
  Ids named;
  for (const Index person : all) named.push_back(people.id(person));
  return named;
}

/// Ana leads the company, Ben the South with Cleo and Dan; on 1 June Ben left and Cleo took his place.
People company() {
  const Day june = day("2026-06-01");
  const Span until{.from = k_always, .to = june}, from{.from = june, .to = k_forever};
  return made({{.id = "ana", .name = "Ana Alt", .role = "CEO", .unit = "HQ", .leads = {"HQ", "Board"}},
               {.id = "ben", .role = "Leader", .unit = "South", .manager = "ana", .valid = until},
               {.id = "cleo", .role = "clerk", .unit = "South", .manager = "ben", .valid = until},
               {.id = "cleo", .role = "leader", .unit = "South", .manager = "ana", .valid = from},
               {.id = "dan", .role = "clerk", .unit = "South", .manager = "ben", .valid = until},
               {.id = "dan", .role = "clerk", .unit = "South", .manager = "cleo", .valid = from}});
}

TEST(People, ReportAsTheyDidOnTheDay) {
  const People people = company();
  const Reporting may = people.as_of(day("2026-05-31")), june = people.as_of(day("2026-06-01"));
  EXPECT_EQ(ids(people, may.reports("ben")), (Ids{"cleo", "dan"}));
  EXPECT_EQ(ids(people, may.all_reports("ana")), (Ids{"ben", "cleo", "dan"}));
  EXPECT_EQ(ids(people, june.all_reports("ana")), (Ids{"cleo", "dan"}));
  EXPECT_EQ(ids(people, june.reports("cleo")), (Ids{"dan"}));
  EXPECT_FALSE(june.find("ben"));
  EXPECT_TRUE(june.reports("ben").empty());
  EXPECT_EQ(ids(people, june.managers("dan")), (Ids{"cleo", "ana"}));
}

TEST(People, DistanceAndLevelAreStepsInTheTree) {
  const People people = company();
  const Reporting may = people.as_of(day("2026-05-31"));
  EXPECT_EQ(may.distance("ana", "dan"), 2U);
  EXPECT_EQ(may.distance("ben", "dan"), 1U);
  EXPECT_EQ(may.distance("ben", "ben"), 0U);
  EXPECT_EQ(may.distance("dan", "ben"), std::nullopt);
  EXPECT_EQ(may.distance("ana", "nobody"), std::nullopt);
  EXPECT_EQ(may.level(*may.find("ana")), 0U);
  EXPECT_EQ(may.level(*may.find("dan")), 2U);
  EXPECT_EQ(may.layers_below(*may.find("ana")), 2U);
  EXPECT_EQ(may.layers_below(*may.find("dan")), 0U);
}

TEST(People, LeadByRoleOrByWord) {
  const People people = company();
  const Reporting may = people.as_of(day("2026-05-31")), june = people.as_of(day("2026-06-01"));
  EXPECT_EQ(ids(people, may.leaders_of("South")), (Ids{"ben"}));
  EXPECT_EQ(ids(people, june.leaders_of("South")), (Ids{"cleo"}));
  EXPECT_EQ(ids(people, may.leaders_of("Board")), (Ids{"ana"}));
  EXPECT_TRUE(may.leaders_of("North").empty());
  EXPECT_EQ(may.led_by(*may.find("ana")), (Ids{"Board", "HQ"}));
  EXPECT_EQ(ids(people, may.leaders()), (Ids{"ana", "ben"}));
  EXPECT_EQ(ids(people, may.in_unit("South")), (Ids{"ben", "cleo", "dan"}));
  EXPECT_TRUE(may.in_unit("North").empty());
  EXPECT_EQ(may.named_units(), (Ids{"Board", "HQ", "South"}));
}

TEST(People, WhoseManagerHasLeftStandOnTopAndAreTold) {
  const People people =
      made({{.id = "ben", .valid = {.from = k_always, .to = day("2026-06-01")}}, {.id = "cleo", .manager = "ben"}});
  const Reporting june = people.as_of(day("2026-06-01"));
  EXPECT_EQ(ids(people, june.orphans()), (Ids{"cleo"}));
  EXPECT_EQ(ids(people, june.roots()), (Ids{"cleo"}));
}

TEST(People, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(refused({{.id = "ana", .manager = "ana", .where = "people.csv:2"}}),
            "people.csv:2: the person ana is its own manager\n  → leave the manager empty for the top of the tree");
  EXPECT_EQ(
      refused({{.id = "anna"}, {.id = "ben", .manager = "ana", .where = "people.csv:3"}}),
      "people.csv:3: the person ben is managed by ana, and there is no person of that id\n  → did you mean anna?");
  EXPECT_EQ(refused({{.id = "a", .manager = "b", .where = "p:2"},
                     {.id = "b", .manager = "c", .where = "p:3"},
                     {.id = "c", .manager = "a", .where = "p:4"}}),
            "p:2: these people stand above themselves: a → b → c → a\n"
            "  → one of them must have another manager, or none");
  EXPECT_EQ(refused({{.id = "a"},
                     {.id = "b"},
                     {.id = "c", .manager = "a", .where = "p:4"},
                     {.id = "c", .manager = "b", .where = "p:5"}}),
            "p:5: the person c has two managers at the same time: b and a (p:4)\n"
            "  → end one before the other begins; `to` is the last day on which a row holds");
}

TEST(People, FiftyThousandOfThemAreFoundAndCounted) {
  std::vector<PersonRow> rows{{.id = "p0"}};
  for (int i = 1; i < 50'000; ++i) {
    rows.push_back({.id = "p" + std::to_string(i),
                    .unit = "u" + std::to_string(i % 5'000),
                    .manager = "p" + std::to_string((i - 1) / 25)});
  }
  const People people = made(std::move(rows));
  const Reporting today = people.as_of(day("2026-01-01"));
  EXPECT_EQ(today.all_reports("p0").size(), 49'999U);
  EXPECT_EQ(today.leaders().size(), 2'000U);
  EXPECT_EQ(today.in_unit("u7").size(), 10U);
  EXPECT_EQ(today.layers_below(*today.find("p0")), 4U);
}

}  // namespace
}  // namespace bellwether::org
