// What is told beside a score: known and unknown, and to whom.
#include "lead/beside.hpp"

#include "lead/company_for_test.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

const std::string k_end = "2026-06-01";
constexpr Day k_long_after{30'000};

Framework framework_of(std::vector<Beside> beside, const std::vector<std::string>& measures = {"floor_visits"}) {
  Framework framework;
  framework.id = "test";
  framework.beside = std::move(beside);
  for (const std::string& measure : measures) {
    Indicator indicator;
    indicator.id = indicator.measure = measure;
    indicator.curve = {{0, 0}, {100, 100}};
    framework.dimensions.push_back({.id = measure, .label = {}, .about = {}, .weight = 1, .indicators = {indicator}});
  }
  return framework;
}

/// Each dimension's one indicator reads so much; below 0: unknown.
Score score_where(const Framework& framework, const std::vector<double>& values) {
  std::vector<Evidence> evidence;
  for (const double value : values) {
    Evidence& one = evidence.emplace_back();
    if (value < 0) continue;
    one.state = State::known;
    one.estimate = {.value = value, .low = value - 5, .high = value + 5};
    one.newest = Day{day_from_text(k_end)->days - 1};
  }
  return score_of(framework, evidence, *day_from_text(k_end));
}

BesideScore beside_of(const Company& company, const Framework& framework, const Subject& subject = everybody(),
                      const org::Organisation* organisation = nullptr,
                      const Fairness& fairness = {.today = k_long_after}, const std::vector<double>& values = {}) {
  Looking looking(company, k_end, organisation);
  const auto open = OpenLeaders::read(looking.acts, fairness, looking.end);
  EXPECT_TRUE(open) << to_text(open.error());
  const Score score =
      score_where(framework, values.empty() ? std::vector<double>(framework.dimensions.size(), -1) : values);
  auto read = BesideReader(looking.at(subject), subject, *open).read(framework, score);
  EXPECT_TRUE(read) << to_text(read.error());
  return read ? *std::move(read) : BesideScore{};
}

void improve(Company& company, const std::string& id, const std::string& unit, const std::string& proven) {
  company.add(std::vector<HandAct>{
      {"2026-01-10", "finding.seen", "ana", "f" + id, unit, {}, {}, {{"since", "2026-01-01"}}},
      {"2026-01-20", "improvement.started", "ana", "i" + id, unit, {}, {}, {{"finding", "f" + id}}},
      {proven, "improvement.proven", "ana", "i" + id, unit}});
}

TEST(Beside, FlywheelTurnsOnTheSubjectsImprovements) {
  Company company;
  // 40, 60 and 80 days after the first signal; and one of another unit.
  improve(company, "1", "Lyon", "2026-02-10");
  improve(company, "2", "Lyon", "2026-03-02");
  improve(company, "3", "Lyon", "2026-03-22");
  improve(company, "4", "Nice", "2026-01-21");
  const BesideScore lyon = beside_of(company, framework_of({Beside::flywheel}), leader("ana", {"Lyon"}));
  EXPECT_EQ(lyon.improvements, 3);
  ASSERT_TRUE(lyon.flywheel && lyon.flywheel->cycle_days);
  EXPECT_DOUBLE_EQ(lyon.flywheel->cycle_days->value, 60);
  // All began on the 20th of January, 19 days after the first signal.
  EXPECT_DOUBLE_EQ(lyon.flywheel->steps[0].median_days->value, 19);
  ASSERT_TRUE(lyon.flywheel->stall);
  EXPECT_EQ(lyon.flywheel->stall->step, Step::rollout) << "all three wait to be rolled out";
  EXPECT_EQ(beside_of(company, framework_of({Beside::flywheel})).improvements, 4);

  const BesideScore brest = beside_of(company, framework_of({Beside::flywheel}), leader("eva", {"Brest"}));
  EXPECT_EQ(brest.improvements, 0);
  EXPECT_FALSE(brest.flywheel) << "nothing turns, and nothing is made up";
}

TEST(Beside, NothingIsThereThatIsNotAskedFor) {
  Company company;
  improve(company, "1", "Lyon", "2026-02-10");
  const BesideScore none = beside_of(company, framework_of({}));
  EXPECT_FALSE(none.flywheel || none.alignment || none.linkage);
  EXPECT_EQ(none.improvements, 0);
  EXPECT_TRUE(none.item_gaps.empty() && none.value_gaps.empty() && none.flags.empty());
}

TEST(Beside, OfAnEmptyStoreIsUnknownThroughout) {
  const Company company;
  const BesideScore none =
      beside_of(company, framework_of({Beside::flywheel, Beside::alignment, Beside::linkage, Beside::gaps}));
  EXPECT_FALSE(none.flywheel || none.linkage);
  ASSERT_TRUE(none.alignment);
  EXPECT_FALSE(*none.alignment);
  EXPECT_TRUE(none.item_gaps.empty() && none.value_gaps.empty() && none.flags.empty());
}

TEST(Beside, AlignmentIsOfTheDimensionsThatAreKnown) {
  const Company company;
  const Framework three = framework_of({Beside::alignment}, {"nps", "csat", "floor_visits"});
  const auto aligned = [&](const std::vector<double>& values) {
    return *beside_of(company, three, everybody(), nullptr, {.today = k_long_after}, values).alignment;
  };
  const auto apart = aligned({80, -1, 40});
  ASSERT_TRUE(apart) << to_text(apart.error());
  EXPECT_EQ(apart->weakest, 2U) << "in the framework's order, the unknown one counted";
  EXPECT_EQ(apart->chances[1], 0) << "what is not known is not the weakest";
  EXPECT_GT(apart->chances[2], 0.99);
  EXPECT_EQ(apart->agreement.n, 2);
  const auto alike = aligned({60, -1, 60});
  EXPECT_GT(alike->agreement.value, apart->agreement.value);
  EXPECT_DOUBLE_EQ(alike->agreement.value, 1);
  const auto alone = aligned({80, -1, -1});
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().code, Code::not_enough);
}

