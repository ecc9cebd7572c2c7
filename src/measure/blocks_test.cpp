#include "measure/blocks.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

constexpr std::uint32_t k_root = 0;

Day month(int number) {
  return day_from_text("2026-" + std::string(number < 10 ? "0" : "") + std::to_string(number) + "-01").value();
}

/// Cells of so many people of their own each; `from` is the first one's number.
BlockCell cell(std::uint32_t unit, std::optional<Day> when, std::uint64_t from, std::uint64_t count,
               std::vector<std::uint32_t> attributes = {}, std::uint32_t stratum = 0) {
  BlockCell made{.unit = unit, .stratum = stratum, .month = when, .attributes = std::move(attributes), .people = {}};
  for (std::uint64_t i = 0; i < count; ++i) made.people.push_back(from + i);
  return made;
}

/// "a a b -": cells of one block have one letter, in the order in which they come; - is told to nobody.
std::string letters(const std::vector<std::uint32_t>& blocks) {
  std::map<std::uint32_t, char> names;
  std::string text;
  for (const std::uint32_t block : blocks) {
    if (!text.empty()) text += ' ';
    if (block == k_no_block) {
      text += '-';
    } else {
      text += names.emplace(block, static_cast<char>('a' + names.size())).first->second;
    }
  }
  return text;
}

std::string letters(const std::vector<BlockCell>& cells, const std::vector<std::uint32_t>& parents) {
  return letters(blocks_of(cells, parents, 5));
}

TEST(Blocks, AUnitsMonthOfEnoughPeopleStandsForItself) {
  EXPECT_EQ(letters({cell(1, month(1), 1, 5), cell(1, month(2), 11, 6), cell(2, month(1), 21, 5)}, {k_root, 0, 0}),
            "a b c");
}

TEST(Blocks, FewAreJoinedWithinTheirUnitFirstByQuarterThenYearThenEver) {
  const std::vector<std::uint32_t> parents{0, 0};
  EXPECT_EQ(letters({cell(1, month(1), 1, 3), cell(1, month(2), 11, 7), cell(1, month(3), 21, 2)}, parents), "a b a")
      << "January and March together are five; February keeps what it is";
  EXPECT_EQ(letters({cell(1, month(1), 1, 3), cell(1, month(5), 11, 2)}, parents), "a a")
      << "in no quarter, but one year";
  EXPECT_EQ(letters({cell(1, month(1), 1, 3), cell(1, std::nullopt, 11, 2)}, parents), "a a")
      << "with those of no date last";
}

TEST(Blocks, OnePersonWhoAnswersOftenIsOnePerson) {
  EXPECT_EQ(letters({cell(1, month(1), 1, 3), cell(1, month(2), 1, 3), cell(1, month(3), 1, 3)}, {0, 0}), "- - -");
}

TEST(Blocks, FewAreJoinedUpTheTree) {
  // 0 ─ 1 ─ {3, 4}, 0 ─ 2 ─ {5}
  const std::vector<std::uint32_t> parents{0, 0, 0, 1, 1, 2};
  EXPECT_EQ(letters({cell(3, month(1), 1, 3), cell(4, month(1), 11, 2), cell(5, month(1), 21, 9)}, parents), "a a b");
  EXPECT_EQ(letters({cell(3, month(1), 1, 3), cell(1, month(1), 11, 2), cell(5, month(1), 21, 9)}, parents), "a a b")
      << "with what their parent said itself";
  EXPECT_EQ(letters({cell(3, month(1), 1, 3), cell(4, month(4), 11, 1), cell(5, month(1), 21, 2)}, parents), "a a a")
      << "too few under either parent, enough in January under theirs; the one who is left joins them";
}

TEST(Blocks, WhatIsLeftJoinsTheBlockThatLosesLeast) {
  const std::vector<std::uint32_t> parents{0, 0, 0, 0};
  EXPECT_EQ(letters({cell(1, month(1), 1, 20), cell(2, month(1), 31, 4), cell(3, month(1), 41, 6)}, parents), "a b b");
  EXPECT_EQ(letters({cell(1, month(1), 1, 4)}, parents), "-");
}

