// What is told of employees and of few customers, and what is not.
#include "measure/asked_for_test.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace bellwether::measure {
namespace {

TEST_F(Ask, TellsOfEmployeesInWholeGroups) {
  add(employees("Lyon", 20));
  add(employees("Nice", 4, 0));
  add(employees("Metz", 6));
  EXPECT_EQ(lines("enps"), (Lines{"73.333 n=30"}));  // (26 − 4) / 30
  // Nice has four; Metz goes with it, or Nice were the whole less the others.
  EXPECT_EQ(lines("enps --by unit"), (Lines{"unit=Lyon 100 n=20", "unit=Metz withheld n=0", "unit=Nice withheld n=0"}));
  EXPECT_EQ(lines("enps --where 'unit = \"Nice\"'"), (Lines{"withheld n=0"}));
  EXPECT_EQ(lines("enps --where 'unit in (\"Nice\", \"Metz\")'"), (Lines{"20 n=10"}));  // (6 − 4) / 10
  EXPECT_EQ(lines("enps --where 'unit != \"Nice\"'"), (Lines{"100 n=20 and more"})) << "Metz without Nice were Nice";
  EXPECT_EQ(lines("enps --where 'unit = \"Lyon\"'"), (Lines{"100 n=20"}));
  EXPECT_EQ(lines("employee_voices --by unit").at(2), "unit=Nice withheld n=0");
  EXPECT_EQ(lines("'distribution(rating.nps)' --where 'unit = \"Nice\"'"), (Lines{"rating.nps=? withheld n=0"}));
  EXPECT_EQ(lines("'distribution(rating.nps)' --where 'unit in (\"Nice\", \"Metz\")'"),
            (Lines{"rating.nps=0 40 n=10", "rating.nps=9 60 n=10"}));
  EXPECT_EQ(lines("'distribution(unit)' --where 'voice_of = \"employee\"'"), (Lines{"withheld n=0"}));
}

TEST_F(Ask, KeepsFewEmployeesAmongCustomersFromBeingPickedOut) {
  add(employees("Lyon", 2, 0));
  add(std::vector<Said>(30, Said{.day = "2026-10-05", .unit = "Lyon", .nps = 10}));
  EXPECT_EQ(lines("nps"), (Lines{"100 n=30"})) << "customers only";
  EXPECT_EQ(lines("'mean(rating.nps)'"), (Lines{"10 n=30 and more"}))
      << "with them, less the customers' it were the two";
  EXPECT_EQ(ask("'mean(rating.nps)'")->notes.size(), 1U);
  EXPECT_EQ(lines("'mean(rating.nps)' --where 'voice_of = \"customer\"'"), (Lines{"10 n=30"}));
  EXPECT_EQ(lines("'mean(rating.nps)' --by voice_of"),
            (Lines{"voice_of=customer 10 n=30", "voice_of=employee withheld n=0"}));
  EXPECT_EQ(lines("volume --by channel"), (Lines{"channel=survey 30 n=30"})) << "employees are not cut by channel";
}

TEST_F(Ask, SaysWhatToAskInsteadOfWhatWouldPickEmployeesOut) {
  add(employees("Lyon", 20));
  const auto why = [&](const char* line) {
    const auto answer = ask(line);
    EXPECT_TRUE(answer) << to_text(answer.error());
    EXPECT_EQ(answer->rows.size(), 1U);
    const auto* withheld = std::get_if<Withheld>(&answer->rows.at(0).is);
    return withheld == nullptr ? lines(*answer).at(0) : withheld->why;
  };
  const std::string cut = "employees' answers are cut by unit and by month, quarter and year alone";
  const std::string narrow = "employees' answers are narrowed by unit and by --from and --to alone";
  EXPECT_EQ(why("enps --by weekday"), cut);
  EXPECT_EQ(why("enps --by rating.nps"), cut);
  EXPECT_EQ(why("enps --where 'rating.nps >= 9'"), narrow);
  EXPECT_EQ(why("enps --where 'text ~ \"boss\"'"), narrow);
  EXPECT_EQ(why("enps --where 'day = 2026-10-05'"), narrow);
  EXPECT_EQ(why("enps --every week"), "employees' answers are told by month, quarter and year alone");
  EXPECT_EQ(
      why("enps --from 2026-10-05 --to 2026-11-01"),
      "answers of employees are told in groups of 5 people or more, and none lies wholly in here; ask for a larger "
      "unit or a longer time");
  EXPECT_EQ(why("enps --from 2026-10-01 --to 2026-10-31"), "2026-10-01–2026-11-01 100 n=20");
}

TEST_F(Ask, TellsOfEmployeesByTheAttributesThatTheOrganisationChose) {
  std::vector<Said> all;
  for (const auto& [tenure, count] : {std::pair{"1", 8}, std::pair{"5", 7}, std::pair{"20", 1}}) {
    for (int i = 0; i < count; ++i) {
      all.push_back({.day = "2026-10-05", .unit = "Lyon", .nps = 9, .voice_of = VoiceOf::employee, .segment = tenure});
    }
  }
  add(all);
  EXPECT_EQ(lines("enps --by attribute.segment"), (Lines{"withheld n=0"}));
  guards_ = Guards({.employee_attributes = {"segment"}});
  EXPECT_EQ(
      lines("enps --by attribute.segment"),
      (Lines{"attribute.segment=1 100 n=8", "attribute.segment=5 withheld n=0", "attribute.segment=20 withheld n=0"}))
      << "the one of 20 years is joined with the smallest other group";
  EXPECT_EQ(lines("enps --where 'segment != \"1\"'"), (Lines{"100 n=8"}));
  EXPECT_EQ(lines("enps"), (Lines{"100 n=16"}));
}

TEST_F(Ask, JoinsSmallUnitsUnderTheirParent) {
  add(employees("Lyon", 3));
  add(employees("Nice", 4, 0));
  add(employees("Metz", 7));
  EXPECT_EQ(lines("enps --where 'unit in (\"Lyon\", \"Nice\")'"), (Lines{"-14.286 n=7"})) << "all units under one root";
  guards_ = Guards({.parents = {{"Lyon", "South"}, {"Nice", "South"}, {"Metz", "North"}}});
  EXPECT_EQ(lines("enps --where 'unit in (\"Lyon\", \"Nice\")'"), (Lines{"-14.286 n=7"}));
  guards_ = Guards({.parents = {{"Lyon", "South"}, {"Nice", "North"}, {"Metz", "North"}}});
  EXPECT_EQ(lines("enps --by unit"), (Lines{"unit=Lyon withheld n=0", "unit=Metz 100 n=7", "unit=Nice withheld n=0"}));
}

TEST_F(Ask, CountsPeopleAndNotAnswers) {
  std::vector<Said> all;
  for (int i = 0; i < 12; ++i) {
    all.push_back({.day = "2026-10-05",
                   .unit = "Lyon",
                   .nps = 9,
                   .voice_of = VoiceOf::employee,
                   .subject = 1 + static_cast<std::uint64_t>(i % 4)});
  }
  add(all);
  EXPECT_EQ(lines("enps"), (Lines{"withheld n=0"})) << "twelve answers of four people";
  add({{.day = "2026-10-06", .unit = "Lyon", .nps = 9, .voice_of = VoiceOf::employee, .subject = 5}});
  EXPECT_EQ(lines("enps"), (Lines{"100 n=13"}));
}

TEST_F(Ask, TellsNothingOfEmployeesAsOfAnEarlierSnapshot) {
  add(employees("Lyon", 9));
  const auto then = ask("enps").value();
  EXPECT_EQ(lines(then), (Lines{"100 n=9"}));
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 9}});
  EXPECT_EQ(lines(then.query), (Lines{"100 n=9"})) << "customers change nothing";
  add(employees("Lyon", 1, 0));
  EXPECT_EQ(lines(then.query), (Lines{"withheld n=0"})) << "the two together would tell of the one";
  EXPECT_EQ(lines("enps"), (Lines{"80 n=10"}));
}