/// Ten units; where employees are content, customers are. In each month five employees and four customers answer.
void add_linked(Company& company, bool of_employees) {
  std::vector<HandAnswer> answers;
  for (int month = 1; month <= 5; ++month) {
    const std::string day = fmt::format("2026-{:02}-12", month);
    for (int u = 0; u < 10; ++u) {
      const std::string unit = fmt::format("u{}", u);
      for (int i = 0; of_employees && i < 5; ++i)
        answers.push_back({day, unit, true, {{"engagement", 2 + (u + i) / 5}}});
      for (int i = 0; i < 4; ++i)
        answers.push_back({day, unit, false, {{"csat", 2 + (u + i) / 4}, {"nps", 5}}, "survey"});
    }
  }
  company.add(answers);
}

TEST(Beside, LinkageIsAbsentWithoutItsItems) {
  const Framework linked = framework_of({Beside::linkage});
  Company customers;
  add_linked(customers, false);
  EXPECT_FALSE(beside_of(customers, linked).linkage) << "nobody answers engagement";
  Company employees;
  employees.add(std::vector<HandAnswer>{{"2026-05-04", "u1", true, {{"engagement", 4}}}});
  EXPECT_FALSE(beside_of(employees, linked).linkage) << "no customer answers anything";
}

TEST(Beside, LinkageIsWithWhatCustomersAnswered) {
  Company company;
  std::vector<HandAnswer> answers;
  for (const char* const unit : {"u1", "u2"}) {
    for (int i = 0; i < 5; ++i) answers.push_back({"2026-05-04", unit, true, {{"engagement", 4}}});
    answers.push_back({"2026-05-04", unit, false, {{"stars", 4}}, "review"});
  }
  answers.push_back({"2026-05-04", "elsewhere", false, {{"nps", 9}}, "survey"});
  company.add(answers);
  const Framework linked = framework_of({Beside::linkage});
  EXPECT_EQ(beside_of(company, linked, leader("ana", {"u1", "u2"})).linked_with, "stars") << "nps is another's";
  EXPECT_EQ(beside_of(company, linked).linked_with, "nps");
}

