#include "lead/units_moved.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

Day day(const char* text) { return day_from_text(text).value(); }

/// Alps, with two shops below it, goes from the North to the South in October; Nice leaves the South then.
org::Units units() {
  return org::Units::make({{.id = "North"},
                           {.id = "South"},
                           {.id = "Alps", .label = "The Alps", .parent = "North", .valid = {.to = day("2026-10-01")}},
                           {.id = "Alps", .label = "The Alps", .parent = "South", .valid = {.from = day("2026-10-01")}},
                           {.id = "Annecy", .parent = "Alps"},
                           {.id = "Chamonix", .parent = "Alps"},
                           {.id = "Nice", .parent = "South", .valid = {.to = day("2026-10-01")}},
                           {.id = "Nice", .parent = "North", .valid = {.from = day("2026-10-01")}}})
      .value();
}

TEST(UnitsMoved, CountsWhatComesWithAUnitAboveItThere) {
  const org::Units all = units();
  const org::People nobody = org::People::make({}).value();
  const Day september = day("2026-09-30");
  const Day october = day("2026-10-31");
  const auto south = [&](Day on) { return unit_on(all, nobody, "South", on).value(); };
  const UnitsMoved moved = units_moved(south(october), all.as_of(october), south(september), all.as_of(september));
  ASSERT_EQ(moved.came.size(), 1U);
  EXPECT_EQ(moved.came[0].label, "The Alps");
  EXPECT_EQ(moved.came[0].below, 2U);
  ASSERT_EQ(moved.left.size(), 1U);
  EXPECT_EQ(moved.left[0].label, "Nice");
  EXPECT_EQ(moved.left[0].below, 0U);
  EXPECT_FALSE(units_moved(south(october), all.as_of(october), south(october), all.as_of(october)).any());
}

TEST(UnitsMoved, IsNothingOfTheWholeOrganisation) {
  const org::Units all = units();
  const Subject whole = organisation_on(all, org::People::make({}).value(), day("2026-10-31"));
  EXPECT_FALSE(units_moved(whole, all.as_of(day("2026-10-31")), whole, all.as_of(day("2026-09-30"))).any());
}

}  // namespace
}  // namespace bellwether::lead
