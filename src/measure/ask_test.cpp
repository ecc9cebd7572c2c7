#include "measure/ask.hpp"

#include "base/text.hpp"
#include "measure/stand_out.hpp"
#include "store/facts/store_for_test.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

using facts::Folder;
using facts::open_store;
using facts::Opened;
using facts::VoiceOf;

/// One answer in a few words.
struct Said {
  const char* day;  ///< "" for none
  const char* unit;
  int nps = -1;
  const char* text = "";
  VoiceOf voice_of = VoiceOf::customer;
  const char* segment = "";
  int stars = -1;
  std::uint64_t subject = 0;
};

class Ask : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = open_store(folder_.path());
    ASSERT_NE(store_.facts, nullptr);
    catalogue_ = Catalogue::load({}).value();
  }

  void add(const std::vector<Said>& all) {
    facts::SignalBatch batch;
    for (const Said& said : all) {
      facts::Signal& signal = batch.add();
      signal.id = Id{.high = 1, .low = ++ids_};
      if (*said.day != 0) signal.occurred_at = facts::at(said.day);
      signal.received_at = facts::at("2026-12-31");
      signal.source = "test";
      signal.channel = "survey";
      signal.voice_of = said.voice_of;
      signal.unit = said.unit;
      signal.text = said.text;
      if (said.subject != 0) signal.subject = facts::Pseudonym{said.subject};
      std::vector<facts::Rating> ratings;
      if (said.nps >= 0) ratings.push_back({.name = "nps", .value = Hundredths{said.nps * 100}});
      if (said.stars >= 0) ratings.push_back({.name = "stars", .value = Hundredths{said.stars * 100}});
      signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
      std::vector<facts::Attribute> attributes;
      if (*said.segment != 0) attributes.push_back({.name = "segment", .value = std::string_view(said.segment)});
      signal.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
    }
    const auto commit = store_->append(std::move(batch)).get();
    ASSERT_TRUE(commit) << to_text(commit.error());
  }

  Result<Answer> ask(const std::string& line) {
    auto question = question_from_text(line);
    EXPECT_TRUE(question) << line;
    return measure::ask(catalogue_, *store_.facts, guards_, *question);
  }

  /// Rows as lines: "unit=Lyon 2026-11-01–2026-12-01: 50 n=4", "withheld: …".
  std::vector<std::string> lines(const std::string& line) {
    const auto answer = ask(line);
    if (!answer) return {to_text(answer.error())};
    return lines(*answer);
  }
  static std::vector<std::string> lines(const Answer& answer) {
    std::vector<std::string> all;
    for (const AnswerRow& row : answer.rows) {
      std::string text;
      for (const auto& [name, value] : row.slice) text += name + "=" + value.value_or("?") + " ";
      if (row.from) text += bellwether::to_text(*row.from) + "–";
      if (row.to) text += bellwether::to_text(*row.to) + " ";
      if (row.undated) text += "undated ";
      if (const auto* estimate = std::get_if<Estimate>(&row.is)) {
        EXPECT_LE(estimate->low, estimate->value);
        EXPECT_LE(estimate->value, estimate->high);
        text += bellwether::to_text(std::round(estimate->value * 1000) / 1000) + " n=" + std::to_string(row.n);
        if (row.left_out) text += " and more";
      } else {
        text += "withheld n=" + std::to_string(row.n);
      }
      all.push_back(text);
    }
    return all;
  }

  Folder folder_;
  Opened store_;
  Catalogue catalogue_;
  Guards guards_;
  std::uint64_t ids_ = 0;
};
using Lines = std::vector<std::string>;

