// Improvements as acts tell of them, from the first signal on.
#include "lead/improvements.hpp"

#include "lead/company_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

Day day(const char* text) { return day_from_text(text).value(); }

std::vector<Begun> begun_in(const Company& company, const Subject& subject = everybody()) {
  Looking looking(company, "2026-06-01");
  auto begun = read_begun(looking.at(subject));
  EXPECT_TRUE(begun) << to_text(begun.error());
  return begun ? *std::move(begun) : std::vector<Begun>{};
}

HandAct seen(const char* when, const char* id, const Words& since = {}) {
  return {when, "finding.seen", "ana", id, "Lyon", {}, {}, since};
}
HandAct started(const char* when, const char* id, const char* finding, const char* unit = "Lyon") {
  return {when, "improvement.started", "ana", id, unit, {}, {}, {{"finding", finding}}};
}

TEST(Improvements, BeginWithTheFirstSignalBehindTheirFinding) {
  struct Row {
    std::vector<HandAct> acts;
    const char* signal;
    const char* why;
  };
  const std::vector<Row> rows{
      {{seen("2026-01-10", "f", {{"since", "2026-01-01"}}), started("2026-01-20", "i", "f")}, "2026-01-01", "as told"},
      {{seen("2026-01-10", "f"), started("2026-01-20", "i", "f")}, "2026-01-10", "when it was seen"},
      {{seen("2026-01-10", "f", {{"since", "2026-01-15"}}), started("2026-01-20", "i", "f")},
       "2026-01-10",
       "no signal comes after it was seen"},
      {{seen("2026-01-10", "f", {{"since", "soon"}}), started("2026-01-20", "i", "f")}, "2026-01-10", "no day at all"},
      {{started("2026-01-05", "i", "f"), seen("2026-01-10", "f")}, "2026-01-05", "begun before it was noted"},
  };
  for (const Row& row : rows) {
    Company company;
    company.add(row.acts);
    const auto begun = begun_in(company);
    ASSERT_EQ(begun.size(), 1U) << row.why;
    EXPECT_EQ(begun[0].improvement.signal, day(row.signal)) << row.why;
    EXPECT_EQ(begun[0].unit, "Lyon");
  }
}

TEST(Improvements, HaveTheDaysOfTheirSteps) {
  Company company;
  company.add(std::vector<HandAct>{seen("2026-01-10", "f"),
                                   started("2026-01-20", "i", "f"),
                                   {"2026-02-01", "improvement.piloted", "ana", "i", "Lyon"},
                                   {"2026-03-01", "improvement.proven", "ana", "i", "Lyon"},
                                   {"2026-04-01", "improvement.rolled_out", "ana", "i", "Lyon"},
                                   {"2026-06-01", "improvement.dropped", "ana", "i", "Lyon"}});
  const auto begun = begun_in(company);
  ASSERT_EQ(begun.size(), 1U);
  const Improvement& one = begun[0].improvement;
  EXPECT_EQ(one.started, day("2026-01-20"));
  EXPECT_EQ(one.piloted, day("2026-02-01"));
  EXPECT_EQ(one.proven, day("2026-03-01"));
  EXPECT_EQ(one.rolled_out, day("2026-04-01"));
  EXPECT_FALSE(one.dropped) << "after the end it has not happened";
}

TEST(Improvements, AreThoseOfTheWindowThatNameAFindingThatWasSeen) {
  Company company;
  company.add(std::vector<HandAct>{{"2026-01-20", "improvement.started", "ana", "nameless", "Lyon"}});
  EXPECT_TRUE(begun_in(company).empty()) << "none names its finding";
  company.add(std::vector<HandAct>{seen("2026-01-10", "f"), started("2025-01-20", "old", "f"),
                                   started("2026-01-20", "i", "f"), started("2026-01-21", "unseen", "nobody's")});
  EXPECT_EQ(begun_in(company).size(), 1U);
}

TEST(Improvements, AreOfTheSubjectsUnits) {
  Company company;
  company.add(std::vector<HandAct>{seen("2026-01-10", "f"), started("2026-01-20", "i1", "f"),
                                   started("2026-01-20", "i2", "f", "Nice")});
  EXPECT_EQ(begun_in(company).size(), 2U);
  EXPECT_EQ(begun_in(company, leader("cleo", {"Nice"})).size(), 1U);
  const auto all = begun_in(company);
  EXPECT_EQ(improvements_in(all, {}).size(), 2U) << "no units: all of them";
  EXPECT_EQ(improvements_in(all, {"Nice"}).size(), 1U);
  EXPECT_TRUE(improvements_in(all, {"Brest"}).empty());
}

}  // namespace
}  // namespace bellwether::lead