TEST(Beside, LinkageFollowsUnits) {
  Company company;
  add_linked(company, true);
  const BesideScore all = beside_of(company, framework_of({Beside::linkage}));
  ASSERT_TRUE(all.linkage);
  EXPECT_EQ(all.linked_with, "csat") << "the most telling of those asked";
  ASSERT_TRUE(all.linkage->between) << to_text(all.linkage->between.error());
  EXPECT_EQ(all.linkage->between->correlation.n, 10);
  EXPECT_GT(all.linkage->between->correlation.low, 0.8) << "both rise from unit to unit";
  const BesideScore four = beside_of(company, framework_of({Beside::linkage}), leader("ana", {"u1", "u2", "u3", "u4"}));
  ASSERT_TRUE(four.linkage);
  EXPECT_FALSE(four.linkage->between) << "four units tell nothing of units";
  EXPECT_FALSE(beside_of(company, framework_of({Beside::linkage}), leader("eva", {"Brest"})).linkage);
}

org::Organisation ten_leaders() {
  std::vector<org::UnitRow> units{{.id = "all"}};
  std::vector<org::PersonRow> people{{.id = "boss", .unit = "all", .leads = {"all"}}};
  for (int i = 0; i < 10; ++i) {
    units.push_back({.id = fmt::format("u{}", i), .parent = "all"});
    people.push_back(
        {.id = fmt::format("p{}", i), .unit = units.back().id, .manager = "boss", .leads = {units.back().id}});
  }
  return {.units = org::Units::make(std::move(units)).value(),
          .people = org::People::make(std::move(people)).value(),
          .touchpoints = {},
          .journeys = {},
          .values = {},
          .promises = {},
          .goals = {}};
}

/// Of the 100 who are asked in each month 20 answer, and 70 in May.
void add_fed_response(Company& company, const std::string& unit) {
  std::vector<HandAct> acts;
  std::vector<HandAnswer> answers;
  for (int month = 0; month < 11; ++month) {
    const int at = 12 * 2025 + 6 + month;
    const std::string day = fmt::format("{}-{:02}-10", at / 12, at % 12 + 1);
    acts.push_back({day, "invitation.sent", "tool", "", unit, 100.0, {}, {{"to", "customers"}}});
    for (int i = 0; i < (month == 10 ? 70 : 20); ++i) answers.push_back({day, unit, false, {{"csat", 4}}, "survey"});
  }
  company.add(acts);
  company.add(answers);
}

TEST(Beside, FewUnitsAndLeadersHaveNoPeersAndNoFlags) {
  for (int count = 1; count <= 8; ++count) {
    Company company;
    std::vector<HandAnswer> answers;
    std::vector<HandAct> visits;
    for (int u = 0; u < count; ++u) {
      const std::string unit = fmt::format("u{}", u);
      for (int i = 0; i < 12; ++i) answers.push_back({"2026-05-12", unit, false, {{"csat", u == 0 ? 5 : 2}}, "survey"});
      for (int i = 0; i < 12; ++i) visits.push_back({"2026-05-12", "floor.visited", fmt::format("p{}", u), "", unit});
    }
    company.add(answers);
    company.add(visits);
    const org::Organisation organisation = ten_leaders();
    const Framework framework = framework_of({}, {"csat", "listening_acts"});
    EXPECT_TRUE(beside_of(company, framework, everybody(), &organisation).flags.empty()) << count;
  }
}