TEST_F(Ask, AnswersByUnitAndMonth) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 10},
       {.day = "2026-10-06", .unit = "Lyon", .nps = 9},
       {.day = "2026-10-07", .unit = "Lyon", .nps = 8},
       {.day = "2026-10-08", .unit = "Lyon", .nps = 6},
       {.day = "2026-11-02", .unit = "Lyon", .nps = 10},
       {.day = "2026-11-03", .unit = "Nice", .nps = 0},
       {.day = "", .unit = "Nice", .nps = 10},
       {.day = "2026-11-03", .unit = "Nice", .text = "no rating"}});
  // Lyon in October: (2 − 1) / 4 = 25. All: (4 − 2) / 7 = 28.571.
  EXPECT_EQ(lines("nps"), (Lines{"28.571 n=7"}));
  EXPECT_EQ(lines("nps --by unit --every month"),
            (Lines{"unit=Lyon 2026-10-01–2026-11-01 25 n=4", "unit=Lyon 2026-11-01–2026-12-01 100 n=1",
                   "unit=Nice 2026-11-01–2026-12-01 -100 n=1", "unit=Nice undated 100 n=1"}));
  EXPECT_EQ(lines("nps --from 2026-10-06 --to 2026-11-02 --every month"),
            (Lines{"2026-10-06–2026-11-01 0 n=3", "2026-11-01–2026-11-03 100 n=1"}));
  EXPECT_EQ(lines("volume --where 'unit = \"Nice\"'"), (Lines{"3 n=3"}));
  EXPECT_EQ(lines("comment_share"), (Lines{"12.5 n=8"}));
  EXPECT_EQ(lines("'top(rating.nps, 8)' --by unit"), (Lines{"unit=Lyon 80 n=5", "unit=Nice 50 n=2"}));
  EXPECT_EQ(lines("'mean(rating.nps)' --where 'day >= 2026-11-01'"), (Lines{"5 n=2"}));
}

TEST_F(Ask, CountsWhatHasNoDate) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 10},
       {.day = "", .unit = "Lyon", .nps = 1},
       {.day = "", .unit = "Lyon", .nps = 2},
       {.day = "", .unit = "Lyon"}});
  EXPECT_EQ(ask("nps")->undated, 0) << "they are in";
  EXPECT_EQ(ask("nps --from 2026-01-01")->undated, 2);
  EXPECT_EQ(ask("nps --every month")->undated, 2);
  EXPECT_EQ(ask("volume --every month")->undated, 3);
}

TEST_F(Ask, DistributionsHaveARowForEveryAnswerOfTheScale) {
  add({{.day = "2026-10-05", .unit = "Lyon", .stars = 5},
       {.day = "2026-10-05", .unit = "Lyon", .stars = 5},
       {.day = "2026-10-05", .unit = "Lyon", .stars = 1},
       {.day = "2026-10-05", .unit = "Nice", .stars = 4},
       {.day = "2026-10-05", .unit = "Nice", .nps = 4}});
  EXPECT_EQ(lines("'distribution(rating.stars)'"),
            (Lines{"rating.stars=1 25 n=4", "rating.stars=4 25 n=4", "rating.stars=5 50 n=4"}));
  EXPECT_EQ(lines("'distribution(unit)'"), (Lines{"unit=Lyon 60 n=5", "unit=Nice 40 n=5"}));
  const auto by_unit = lines("'distribution(rating.stars)' --by unit");
  ASSERT_EQ(by_unit.size(), 6U) << "a value that was given anywhere has a row everywhere";
  EXPECT_EQ(by_unit[0], "unit=Lyon rating.stars=1 33.333 n=3");
  EXPECT_EQ(by_unit[3], "unit=Nice rating.stars=1 0 n=1");
}