TEST_F(Ask, KeepsPartsThatMeasuresDefineInGroupsOfTheirOwn) {
  const char* text = R"([all_stars]
label = "All"
where = 'voice_of = "employee"'
estimator = "mean"
value = "rating.stars"
[team_stars]
label = "Without leaders"
where = 'voice_of = "employee" and attribute.segment != "leader"'
estimator = "mean"
value = "rating.stars"
)";
  std::vector<Said> all;
  for (const char* unit : {"Lyon", "Nice"}) {
    for (int i = 0; i < 8; ++i) {
      all.push_back(
          {.day = "2026-10-05", .unit = unit, .voice_of = VoiceOf::employee, .segment = "team", .stars = 3 + i % 2});
    }
    all.push_back({.day = "2026-10-05", .unit = unit, .voice_of = VoiceOf::employee, .segment = "leader", .stars = 5});
  }
  add(all);
  catalogue_ = Catalogue::from_text(text, "x").value();
  EXPECT_EQ(lines("team_stars --by unit"), (Lines{"unit=Lyon 3.5 n=8", "unit=Nice 3.5 n=8"}));
  EXPECT_EQ(lines("all_stars --by unit"), (Lines{"unit=Lyon 3.5 n=8 and more", "unit=Nice 3.5 n=8 and more"}))
      << "with its leader, less the team's, it were the leader's own";
  EXPECT_EQ(lines("all_stars"), (Lines{"3.5 n=16 and more"})) << "two leaders are told to nobody";
}

