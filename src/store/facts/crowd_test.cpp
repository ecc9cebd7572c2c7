#include "store/facts/crowd.hpp"

#include "store/facts/store_for_test.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

struct Said {
  std::string_view day, unit;
  std::uint64_t person = 0;  ///< 0: unknown
  int nps = -1;
};

std::vector<std::string> lines(const Crowd& crowd) {
  std::vector<std::string> all;
  for (const CrowdCount& count : crowd.counts) {
    const CrowdCell& cell = crowd.cells[count.cell];
    std::string line;
    for (const Label& label : cell.slice) line += (label.known ? label.text : "?") + " ";
    line += cell.month ? to_text(*cell.month) : "undated";
    line += " marks " + std::to_string(count.marks) + ": " + std::to_string(count.facts) + " facts of ";
    const auto people = std::ranges::count_if(crowd.members, [&](const CrowdMember& member) {
      return member.cell == count.cell && member.marks == count.marks;
    });
    all.push_back(line + std::to_string(people) + " and " + std::to_string(count.strangers));
  }
  return all;
}

struct Crowds : testing::Test {
  Crowds() : opened(open_store(folder.path())) {}
  void put(const std::vector<Said>& all) {
    SignalBatch signals;
    for (const Said& said : all) {
      Signal& signal = signals.add();
      signal.id = {.high = 0, .low = ++ids};
      if (!said.day.empty()) signal.occurred_at = at(said.day);
      signal.received_at = at("2026-11-22");
      signal.source = "test";
      signal.unit = said.unit;
      if (said.person != 0) signal.subject = Pseudonym{said.person};
      std::vector<Rating> ratings;
      if (said.nps >= 0) ratings.push_back({.name = "nps", .value = Hundredths{said.nps * 100}});
      signal.ratings = signals.keep(std::span<const Rating>(ratings));
    }
    const auto committed = opened->append(std::move(signals)).get();
    ASSERT_TRUE(committed) << to_text(committed.error());
  }
  Folder folder;
  Opened opened;
  std::uint64_t ids = 0;
};

TEST_F(Crowds, CountPeopleOnceAndThoseWhoAreNotKnownApart) {
  put({{"2026-10-05", "Lyon", 1},
       {"2026-10-06", "Lyon", 1},
       {"2026-10-07", "Lyon", 2},
       {"2026-10-07", "Lyon"},
       {"2026-11-02", "Lyon", 1},
       {"", "Nice", 3},
       {"2026-11-02", "", 4}});
  const auto crowd = opened->crowd({.by = {dimension("unit")}});
  ASSERT_TRUE(crowd) << to_text(crowd.error());
  EXPECT_EQ(lines(*crowd),
            (Lines{"? 2026-11-01 marks 0: 1 facts of 1 and 0", "Lyon 2026-10-01 marks 0: 4 facts of 2 and 1",
                   "Lyon 2026-11-01 marks 0: 1 facts of 1 and 0", "Nice undated marks 0: 1 facts of 1 and 0"}));
  EXPECT_TRUE(std::ranges::is_sorted(crowd->members));
  const auto person_in = [&](std::size_t cell) {
    std::set<std::uint64_t> people;
    for (const CrowdMember& member : crowd->members) {
      if (member.cell == cell) people.insert(member.person);
    }
    return people;
  };
  EXPECT_TRUE(person_in(1).contains(*person_in(2).begin())) << "the same person is the same in every cell";
}

TEST_F(Crowds, AreToldApartByConditions) {
  put({{"2026-10-05", "Lyon", 1, 9},
       {"2026-10-05", "Lyon", 2, 9},
       {"2026-10-05", "Lyon", 3, 2},
       {"2026-10-05", "Lyon", 4}});
  const auto crowd =
      opened->crowd({.by = {dimension("unit")},
                     .marks = {is(rating("nps"), Op::greater_or_equal, 9), Expr{Known{.field = rating("nps")}}}});
  ASSERT_TRUE(crowd) << to_text(crowd.error());
  EXPECT_EQ(lines(*crowd),
            (Lines{"Lyon 2026-10-01 marks 0: 1 facts of 1 and 0", "Lyon 2026-10-01 marks 2: 1 facts of 1 and 0",
                   "Lyon 2026-10-01 marks 3: 2 facts of 2 and 0"}));
}

TEST_F(Crowds, AreThoseOfASnapshot) {
  put({{"2026-10-05", "Lyon", 1}});
  const std::uint64_t then = opened->snapshot();
  put({{"2026-10-05", "Lyon", 2}});
  const auto crowd = opened->crowd({.by = {dimension("unit")}, .snapshot = then});
  ASSERT_TRUE(crowd) << to_text(crowd.error());
  EXPECT_EQ(lines(*crowd), Lines{"Lyon 2026-10-01 marks 0: 1 facts of 1 and 0"});
  EXPECT_EQ(crowd->snapshot, then);
}

}  // namespace
}  // namespace bellwether::facts
