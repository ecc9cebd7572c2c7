// Every special on a handful of facts whose answer is worked out in the comments.
#include "lead/company_for_test.hpp"

#include <cmath>

namespace bellwether::lead {
namespace {

std::string week(int number) { return to_text(Day{day_from_text("2025-01-06")->days + 7 * number}); }

TEST(CycleTime, IsFromTheFirstSignalToTheProof) {
  Company company;
  std::vector<HandAct> acts;
  // 40, 60 and 80 days after the first of January: half of them take no longer than 60.
  for (const auto& [id, proven] :
       {std::pair("1", "2026-02-10"), std::pair("2", "2026-03-02"), std::pair("3", "2026-03-22")}) {
    const std::string n = id;
    acts.push_back({"2026-01-10", "finding.seen", "ana", "f" + n, "Lyon", {}, {}, {{"since", "2026-01-01"}}});
    acts.push_back({"2026-01-20", "improvement.started", "ana", "i" + n, "Lyon", {}, {}, {{"finding", "f" + n}}});
    acts.push_back({proven, "improvement.proven", "ana", "i" + n, "Lyon"});
  }
  // Of another unit, and one whose finding nobody knows.
  acts.push_back({"2026-01-02", "finding.seen", "ben", "f9", "Nice"});
  acts.push_back({"2026-01-03", "improvement.started", "ben", "i9", "Nice", {}, {}, {{"finding", "f9"}}});
  acts.push_back({"2026-01-05", "improvement.proven", "ben", "i9", "Nice"});
  acts.push_back({"2026-01-03", "improvement.started", "ben", "i8", "Lyon", {}, {}, {{"finding", "?"}}});
  company.add(acts);
  const Evidence found = company.special(Special::cycle_time, leader("ana", {"Lyon"}), "2026-04-01");
  ASSERT_EQ(found.state, State::known) << found.why;
  EXPECT_DOUBLE_EQ(found.estimate.value, 60);
  EXPECT_EQ(found.n, 3);
  EXPECT_EQ(found.newest, day_from_text("2026-03-22").value());
  EXPECT_EQ(company.special(Special::cycle_time, leader("eva", {"Brest"}), "2026-04-01").state, State::unknown);
  const Evidence too_few = company.special(Special::cycle_time, leader("ana", {"Lyon"}), "2026-04-01", 365, nullptr, 5);
  EXPECT_EQ(too_few.why, "only 3 of the 5 that it takes");
}

TEST(ForecastCalibration, CountsTruthsInsideOfWhoDecided) {
  Company company;
  std::vector<HandAct> acts;
  int id = 0;
  // Three of four inside of 0 … 10; the fifth is another's.
  for (const double truth : {0.0, 5.0, 10.0, 11.0, 50.0}) {
    const std::string about = "d" + std::to_string(++id);
    const std::string who = truth == 50 ? "ben" : "ana";
    acts.push_back({"2026-01-10", "decision.taken", who, about, "Lyon", 4.0, {}, {}, {{"low", 0}, {"high", 10}}});
    acts.push_back({"2026-02-10", "decision.reviewed", "controller", about, "Lyon", truth});
  }
  company.add(acts);
  const Evidence found = company.special(Special::forecast_calibration, leader("ana", {"Lyon"}), "2026-04-01");
  ASSERT_EQ(found.state, State::known) << found.why;
  EXPECT_DOUBLE_EQ(found.estimate.value, 75);
  EXPECT_EQ(found.n, 4);
}

/// Answers of a team, one for each number.
void answer(std::vector<HandAnswer>& answers, const std::string& item, const std::vector<int>& values,
            bool employee = true, const Words& attributes = {}) {
  for (const int value : values)
    answers.push_back({"2026-03-02", "Lyon", employee, {{item, value}}, employee ? "pulse" : "survey", attributes});
}

TEST(SelfGap, TurnsStrainAroundAndTakesItemsAlike) {
  Company company;
  std::vector<HandAnswer> answers{{"2026-03-01",
                                   "Lyon",
                                   true,
                                   {{"clarity", 5}, {"strain", 1}, {"tools", 1}},
                                   "self-assessment",
                                   {{"leader", "ana"}}}};
  // Clarity 3.5; strain 2.5, turned around 3.5; nobody answered to tools. 5 less 3.5.
  for (const int value : {3, 4, 3, 4, 3, 4}) {
    answers.push_back({"2026-03-02", "Lyon", true, {{"clarity", value}, {"strain", value == 3 ? 2 : 3}}});
  }
  company.add(answers);
  const Evidence found = company.special(Special::self_gap, leader("ana", {"Lyon"}), "2026-04-01");
  ASSERT_EQ(found.state, State::known) << found.why;
  EXPECT_NEAR(found.estimate.value, 1.5, 1e-12);
  EXPECT_LT(found.estimate.low, 1.5);
  EXPECT_EQ(found.n, 7);
}

TEST(SelfGap, IsAsSureAsItsItemsAgree) {
  const auto gap_where = [](int clarity, int tools, int care) {
    Company company;
    std::vector<HandAnswer> answers{{"2026-03-01",
                                     "Lyon",
                                     true,
                                     {{"clarity", clarity}, {"tools", tools}, {"care", care}},
                                     "self-assessment",
                                     {{"leader", "ana"}}}};
    for (int person = 0; person < 40; ++person) {
      const int value = 2 + person % 2;
      answers.push_back({"2026-03-02", "Lyon", true, {{"clarity", value}, {"tools", value}, {"care", value}}});
    }
    company.add(answers);
    return company.special(Special::self_gap, leader("ana", {"Lyon"}), "2026-04-01");
  };
  const Evidence agreeing = gap_where(4, 4, 4);
  const Evidence differing = gap_where(3, 4, 5);
  ASSERT_EQ(agreeing.state, State::known) << agreeing.why;
  ASSERT_EQ(differing.state, State::known) << differing.why;
  EXPECT_NEAR(agreeing.estimate.value, differing.estimate.value, 1e-12);
  // Gaps of 0.5, 1.5 and 2.5 have a standard deviation of 1: t(2) / √3 = 4.3027 / 1.7321 = 2.484; but nobody says less than 1
  // or more than 5 of 5, which is 3 below what was said and 1 above. The team's own part comes on top.
  EXPECT_LT(differing.estimate.low, 1.5 - 2.484);
  EXPECT_GT(differing.estimate.high, 1.5 + 1);
  EXPECT_GT(agreeing.estimate.low, 1);
}

TEST(SelfGap, OfOneItemAloneIsNotKnown) {
  Company company;
  std::vector<HandAnswer> answers{
      {"2026-03-01", "Lyon", true, {{"clarity", 5}}, "self-assessment", {{"leader", "ana"}}}};
  answer(answers, "clarity", {3, 4, 3, 4, 3, 4});
  company.add(answers);
  const Evidence found = company.special(Special::self_gap, leader("ana", {"Lyon"}), "2026-04-01");
  EXPECT_EQ(found.state, State::unknown);
  EXPECT_EQ(found.n, 7);
}

TEST(SelfGap, OfFewerThanFiveIsWithheld) {
  Company company;
  std::vector<HandAnswer> answers{
      {"2026-03-01", "Lyon", true, {{"clarity", 5}}, "self-assessment", {{"leader", "ana"}}}};
  answer(answers, "clarity", {3, 4, 3, 4});
  company.add(answers);
  const Evidence found = company.special(Special::self_gap, leader("ana", {"Lyon"}), "2026-04-01");
  EXPECT_EQ(found.state, State::withheld);
  EXPECT_EQ(found.n, 0);
}

TEST(PerceptionGap, IsTheMeanOfTheGapsToTeamsAndToCustomers) {
  Company company;
  std::vector<HandAnswer> answers;
  answer(answers, "care", {4, 5, 4, 5, 4, 5}, true, {{"role", "leader"}});
  answer(answers, "care", {3, 4, 3, 4, 3, 4});
  answer(answers, "care", {2, 3, 2, 3, 2, 3}, false);
  company.add(answers);
  // ((4.5 − 3.5) + (4.5 − 2.5)) / 2
  const Evidence found = company.special(Special::perception_gap, everybody(), "2026-04-01");
  ASSERT_EQ(found.state, State::known) << found.why;
  EXPECT_NEAR(found.estimate.value, 1.5, 1e-12);
}

TEST(SayDoGap, IsWhatIsClaimedLessWhatIsKeptAndFelt) {
  Company company;
  std::vector<HandAct> acts;
  int id = 0;
  const auto promise = [&](const std::string& value, bool kept) {
    const std::string about = "p" + std::to_string(++id);
    acts.push_back({"2026-01-10", "promise.made", "ana", about, "Lyon", {}, {}, {{"value", value}}});
    acts.push_back({"2026-02-10", kept ? "promise.kept" : "promise.broken", "ana", about, "Lyon"});
  };
  for (const bool kept : {true, true, true, false}) promise("reliable", kept);
  for (const bool kept : {true, false, false, false}) promise("caring", kept);
  acts.push_back(
      {"2026-01-10", "promise.made", "ana", "open", "Lyon", {}, {}, {{"value", "reliable"}, {"due", "2026-09-01"}}});
  company.add(acts);
  std::vector<HandAnswer> answers;
  answer(answers, "brand_lived", {4, 5, 4, 5, 4, 5}, true, {{"role", "leader"}});  // 87.5 of 100
  answer(answers, "brand_lived", {3, 4, 3, 4, 3, 4});                              // 62.5
  answer(answers, "brand_lived", {2, 4, 2, 4, 2, 4}, false);                       // 50
  company.add(answers);
  // Reliable: (75 + 62.5 + 50) / 3 = 62.5; caring: (25 + 62.5 + 50) / 3 = 45.83. 87.5 less their mean.
  const Evidence found = company.special(Special::say_do_gap, everybody(), "2026-04-01");
  ASSERT_EQ(found.state, State::known) << found.why;
  EXPECT_NEAR(found.estimate.value, 87.5 - (62.5 + 137.5 / 3) / 2, 1e-9);
  EXPECT_EQ(found.n, 8 + 18);
}

TEST(HardWeeks, AreHeldAgainstTheLeadersOwnCalmOnes) {
  Company company;
  std::vector<HandAct> acts;
  for (int w = 0; w < 40; ++w) {
    const bool hard = w % 4 == 0;
    acts.push_back({week(w), "load.measured", "ana", "", "Lyon", hard ? 1.2 : 0.8});
    // Hard: 1 or 3, twice a week on average. Calm: 3 or 5, four times.
    const int visits = (hard ? 2 : 4) + (w / 4 % 2 == 0 ? -1 : 1);
    for (int v = 0; v < visits; ++v) acts.push_back({week(w), "floor.visited", "ana", "", "Lyon", {}, 1800.0});
  }
  company.add(acts);
  const Evidence found = company.special(Special::hard_weeks, leader("ana", {"Lyon"}), week(40), 280);
  ASSERT_EQ(found.state, State::known) << found.why;
  EXPECT_NEAR(found.estimate.value, 50, 1e-9);
  EXPECT_EQ(found.n, 10);
}

TEST(RecoveryAfterShock, IsTheTimeUntilAnswersAreBack) {
  Company company;
  std::vector<HandAct> acts;
  std::vector<HandAnswer> answers;
  for (const std::string unit : {"Lyon", "Nice"}) {
    acts.push_back({week(12), "shock.began", "ana", "shock-" + unit, unit});
    for (int w = 0; w < 30; ++w) {
      // Around 4; three weeks at 2; back in the fourth: 21 days.
      const bool down = 12 <= w && w < 15;
      for (int i = 0; i < 10; ++i) {
        const int value = down ? 2 : (i == 0 ? (w % 2 == 0 ? 3 : 5) : 4);
        answers.push_back({week(w), unit, false, {{"csat", value}}, "survey"});
      }
    }
  }
  company.add(acts);
  company.add(answers);
  const Evidence found = company.special(Special::recovery_after_shock, everybody(), week(30), 210);
  ASSERT_EQ(found.state, State::known) << found.why;
  EXPECT_DOUBLE_EQ(found.estimate.value, 21);
  EXPECT_EQ(found.n, 2);
  EXPECT_EQ(company.special(Special::recovery_after_shock, leader("eva", {"Brest"}), week(30), 210).why,
            "no shock is recorded in this time");
}

TEST(PressurePassedDown, IsTheRiseOfStrainBeyondTheOthers) {
  Company company;
  std::vector<HandAct> acts;
  std::vector<HandAnswer> answers;
  for (int u = 0; u < 8; ++u) {
    const std::string unit = "team-" + std::to_string(u);
    // Each is asked for more once, weeks apart. Strain of team 0 rises by a whole point, that of the others by none.
    const int raised = 5 + 5 * u;
    acts.push_back({week(raised), "target.raised", "ceo", "", unit, 8.0});
    for (int w = 0; w < 52; ++w) {
      const int more = u == 0 && raised <= w && w < raised + 8 ? 1 : 0;
      for (int i = 0; i < 6; ++i) {
        const int luck = (31 * w + 17 * u + 7 * i + w * u) % 7 < 2 ? 1 : 0;
        answers.push_back({week(w), unit, true, {{"strain", 2 + luck + more}}});
      }
    }
  }
  company.add(acts);
  company.add(answers);
  const Evidence passing = company.special(Special::pressure_passed_down, leader("l0", {"team-0"}), week(52), 364);
  ASSERT_EQ(passing.state, State::known) << passing.why;
  EXPECT_NEAR(passing.estimate.value, 1, 0.15);
  EXPECT_GT(passing.estimate.low, 0.5);
  const Evidence absorbing = company.special(Special::pressure_passed_down, leader("l3", {"team-3"}), week(52), 364);
  ASSERT_EQ(absorbing.state, State::known) << absorbing.why;
  EXPECT_NEAR(absorbing.estimate.value, 0, 0.2);
  // Eight weeks on either side, but only five before the first target: 13 × 6 and 16 × 6.
  EXPECT_EQ(passing.n, 78);
  EXPECT_EQ(absorbing.n, 96);
}

}  // namespace
}  // namespace bellwether::lead
