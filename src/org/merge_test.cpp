#include "org/merge.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::org {
namespace {

Day day(std::string_view text) { return *day_from_text(text); }
const Day k_today = day("2026-06-01");

/// A unit's row: its parent, and since and until when (the last day) as a file would say it.
Told unit(std::string id, std::optional<std::string> parent, std::string_view from = "", std::string_view last = "") {
  Told told{.id = std::move(id), .said = {std::nullopt, std::nullopt, std::move(parent)}, .where = "units.csv"};
  if (!from.empty()) told.from = day(from);
  if (!last.empty()) told.to = Day{day(last).days + 1};
  return told;
}

using Lines = std::vector<std::string>;

/// "Lyon North until 2026-05-31"
Lines stands(const std::vector<Thing>& things) {
  Lines lines;
  for (const Thing& thing : things)
    lines.push_back(thing.id + " " + (thing.fields[2].empty() ? "-" : thing.fields[2]) + " " + to_text(thing.valid));
  return lines;
}

struct Story {
  std::vector<Thing> things;
  Lines changes;
  /// Lays a file over what stands; the same once more must change nothing.
  Story& file(const std::vector<Told>& told, Day as_of = k_today, bool ends_missing = false) {
    const MergeOptions options{.as_of = as_of, .ends_missing = ends_missing};
    const auto merged = merge(things, told, options);
    changes.clear();
    if (!merged) {
      changes = {to_text(merged.error())};
      return *this;
    }
    for (const Change& change : merged->changes)
      changes.push_back(std::string(word_of(change.how)) + " " + change.id + ": " + change.words);
    things = merged->things;
    const auto again = merge(things, told, options);
    EXPECT_TRUE(again && again->changes.empty() && again->rewritten.empty());
    return *this;
  }
};

TEST(Merge, WhatWasNotKnownHoldsFromAlwaysOrFromItsDay) {
  Story story;
  story.file({unit("South", ""), unit("Lyon", "South"), unit("Nice", "South", "2026-05-01"),
              unit("Old", "South", "", "2020-12-31")});
  EXPECT_EQ(stands(story.things),
            (Lines{"Lyon South always", "Nice South from 2026-05-01", "Old South until 2020-12-31", "South - always"}));
  EXPECT_EQ(story.changes, (Lines{"added Lyon: parent South", "added Nice: parent South, from 2026-05-01",
                                  "added Old: parent South, until 2020-12-31", "added South: "}));
}

TEST(Merge, AMoveMakesHistory) {
  Story story;
  story.file({unit("Lyon", "North")}).file({unit("Lyon", "South")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-05-31", "Lyon South from 2026-06-01"}));
  EXPECT_EQ(story.changes, (Lines{"moved Lyon: parent North → South from 2026-06-01"}));
  // The same file on a later day finds it so already.
  story.file({unit("Lyon", "South")}, day("2026-08-01"));
  EXPECT_EQ(story.changes, Lines{});
}

TEST(Merge, ARowMaySaySinceWhen) {
  Story story;
  story.file({unit("Lyon", "North")}).file({unit("Lyon", "South", "2026-03-01")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-02-28", "Lyon South from 2026-03-01"}));
  // It was booked in June, and is found to have been in March.
  Story booked;
  booked.file({unit("Lyon", "North")}).file({unit("Lyon", "South")}).file({unit("Lyon", "South", "2026-03-01")});
  EXPECT_EQ(stands(booked.things), (Lines{"Lyon North until 2026-02-28", "Lyon South from 2026-03-01"}));
}

TEST(Merge, ADayOfEntryThatNeverChangesDoesNotRewriteThePast) {
  Story story;
  story.file({unit("Lyon", "North", "2015-01-01")}).file({unit("Lyon", "South", "2015-01-01")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North from 2015-01-01 to 2026-05-31", "Lyon South from 2026-06-01"}));
  story.file({unit("Lyon", "East", "2015-01-01")}, day("2026-09-01"));
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North from 2015-01-01 to 2026-05-31",
                                         "Lyon South from 2026-06-01 to 2026-08-31", "Lyon East from 2026-09-01"}));
  // An earlier day of entry is taken over.
  story.file({unit("Lyon", "East", "2014-01-01")}, day("2026-09-01"));
  EXPECT_EQ(stands(story.things).front(), "Lyon North from 2014-01-01 to 2026-05-31");
}

TEST(Merge, ThePastIsPutRightBySayingFromWhen) {
  Story story;
  story.file({unit("Lyon", "North", "2015-01-01")}).file({unit("Lyon", "South", "2015-01-01")}, day("2015-01-01"));
  EXPECT_EQ(stands(story.things), (Lines{"Lyon South from 2015-01-01"}));
}

TEST(Merge, SeveralRowsAreAHistory) {
  Story story;
  story.file({unit("Lyon", "South", "2026-03-01"), unit("Lyon", "North"), unit("Lyon", "East", "2026-05-01")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-02-28", "Lyon South from 2026-03-01 to 2026-04-30",
                                         "Lyon East from 2026-05-01"}));
  EXPECT_EQ(story.changes, (Lines{"added Lyon: parent North, until 2026-02-28; then parent South, from 2026-03-01 to "
                                  "2026-04-30; then parent East, from 2026-05-01"}));
}

TEST(Merge, APlannedChangeStaysWhileTodayIsToldAgain) {
  Story story;
  story.file({unit("Lyon", "North")}).file({unit("Lyon", "South", "2027-01-01")}).file({unit("Lyon", "North")});
  EXPECT_EQ(story.changes, Lines{});
  story.file({unit("Lyon", "East")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-05-31", "Lyon East from 2026-06-01 to 2026-12-31",
                                         "Lyon South from 2027-01-01"}));
}

TEST(Merge, ALastDayEndsIt) {
  Story story;
  story.file({unit("Lyon", "North")}).file({unit("Lyon", "North", "", "2026-12-31")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-12-31"}));
  EXPECT_EQ(story.changes, (Lines{"ended Lyon: last day 2026-12-31"}));
  // Also one that has passed.
  story.file({unit("Lyon", "North", "", "2026-03-31")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-03-31"}));
  // And it may come back.
  story.file({unit("Lyon", "South")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-03-31", "Lyon South from 2026-06-01"}));
  EXPECT_EQ(story.changes, (Lines{"changed Lyon: there from 2026-06-01"}));
}

TEST(Merge, WhatIsNotInAWholeListEnds) {
  Story story;
  Told ana{.kind = Kind::person, .id = "ana", .said = Said(5), .where = "people.csv"};
  story.file({unit("South", ""), unit("Lyon", "South"), unit("Soon", "South", "2027-01-01"), ana});
  story.file({unit("South", "")}, k_today, true);
  EXPECT_EQ(stands({story.things.begin(), story.things.end() - 1}),
            (Lines{"Lyon South until 2026-05-31", "South - always"}));
  EXPECT_EQ(story.changes, (Lines{"ended Lyon: last day 2026-05-31, not in the file",
                                  "ended Soon: taken back before it began, not in the file"}));
  // A list of units says nothing of people.
  EXPECT_EQ(story.things.back().id, "ana");
  EXPECT_EQ(story.things.back().valid, Span{});
}

TEST(Merge, WhatIsNotSpokenOfStays) {
  Story story;
  Told labelled = unit("Lyon", std::nullopt);
  labelled.said[0] = "Lyon Bellecour";
  story.file({unit("Lyon", "South")}).file({labelled});
  EXPECT_EQ(story.changes, (Lines{"changed Lyon: label nothing → Lyon Bellecour from 2026-06-01"}));
  EXPECT_EQ(story.things.back().fields, (std::vector<std::string>{"Lyon Bellecour", "", "South"}));
}

TEST(Merge, TheSameRowTwiceIsOneAndTwoThatContradictAreRefused) {
  Story story;
  story.file({unit("Lyon", "South"), unit("Lyon", "South")});
  EXPECT_EQ(story.changes, (Lines{"added Lyon: parent South"}));
  story.file({unit("Lyon", "South"), unit("Lyon", "North")});
  EXPECT_EQ(story.changes,
            (Lines{"units.csv: the unit Lyon is told twice for the same days (also at units.csv): parent "
                   "South and North\n  → leave one out, or say with from and to when each holds; `to` is "
                   "the last day"}));
  Story overlapping;
  overlapping.file({unit("Lyon", "South", "2026-01-01", "2026-03-01"), unit("Lyon", "North", "2026-03-01")});
  EXPECT_NE(overlapping.changes.at(0).find("told twice"), std::string::npos) << overlapping.changes.at(0);
}

std::vector<Told> draw_file() {
  std::vector<Told> told;
  const int units = *rc::gen::inRange(1, 4);
  for (int i = 0; i < units; ++i) {
    Day after = k_always;
    const int rows = *rc::gen::inRange(1, 4);
    for (int row = 0; row < rows; ++row) {
      Told one{.id = "u" + std::to_string(i), .said = Said(3), .where = "f"};
      if (*rc::gen::inRange(0, 4) > 0) one.said[2] = std::string(1, static_cast<char>('A' + *rc::gen::inRange(0, 3)));
      if (row > 0 || *rc::gen::inRange(0, 2) == 0) {
        one.from = Day{std::max(after.days, 0) + *rc::gen::inRange(1, 8)};
        after = *one.from;
      }
      if (*rc::gen::inRange(0, 4) == 0) {
        one.to = Day{std::max(after.days, 0) + *rc::gen::inRange(1, 8)};
        after = *one.to;
      }
      told.push_back(std::move(one));
    }
  }
  return told;
}

RC_GTEST_PROP(Merge, TheSameFileAgainChangesNothing, ()) {
  std::vector<Thing> things;
  const int files = *rc::gen::inRange(1, 5);
  for (int i = 0; i < files; ++i) {
    const auto told = draw_file();
    const MergeOptions options{.as_of = {*rc::gen::inRange(0, 25)}, .ends_missing = *rc::gen::inRange(0, 2) == 0};
    const auto merged = merge(things, told, options);
    RC_ASSERT(merged.has_value());
    const Lines before = stands(things);
    things = merged->things;
    const auto again = merge(things, told, options);
    RC_ASSERT(again.has_value());
    // What a failing draw was about.
    for (const Told& row : told) {
      RC_LOG() << row.id << " " << row.said[2].value_or("?") << " "
               << to_text(Span{row.from.value_or(k_always), row.to.value_or(k_forever)}) << "\n";
    }
    RC_LOG() << "as of " << to_text(options.as_of) << "; before: " << rc::toString(before)
             << " after: " << rc::toString(stands(things)) << " then: " << rc::toString(stands(again->things)) << "\n";
    RC_ASSERT(again->changes.empty());
    RC_ASSERT(merged->changes.size() == merged->rewritten.size());
  }
}

RC_GTEST_PROP(Merge, RowsWithoutDaysNeverTouchWhatWasBefore, ()) {
  const auto first = merge({}, draw_file(), {.as_of = {0}});
  RC_ASSERT(first.has_value());
  const Day as_of{*rc::gen::inRange(0, 25)};
  std::vector<Told> told;
  for (const char* id : {"u0", "u1", "u2"}) told.push_back(unit(id, "Z"));
  const auto second = merge(first->things, told, {.as_of = as_of, .ends_missing = true});
  RC_ASSERT(second.has_value());
  const auto on = [](const std::vector<Thing>& things, const std::string& id, Day when) -> std::string {
    for (const Thing& thing : things) {
      if (thing.id == id && thing.valid.holds(when)) return thing.fields[2];
    }
    return "none";
  };
  for (const Thing& thing : first->things) {
    for (int when = -2; when < as_of.days; ++when)
      RC_ASSERT(on(first->things, thing.id, {when}) == on(second->things, thing.id, {when}));
    RC_ASSERT(on(second->things, thing.id, as_of) == "Z");
  }
}

TEST(Merge, ARowThatEndsItsThingEndsWhatIsPlannedToo) {
  const auto ends = [](std::string id) {
    Told told = unit(std::move(id), std::nullopt);
    told.ends = true;
    return told;
  };
  Story story;
  story.file({unit("Lyon", "North"), unit("Nice", "", "2026-06-01")}).file({unit("Lyon", "South", "2027-01-01")});
  story.file({ends("Lyon"), ends("Nice"), ends("Nobody")});
  EXPECT_EQ(stands(story.things), (Lines{"Lyon North until 2026-05-31"}));
  EXPECT_EQ(story.changes, (Lines{"ended Lyon: last day 2026-05-31", "ended Nice: taken back before it began"}));
  story.file({ends("Lyon"), unit("Lyon", "South", "2027-01-01")});
  EXPECT_EQ(story.changes,
            (Lines{"units.csv: the unit Lyon is told twice for the same days (also at units.csv): parent "
                   "nothing and South\n  → leave one out, or say with from and to when each holds; `to` is "
                   "the last day"}));
}

}  // namespace
}  // namespace bellwether::org