TEST_F(Ask, TellsASmallShareOfInvitationsToNobody) {
  facts::ActBatch acts;
  for (const auto& [unit, asked] : {std::pair{"Lyon", 20}, std::pair{"Nice", 9}, std::pair{"Metz", 3}}) {
    facts::Act& act = acts.add();
    act.id = Id{.high = 3, .low = ++ids_};
    act.occurred_at = facts::at("2026-10-01");
    act.received_at = facts::at("2026-12-31");
    act.source = "test";
    act.kind = "invitation.sent";
    act.unit = unit;
    act.amount = Micros{asked * k_micros};
  }
  ASSERT_TRUE(store_->append(std::move(acts)).get());
  add(employees("Lyon", 10));
  add(employees("Nice", 6));
  catalogue_ = Catalogue::from_text(R"([took_part]
label = "Took part"
where = 'voice_of = "employee"'
of = { facts = "acts", where = 'kind = "invitation.sent"', value = "amount", as = "flow" }
estimator = "share"
unit = "%")",
                                    "x")
                   .value();
  EXPECT_EQ(lines("took_part --by unit"),
            (Lines{"unit=Lyon 50 n=10", "unit=Metz withheld n=0", "unit=Nice 66.667 n=6"}));
  EXPECT_EQ(lines("took_part"), (Lines{"50 n=16"}));
  add(employees("Metz", 1));
  EXPECT_EQ(lines("took_part --by unit"),
            (Lines{"unit=Lyon 50 n=10", "unit=Metz withheld n=0", "unit=Nice withheld n=0"}));
  EXPECT_EQ(lines("took_part"), (Lines{"53.125 n=17"}));
}

TEST_F(Ask, KeepsFewCustomersWhereTheOrganisationWantsIt) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 9}, {.day = "2026-10-05", .unit = "Nice", .nps = 9}});
  add(std::vector<Said>(5, Said{.day = "2026-10-05", .unit = "Metz", .nps = 9}));
  EXPECT_EQ(lines("nps --by unit").at(0), "unit=Lyon 100 n=1");
  guards_ = Guards({.k_customer = 3});
  EXPECT_EQ(lines("nps --by unit"),
            (Lines{"unit=Lyon withheld n=0", "unit=Metz withheld n=0", "unit=Nice withheld n=0"}));
  EXPECT_EQ(lines("nps --where 'unit != \"Lyon\"'"), (Lines{"withheld n=0"}));
  EXPECT_EQ(lines("nps"), (Lines{"100 n=7"}));
}

}  // namespace
}  // namespace bellwether::measure