TEST(Blocks, StrataAreNeverMixedWhereOneOfThemCouldBeTold) {
  const std::vector<std::uint32_t> parents{0, 0, 0};
  EXPECT_EQ(letters({cell(1, month(1), 1, 8), cell(1, month(1), 11, 1, {}, 1), cell(2, month(1), 21, 7),
                     cell(2, month(1), 31, 1, {}, 1)},
                    parents),
            "a - b -")
      << "two leaders are told to nobody, and their teams lose nothing";
  EXPECT_EQ(letters({cell(1, month(1), 1, 3), cell(1, month(1), 11, 2, {}, 1)}, parents), "a a");
}

TEST(Blocks, AreSplitByAttributesWhereEveryPartIsLargeEnough) {
  const std::vector<std::uint32_t> parents{0, 0};
  EXPECT_EQ(letters({cell(1, month(1), 1, 5, {0}), cell(1, month(1), 11, 6, {1})}, parents), "a b");
  EXPECT_EQ(
      letters({cell(1, month(1), 1, 9, {0}), cell(1, month(1), 11, 6, {1}), cell(1, month(1), 21, 2, {2})}, parents),
      "a b b")
      << "the smallest takes the two";
  EXPECT_EQ(
      letters({cell(1, month(1), 1, 9, {0}), cell(1, month(1), 11, 3, {1}), cell(1, month(1), 21, 2, {2})}, parents),
      "a b b");
  EXPECT_EQ(letters({cell(1, month(1), 1, 4, {0}), cell(1, month(1), 11, 4, {1})}, parents), "a a");
  EXPECT_EQ(
      letters({cell(1, month(1), 1, 5, {0, 0}), cell(1, month(1), 11, 5, {0, 1}), cell(1, month(1), 21, 5, {1, 0})},
              parents),
      "a b c");
}

RC_GTEST_PROP(Blocks, HoldEnoughPeopleAndAreFinerOnlyByAttributes, ()) {
  const auto units = *rc::gen::inRange<std::uint32_t>(1, 12);
  std::vector<std::uint32_t> parents{0};
  for (std::uint32_t unit = 1; unit < units; ++unit) parents.push_back(*rc::gen::inRange<std::uint32_t>(0, unit));
  std::vector<BlockCell> cells;
  for (int count = *rc::gen::inRange(0, 60); count > 0; --count) {
    std::set<std::uint64_t> people;
    for (int n = *rc::gen::inRange(1, 8); n > 0; --n) people.insert(*rc::gen::inRange<std::uint64_t>(1, 60));
    const int when = *rc::gen::inRange(0, 13);
    cells.push_back({.unit = *rc::gen::inRange<std::uint32_t>(0, units),
                     .stratum = *rc::gen::inRange<std::uint32_t>(0, 2),
                     .month = when == 0 ? std::nullopt : std::optional(month(when)),
                     .attributes = {*rc::gen::inRange<std::uint32_t>(0, 3), *rc::gen::inRange<std::uint32_t>(0, 2)},
                     .people = {people.begin(), people.end()}});
  }
  constexpr std::int64_t k = 5;
  const std::vector<std::uint32_t> blocks = blocks_of(cells, parents, k);
  std::map<std::uint32_t, std::set<std::uint64_t>> people;
  for (std::size_t at = 0; at < cells.size(); ++at)
    people[blocks[at]].insert(cells[at].people.begin(), cells[at].people.end());
  for (const auto& [block, who] : people) {
    if (block == k_no_block) {
      RC_ASSERT(std::cmp_less(who.size(), k));
    } else {
      RC_ASSERT(std::cmp_greater_equal(who.size(), k));
    }
  }
  // Without attributes the same blocks, but whole: what is told without them is a sum over what is told with them.
  std::vector<BlockCell> plain = cells;
  for (BlockCell& one : plain) one.attributes.clear();
  const std::vector<std::uint32_t> coarse = blocks_of(plain, parents, k);
  std::map<std::uint32_t, std::uint32_t> within;
  for (std::size_t at = 0; at < cells.size(); ++at) {
    RC_ASSERT(within.emplace(blocks[at], coarse[at]).first->second == coarse[at]);
  }
}

}  // namespace
}  // namespace bellwether::measure