TEST_F(Ask, SaysHowManyAnswersAreMissing) {
  add({{.day = "2026-10-05", .unit = "Lyon", .stars = 5}, {.day = "2026-10-05", .unit = "Nice"}});
  const auto answer = ask("stars").value();
  EXPECT_EQ(std::get<Withheld>(answer.rows.at(0).is).why,
            "only 1 answer here; a mean with its interval needs at least 2 answers");
  EXPECT_EQ(answer.rows.at(0).n, 1);
  const auto none = ask("csat --by unit").value();
  ASSERT_EQ(none.rows.size(), 2U) << "a slice with facts and without answers is told of";
  EXPECT_EQ(std::get<Withheld>(none.rows.at(0).is).why, "no answers here; an estimate needs at least 1 answer");
  catalogue_ =
      Catalogue::from_text("[clean]\nlabel = \"Clean\"\nestimator = \"mean\"\nvalue = \"rating.clean\"", "x").value();
  EXPECT_EQ(std::get<Withheld>(ask("clean").value().rows.at(0).is).why,
            "no fact here carries rating.clean; a mean with its interval needs at least 2 answers");
  EXPECT_EQ(lines("clean --by unit"), Lines{});
  catalogue_ = Catalogue::load({}).value();
  EXPECT_EQ(lines("volume --where 'unit = \"Toulouse\"'"), (Lines{"0 n=0"}));
}

TEST_F(Ask, NamesWhatIsWrong) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 5, .segment = "gold"}});
  EXPECT_EQ(ask("npss").error().mend, "did you mean nps?");
  EXPECT_EQ(ask("nps --by unti").error().where, "--by");
  EXPECT_EQ(ask("nps --by unti").error().mend, "did you mean unit?");
  EXPECT_EQ(ask("nps --by text").error().code, Code::bad_input);
  EXPECT_EQ(ask("nps --where 'unit = \"Lyons\"'").error().mend, "did you mean \"Lyon\"?");
  EXPECT_EQ(ask("nps --where 'segment = \"golt\"'").error().mend, "did you mean \"gold\"?");
  EXPECT_EQ(ask("'mean(rating.npz)'").error().mend, "did you mean rating.nps?");
  EXPECT_EQ(ask("'mean(attribute.segment)'").error().code, Code::bad_input);
  EXPECT_EQ(ask("nps --from 2026-02-02 --to 2026-02-01").error().code, Code::wrong_usage);
  EXPECT_EQ(ask("nps --snapshot 99").error().code, Code::not_found);
  EXPECT_EQ(ask("nps --snapshot 00000000-1").error().code, Code::conflict);
}

TEST_F(Ask, TheQueryMakesTheSameNumbersAgain) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 10, .text = "good", .segment = "gold"},
       {.day = "2026-10-06", .unit = "Lyon", .nps = 3, .text = "bad", .segment = "gold"},
       {.day = "2026-10-06", .unit = "Nice", .nps = 9, .segment = "silver"}});
  for (const char* line :
       {"nps --by unit", "volume --every week --by attribute.segment", "'mean(rating.nps)' --level 0.8",
        "nps --where 'text ~ \"o\" or attribute.segment = \"silver\"'", "'distribution(rating.nps)'"}) {
    const auto first = ask(line);
    ASSERT_TRUE(first) << to_text(first.error());
    add({{.day = "2026-10-05", .unit = "Lyon", .nps = 0, .text = "worse", .segment = "gold"},
         {.day = "2026-10-05", .unit = "Paris", .nps = 0, .segment = "silver"}});
    const auto again = ask(first->query);
    ASSERT_TRUE(again) << to_text(again.error());
    EXPECT_EQ(lines(*again), lines(*first)) << first->query;
    EXPECT_EQ(again->query, first->query);
    EXPECT_EQ(again->snapshot, first->snapshot);
    EXPECT_EQ(again->version, first->version);
    EXPECT_NE(lines(line), lines(*first)) << "the new facts count without the snapshot";
  }
}

TEST_F(Ask, CountsDifferentCustomers) {
  add({{.day = "2026-10-05", .unit = "Lyon", .subject = 1},
       {.day = "2026-10-06", .unit = "Lyon", .subject = 1},
       {.day = "2026-10-06", .unit = "Nice", .subject = 2},
       {.day = "2026-10-06", .unit = "Nice"}});
  EXPECT_EQ(lines("customers"), (Lines{"2 n=2"}));
  EXPECT_EQ(lines("customers --by unit"), (Lines{"unit=Lyon 1 n=1", "unit=Nice 1 n=1"}));
}

