#include "org/tree.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::org {
namespace {

Day day(std::string_view text) { return *day_from_text(text); }
Span since(std::string_view from) { return {.from = day(from), .to = k_forever}; }
/// Without the day `to` itself.
Span before(std::string_view to) { return {.from = k_always, .to = day(to)}; }

Units made(std::vector<UnitRow> rows) {
  auto units = Units::make(std::move(rows));
  EXPECT_TRUE(units) << to_text(units.error());
  return std::move(*units);
}

std::string refused(std::vector<UnitRow> rows) {
  const auto units = Units::make(std::move(rows));
  return units ? "taken" : to_text(units.error());
}

using Ids = std::vector<std::string>;

/// Lyon went from North to South on 1 March; Nice was opened in South in May; North was closed at the end of the year.
Units moved() {
  return made({{.id = "France", .label = "La France", .kind = "brand"},
               {.id = "North", .kind = "region", .parent = "France", .valid = before("2027-01-01")},
               {.id = "South", .kind = "region", .parent = "France"},
               {.id = "Lyon", .parent = "North", .valid = before("2026-03-01")},
               {.id = "Lyon", .parent = "South", .valid = since("2026-03-01")},
               {.id = "Lille", .parent = "North", .valid = before("2027-01-01")},
               {.id = "Nice", .parent = "South", .valid = since("2026-05-01")}});
}

TEST(Tree, StandsAsItStoodOnTheDay) {
  const Units units = moved();
  EXPECT_EQ(units.subtree("North", day("2026-02-28")), (Ids{"North", "Lille", "Lyon"}));
  EXPECT_EQ(units.subtree("North", day("2026-03-01")), (Ids{"North", "Lille"}));
  EXPECT_EQ(units.subtree("South", day("2026-02-28")), (Ids{"South"}));
  EXPECT_EQ(units.subtree("South", day("2026-05-01")), (Ids{"South", "Lyon", "Nice"}));
  EXPECT_EQ(units.subtree("North", day("2027-01-01")), Ids{});
  EXPECT_EQ(units.subtree("France", day("2026-05-01")), (Ids{"France", "North", "Lille", "South", "Lyon", "Nice"}));
}

TEST(Tree, TellsLabelsKindsAndTheWayUp) {
  const Units units = moved();
  const Tree tree = units.as_of(day("2026-06-01"));
  EXPECT_EQ(tree.count(), 6U);
  EXPECT_EQ(tree.label(*tree.find("France")), "La France");
  EXPECT_EQ(tree.label(*tree.find("Nice")), "Nice");
  EXPECT_EQ(tree.unit(*tree.find("South")).kind, "region");
  Ids up;
  for (const Index unit : tree.ancestors("Lyon")) up.push_back(units.id(unit));
  EXPECT_EQ(up, (Ids{"South", "France"}));
  EXPECT_FALSE(tree.has("Berlin"));
  EXPECT_TRUE(tree.ancestors("Berlin").empty());
}

TEST(Tree, ThePastIsShownOnALaterTreeWithWhatHasEndedWhereItStoodLast) {
  const Units units = moved();
  const Tree later = units.as_of(day("2027-06-01"), Ended::kept_last);
  EXPECT_EQ(later.count(), 6U);
  EXPECT_TRUE(later.has("Lille"));
  EXPECT_TRUE(later.forest().is_within(*later.find("Lille"), *later.find("France")));
  EXPECT_FALSE(units.as_of(day("2027-06-01")).has("Lille"));
  // What has not begun yet has no place.
  EXPECT_FALSE(units.as_of(day("2026-04-30"), Ended::kept_last).has("Nice"));
}

TEST(Tree, PlacesKeptFromDifferentDaysNeverGoRoundInACircle) {
  const Units units = made({{.id = "A", .parent = "B", .valid = before("2026-01-01")},
                            {.id = "B", .valid = before("2026-01-01")},
                            {.id = "B", .parent = "A", .valid = since("2026-01-01")}});
  const Tree tree = units.as_of(day("2026-06-01"), Ended::kept_last);
  EXPECT_EQ(tree.count(), 2U);
  EXPECT_EQ(tree.subtree("A").size(), 2U);
}

TEST(Tree, AUnitWhoseParentIsNotThereIsAnOrphanAndNotLost) {
  const Units units = made({{.id = "North", .valid = before("2026-03-01")}, {.id = "Lille", .parent = "North"}});
  EXPECT_TRUE(units.as_of(day("2026-02-28")).orphans().empty());
  const Tree tree = units.as_of(day("2026-03-01"));
  ASSERT_EQ(tree.orphans().size(), 1U);
  EXPECT_EQ(tree.unit(tree.orphans().front()).id, "Lille");
  EXPECT_EQ(tree.roots().size(), 1U);
}

TEST(Tree, ASubtreeOverATimeComesInStretchesOfEqualDays) {
  const Units units = moved();
  const auto ids = [&](const std::vector<Index>& all) {
    Ids named;
    for (const Index unit : all) named.push_back(units.id(unit));
    return named;
  };
  const auto stretches = units.subtree_during("South", {.from = day("2026-01-01"), .to = day("2027-01-01")});
  ASSERT_EQ(stretches.size(), 3U);
  EXPECT_EQ(to_text(stretches[0].days), "from 2026-01-01 to 2026-02-28");
  EXPECT_EQ(ids(stretches[0].units), (Ids{"South"}));
  EXPECT_EQ(to_text(stretches[1].days), "from 2026-03-01 to 2026-04-30");
  EXPECT_EQ(ids(stretches[1].units), (Ids{"Lyon", "South"}));
  EXPECT_EQ(ids(stretches[2].units), (Ids{"Lyon", "Nice", "South"}));
  // North has ended: of two years only the first remains.
  const auto north = units.subtree_during("North", {.from = day("2026-06-01"), .to = day("2028-01-01")});
  ASSERT_EQ(north.size(), 1U);
  EXPECT_EQ(to_text(north[0].days), "from 2026-06-01 to 2026-12-31");
}

TEST(Tree, NamesWhatFactsNameAndItDoesNotKnow) {
  EXPECT_EQ(moved().unknown(Ids{"Lyon", "lyon", "Berlin", "Lille"}), (Ids{"lyon", "Berlin"}));
}

TEST(Tree, SeveralRootsAndNoUnitsAreFine) {
  EXPECT_EQ(made({{.id = "A"}, {.id = "B"}}).as_of(day("2026-01-01")).roots().size(), 2U);
  EXPECT_EQ(made({}).as_of(day("2026-01-01")).count(), 0U);
}

TEST(Tree, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(refused({{.id = "", .where = "units.csv:2"}}), "units.csv:2: a unit has no id");
  EXPECT_EQ(refused({{.id = "Lyon", .parent = "Lyon", .where = "units.csv:2"}}),
            "units.csv:2: the unit Lyon is its own parent\n  → leave the parent empty for the top of the tree");
  EXPECT_EQ(refused({{.id = "South"}, {.id = "Lyon", .parent = "Suoth", .where = "units.csv:3"}}),
            "units.csv:3: the unit Lyon is part of Suoth, and there is no unit of that id\n  → did you mean South?");
  EXPECT_EQ(refused({{.id = "South"}, {.id = "Lyon", .parent = "Bavaria", .where = "units.csv:3"}}),
            "units.csv:3: the unit Lyon is part of Bavaria, and there is no unit of that id\n"
            "  → add a row for it, or leave the parent empty");
  EXPECT_EQ(refused({{.id = "N"},
                     {.id = "S"},
                     {.id = "Lyon", .parent = "N", .valid = before("2026-04-01"), .where = "units.csv:4"},
                     {.id = "Lyon", .parent = "S", .valid = since("2026-03-01"), .where = "units.csv:5"}}),
            "units.csv:5: the unit Lyon has two parents at the same time, from 2026-03-01 to 2026-03-31: S and N "
            "(units.csv:4)\n  → end one before the other begins; `to` is the last day on which a row holds");
  EXPECT_EQ(refused({{.id = "Lyon", .where = "units.csv:2"}, {.id = "Lyon", .where = "units.csv:9"}}),
            "units.csv:9: the unit Lyon stands twice (units.csv:2), at the same time\n"
            "  → end one before the other begins; `to` is the last day on which a row holds");
  EXPECT_EQ(refused({{.id = "Lyon", .valid = {.from = day("2026-03-02"), .to = day("2026-03-01")}, .where = "u:1"}}),
            "u:1: the unit Lyon ends before it begins\n  → `from` is its first day, `to` its last one");
}

TEST(Tree, ACycleIsNamedInWholeWithItsDay) {
  EXPECT_EQ(
      refused({{.id = "c", .parent = "a", .where = "u:4"},
               {.id = "a", .parent = "b", .where = "u:2"},
               {.id = "b", .parent = "c", .where = "u:3"},
               {.id = "d", .parent = "a", .where = "u:5"}}),
      "u:2: these units stand above themselves: a → b → c → a\n  → one of them must have another parent, or none");
  // Right on every day but those from March on, when both moves hold.
  EXPECT_EQ(refused({{.id = "a", .valid = before("2026-03-01")},
                     {.id = "a", .parent = "b", .valid = since("2026-03-01"), .where = "u:3"},
                     {.id = "b", .parent = "a", .valid = since("2026-01-01"), .where = "u:4"}}),
            "u:3: these units stand above themselves on 2026-03-01: a → b → a\n"
            "  → one of them must have another parent, or none");
  EXPECT_EQ(refused({{.id = "a", .parent = "b", .valid = before("2026-03-01")},
                     {.id = "a", .valid = since("2026-03-01")},
                     {.id = "b", .valid = before("2026-03-01")},
                     {.id = "b", .parent = "a", .valid = since("2026-03-01")}}),
            "taken");
}

/// Units that move on some of twenty days; what each day should look like is kept beside.
RC_GTEST_PROP(Tree, EveryDayIsAsItWasWritten, ()) {
  const int days = 20;
  const auto size = *rc::gen::inRange(1, 12);
  std::vector<UnitRow> rows;
  std::vector<std::map<std::string, std::string>> parent_on(days);  // by day: unit → parent
  for (int unit = 0; unit < size; ++unit) {
    const std::string id = "u" + std::to_string(unit);
    for (int from = *rc::gen::inRange(0, 4); from < days;) {
      const int to = std::min(days, from + *rc::gen::inRange(1, 9));
      // Parents of a smaller number only: no cycles.
      const int parent = *rc::gen::inRange(-1, unit);
      UnitRow row{.id = id, .valid = {.from = {from}, .to = {to}}};
      if (parent >= 0) row.parent = "u" + std::to_string(parent);
      for (int on = from; on < to; ++on) parent_on[static_cast<std::size_t>(on)][id] = row.parent;
      rows.push_back(std::move(row));
      from = to + (*rc::gen::inRange(0, 4) == 0 ? 1 : 0);
    }
  }
  for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[*rc::gen::inRange<std::size_t>(0, i)]);
  const auto units = Units::make(rows);
  RC_ASSERT(units.has_value());
  for (int on = 0; on < days; ++on) {
    const auto& expected = parent_on[static_cast<std::size_t>(on)];
    const Tree tree = units->as_of({on});
    for (const UnitRow& row : rows) {
      if (!row.valid.holds({on})) continue;
      const auto node = tree.find(row.id);
      RC_ASSERT(node.has_value());
      const auto above = row.parent.empty() ? std::optional<Index>{} : tree.find(row.parent);
      RC_ASSERT(tree.forest().parent(*node) == above.value_or(k_none));
      RC_ASSERT(tree.unit(*node).parent == expected.at(row.id));
    }
    RC_ASSERT(tree.count() == expected.size());
  }
  // Nothing changes but on the days that are told.
  const std::vector<Day> changes = units->changes();
  for (int on = 1; on < days; ++on) {
    if (std::ranges::find(changes, Day{on}) != changes.end()) continue;
    const Tree today = units->as_of({on}), yesterday = units->as_of({on - 1});
    RC_ASSERT(std::ranges::equal(today.forest().order(), yesterday.forest().order()));
  }
}

}  // namespace
}  // namespace bellwether::org