TEST(Beside, FlagsStandWhereTheFrameworkRestsOnWhatLooksFed) {
  Company company;
  add_fed_response(company, "Lyon");
  const BesideScore resting = beside_of(company, framework_of({}, {"floor_visits", "response_rate"}));
  ASSERT_EQ(resting.flags.size(), 1U);
  EXPECT_EQ(resting.flags[0].flag.sign, Sign::excess_response);
  EXPECT_TRUE(beside_of(company, framework_of({}, {"floor_visits", "team_care"})).flags.empty());
  const Framework satisfied = framework_of({}, {"csat"});
  EXPECT_EQ(beside_of(company, satisfied, leader("ben", {"Lyon"})).flags.size(), 1U);
  EXPECT_TRUE(beside_of(company, satisfied, leader("cleo", {"Nice"})).flags.empty()) << "another's units";
}

/// Twenty visits of each; those of p3 take a minute.
void add_visits(Company& company) {
  std::vector<HandAct> acts;
  for (int i = 0; i < 10; ++i) {
    for (int visit = 0; visit < 20; ++visit) {
      const double minutes = i == 3 ? 1 : 21 + visit;
      acts.push_back({fmt::format("2026-05-{:02}", 1 + visit),
                      "floor.visited",
                      fmt::format("p{}", i),
                      "",
                      fmt::format("u{}", i),
                      {},
                      60 * minutes,
                      {{"notes", "yes"}}});
    }
  }
  company.add(acts);
}

TEST(Beside, FlagsOfLeadersAreForThoseWhoMaySeeThem) {
  Company company;
  add_visits(company);
  const org::Organisation organisation = ten_leaders();
  const Framework framework = framework_of({}, {"listening_acts"});
  const Day soon{day_from_text(k_end)->days + 3};
  const auto told = [&](const Fairness& fairness, const Subject& subject = everybody()) {
    return beside_of(company, framework, subject, &organisation, fairness).flags;
  };
  const auto late = told({.today = k_long_after});
  ASSERT_EQ(late.size(), 1U);
  EXPECT_TRUE(late[0].of_leader);
  EXPECT_EQ(late[0].id, "p3");
  EXPECT_EQ(late[0].flag.sign, Sign::no_time);
  EXPECT_TRUE(told({.today = k_long_after}, leader("p4", {"u4"})).empty()) << "another's flag";
  EXPECT_EQ(told({.today = k_long_after}, leader("p3", {"u3"})).size(), 1U);

  EXPECT_TRUE(told({.viewer = "boss", .today = soon}).empty()) << "the leader sees it first";
  EXPECT_EQ(told({.viewer = "p3", .today = soon}).size(), 1U);
  EXPECT_TRUE(told({.individual_scores = false, .viewer = "p3", .today = k_long_after}).empty())
      << "works-council mode";
  company.add(std::vector<HandAct>{{"2026-06-02", "evidence.seen", "p3", "scores", ""}});
  EXPECT_EQ(told({.viewer = "boss", .today = soon}).size(), 1U) << "p3 has looked";
}

TEST(OpenLeaders, SayWhatMaySeeSaysOfEach) {
  Company company;
  const Day end = day_from_text(k_end).value();
  company.add(std::vector<HandAct>{{"2026-05-10", "evidence.seen", "long-ago", "scores", ""},
                                   {"2026-05-25", "evidence.seen", "a-week-before", "scores", ""},
                                   {"2026-06-02", "evidence.seen", "after", "scores", ""}});
  const measure::StoreReader reader = company.reader(facts::Table::acts);
  for (const bool individual : {true, false}) {
    for (const int days_after : {0, 3, 13, 14, 200}) {
      for (const char* const viewer : {"", "never", "after"}) {
        const Fairness fairness{.individual_scores = individual, .viewer = viewer, .today = Day{end.days + days_after}};
        measure::StoreReader acts = reader;
        const auto open = OpenLeaders::read(acts, fairness, end);
        ASSERT_TRUE(open) << to_text(open.error());
        for (const char* const who : {"never", "long-ago", "a-week-before", "after"}) {
          EXPECT_EQ(open->to(who), may_see(fairness, company.facts(), leader(who, {"u"}), end).has_value())
              << who << " by " << viewer << ", " << days_after << " days after";
        }
      }
    }
  }
}

}  // namespace
}  // namespace bellwether::lead