std::vector<Said> employees(const char* unit, int count, int nps = 9) {
  return std::vector<Said>(static_cast<std::size_t>(count),
                           Said{.day = "2026-10-05", .unit = unit, .nps = nps, .voice_of = VoiceOf::employee});
}

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

TEST_F(Ask, ComparesTwoPeriods) {
  std::vector<Said> all;
  for (int i = 0; i < 200; ++i) {
    all.push_back({.day = "2026-10-05", .unit = "Lyon", .nps = i % 4 == 0 ? 5 : 10});
    all.push_back({.day = "2026-11-05", .unit = "Lyon", .nps = i % 2 == 0 ? 5 : 10});
  }
  add(all);
  const auto november = period_from_text("2026-11").value();
  const auto october = period_before(november);
  const auto down = compare(catalogue_, *store_.facts, guards_, "nps", "", november, october).value();
  // 100 × (0.5 − 0.5) − 100 × (0.75 − 0.25) = −50
  EXPECT_NEAR(down.difference->value, -50, 1e-9);
  EXPECT_EQ(down.difference->verdict, Verdict::down);
  EXPECT_LT(down.difference->low, -50);
  EXPECT_GT(down.difference->high, -50);
  EXPECT_LT(down.difference->high, 0);
  EXPECT_EQ(lines(down.query), (Lines{"2026-11-01–2026-12-01 0 n=200"}));
  EXPECT_EQ(lines(down.query_before), (Lines{"2026-10-01–2026-11-01 50 n=200"}));
  // 200 signals in 31 days and 200 in 30: no more than chance.
  EXPECT_EQ(compare(catalogue_, *store_.facts, guards_, "volume", "", november, october)->difference->verdict,
            Verdict::cant_tell);
  EXPECT_EQ(compare(catalogue_, *store_.facts, guards_, "volume", "", november, period_from_text("2026-09").value())
                ->difference->verdict,
            Verdict::up);
  EXPECT_FALSE(compare(catalogue_, *store_.facts, guards_, "csat", "", november, october)->difference);
  EXPECT_EQ(compare(catalogue_, *store_.facts, guards_, "distribution(rating.nps)", "", november, october).error().code,
            Code::unsupported);
}

TEST_F(Ask, FindsTheUnitThatStandsOut) {
  std::vector<Said> all;
  for (int i = 0; i < 120; ++i) {
    for (const char* unit : {"Lyon", "Nice", "Metz", "Brest"}) {
      const bool unhappy = unit == std::string("Nice") ? i % 2 == 0 : i % 6 == 0;
      all.push_back(
          {.day = "2026-10-05", .unit = unit, .nps = unhappy ? 3 : 10, .segment = i % 5 == 0 ? "gold" : "silver"});
    }
  }
  for (int i = 0; i < 3; ++i) all.push_back({.day = "2026-10-05", .unit = "Caen", .nps = 0});
  add(all);
  const auto found =
      stand_out(catalogue_, *store_.facts, guards_, {.measure = "nps", .dimensions = {"unit", "attribute.segment"}});
  ASSERT_TRUE(found) << to_text(found.error());
  ASSERT_GE(found->slices.size(), 1U);
  const StandOut& nice = found->slices.front();
  EXPECT_EQ(nice.dimension + "=" + nice.value, "unit=Nice");
  EXPECT_EQ(nice.difference.verdict, Verdict::down);
  EXPECT_EQ(nice.here.value, 0) << "half promoters, half detractors";
  EXPECT_NEAR(nice.rest.value, 100 * (300.0 - 63) / 363, 1e-9) << "3 × 100 promoters, 3 × 20 + 3 detractors";
  EXPECT_LE(nice.p_adjusted, 0.05);
  EXPECT_EQ(found->thin, 1U) << "Caen";
  EXPECT_EQ(found->looked_at, 6U) << "four units and two segments";
  EXPECT_EQ(lines(nice.query), (Lines{"0 n=120"}));
  EXPECT_EQ(stand_out(catalogue_, *store_.facts, guards_, {.measure = "volume", .dimensions = {"unit"}}).error().code,
            Code::unsupported);
}

TEST_F(Ask, KeepsEmployeesFromBeingPickedOutByWhatStandsOut) {
  add(employees("Lyon", 40, 10));
  add(employees("Metz", 40, 0));
  add(employees("Nice", 3, 0));
  const StandOutQuestion question{.measure = "enps", .dimensions = {"unit", "channel"}, .also_unremarkable = true};
  const auto found = stand_out(catalogue_, *store_.facts, guards_, question);
  ASSERT_TRUE(found) << to_text(found.error());
  // Lyon or Metz goes with Nice: with both of them, Nice were the whole less the two.
  EXPECT_EQ(found->looked_at, 1U);
  EXPECT_EQ(found->thin, 2U);
  EXPECT_EQ(found->whole.n, 83);
  StandOutQuestion narrowed = question;
  narrowed.where = "unit = \"Nice\"";
  EXPECT_EQ(stand_out(catalogue_, *store_.facts, guards_, narrowed).error().code, Code::withheld);
  narrowed.where = "unit != \"Nice\"";
  EXPECT_EQ(stand_out(catalogue_, *store_.facts, guards_, narrowed)->whole.n, 40) << "one whole group of two";
}

TEST_F(Ask, ThemesThatSpeakBadlyStandOutAmongMentions) {
  facts::SignalBatch batch;
  for (std::uint64_t i = 0; i < 60; ++i) {
    facts::Signal& signal = batch.add();
    signal.id = Id{.high = 2, .low = i};
    signal.occurred_at = facts::at("2026-10-05");
    signal.received_at = facts::at("2026-12-31");
    signal.source = "test";
    signal.text = "words";
    signal.sentiment = facts::Thousandths{200};
    const std::vector<facts::Mention> mentions{
        {.theme = "staff", .sentiment = facts::Thousandths{static_cast<std::int16_t>(i % 6 == 0 ? -500 : 700)}},
        {.theme = "price", .sentiment = facts::Thousandths{static_cast<std::int16_t>(i % 6 == 0 ? 500 : -700)}}};
    signal.themes = batch.keep(std::span<const facts::Mention>(mentions));
  }
  ASSERT_TRUE(store_->append(std::move(batch)).get());
  const auto found = stand_out(catalogue_, *store_.facts, guards_, {.measure = "sentiment", .dimensions = {"theme"}});
  ASSERT_TRUE(found) << to_text(found.error());
  ASSERT_EQ(found->slices.size(), 2U);
  // Staff: (50 × 0.7 − 10 × 0.5) / 60 = 0.5, in points 50; price the other way round.
  EXPECT_EQ(found->slices[0].value, "price");
  EXPECT_NEAR(found->slices[0].here.value, -50, 1e-9);
  EXPECT_NEAR(found->slices[0].rest.value, 50, 1e-9);
  EXPECT_NEAR(found->slices[0].share_of_volume, 0.5, 1e-12);
}

TEST_F(Ask, NamesTheFactsBehindANumber) {
  add({{.day = "2026-10-05", .unit = "Lyon", .nps = 2, .text = "too slow"},
       {.day = "2026-10-05", .unit = "Lyon", .nps = 1, .text = "lost my bag"},
       {.day = "2026-10-05", .unit = "Lyon", .text = "no rating"},
       {.day = "2026-10-05", .unit = "Nice", .nps = 0, .text = "elsewhere"}});
  const auto is = behind(catalogue_, *store_.facts, "nps", with_slice("", {{"unit", "Lyon"}}).value());
  ASSERT_TRUE(is) << to_text(is.error());
  facts::Look look;
  look.where = is->where;
  look.order = facts::Look::Order::lowest;
  look.order_by = is->value;
  const auto voices = store_->look(look);
  ASSERT_TRUE(voices) << to_text(voices.error());
  ASSERT_EQ(voices->size(), 2U);
  EXPECT_EQ(voices->at(0).text, "lost my bag");
  EXPECT_EQ(voices->at(1).text, "too slow");
}

}  // namespace
}  // namespace bellwether::measure
