// Who sees a part gets the figures of that part and no others: of every measure of the catalogue, however it is asked for.
#include "measure/asked_for_test.hpp"
#include "measure/compare_rows.hpp"

#include <array>
#include <random>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace bellwether::measure {
namespace {

using Words = std::vector<std::string>;

const Reach k_lyon_and_metz{.units = Words{"Lyon", "Metz"}, .employees = {}};
constexpr std::string_view k_the_same = "unit in (\"Lyon\", \"Metz\")";

/// What the filters of the catalogue speak of: everything quoted that matches.
std::set<std::string> quoted(const Catalogue& catalogue, const std::regex& pattern) {
  std::set<std::string> found;
  for (const auto& [id, measure] : catalogue.all()) {
    std::string text = measure.where + " " + measure.value;
    if (measure.of) text += " " + measure.of->where;
    if (measure.until) text += " " + measure.until->where;
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) found.insert((*at)[1]);
  }
  return found;
}

class WithinReach : public Ask {
 protected:
  void SetUp() override {
    Ask::SetUp();
    add_signals();
    add_acts();
  }

  const char* unit() {
    constexpr std::array k_units{"Lyon", "Metz", "Nice", "Paris", ""};
    return k_units.at(random_() % k_units.size());
  }
  std::string day() {
    return "2026-" + std::string(random_() % 2 == 0 ? "09" : "10") + "-1" + std::to_string(random_() % 10);
  }

  void add_signals() {
    const auto ratings = quoted(catalogue_, std::regex(R"(rating\.([a-z_]+))"));
    ASSERT_GT(ratings.size(), 10U);
    facts::SignalBatch batch;
    for (int i = 0; i < 1'500; ++i) {
      facts::Signal& signal = batch.add();
      const std::string when = day();
      signal.id = Id{.high = 1, .low = ++ids_};
      signal.occurred_at = facts::at(when.c_str());
      signal.received_at = facts::at("2026-12-31");
      signal.source = "test";
      signal.channel = random_() % 2 == 0 ? "pulse" : "survey";
      signal.voice_of = random_() % 2 == 0 ? VoiceOf::employee : VoiceOf::customer;
      signal.unit = unit();
      signal.subject = facts::Pseudonym{1 + random_() % 300};
      std::vector<facts::Rating> given{
          {.name = "nps", .value = Hundredths{static_cast<std::int32_t>(random_() % 11) * 100}}};
      for (const std::string& name : ratings) {
        if (name != "nps")
          given.push_back({.name = name, .value = Hundredths{static_cast<std::int32_t>(1 + random_() % 5) * 100}});
      }
      signal.ratings = batch.keep(std::span<const facts::Rating>(given));
    }
    ASSERT_TRUE(store_->append(std::move(batch)).get());
  }

  void add_acts() {
    const auto kinds = quoted(catalogue_, std::regex("\"([a-z_]+\\.[a-z_]+)\""));
    ASSERT_GT(kinds.size(), 30U);
    facts::ActBatch batch;
    for (const std::string& kind : kinds) {
      for (int i = 0; i < 60; ++i) {
        facts::Act& act = batch.add();
        const std::string when = day(), about = "x-" + std::to_string(random_() % 400);
        const std::string actor = "p-" + std::to_string(random_() % 9);
        act.id = {.high = 2, .low = ++ids_};
        act.occurred_at = facts::at(when.c_str(), static_cast<int>(random_() % 24));
        act.received_at = facts::at("2026-12-31");
        act.kind = batch.keep(kind);
        act.about = batch.keep(about);
        act.actor = batch.keep(actor);
        act.unit = unit();
        act.subject = facts::Pseudonym{1 + random_() % 300};
        act.amount = Micros{static_cast<std::int64_t>(random_() % 50) * 1'000'000};
        act.duration_s = Micros{static_cast<std::int64_t>(random_() % 5'000) * 1'000'000};
        const std::array<facts::Attribute, 3> attributes{
            facts::Attribute{.name = "of", .value = std::string_view(i % 2 == 0 ? "employees" : "customers")},
            facts::Attribute{.name = "to", .value = std::string_view(i % 3 == 0 ? "employees" : "customers")},
            facts::Attribute{.name = "due", .value = std::string_view("2026-10-14")}};
        act.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
      }
    }
    ASSERT_TRUE(store_->append(std::move(batch)).get());
  }

  Result<Answer> ask_within(const Reach& reach, const std::string& line) {
    const auto question = question_from_text(line);
    EXPECT_TRUE(question) << line;
    return measure::ask(catalogue_, *store_.facts, guards_, *question, reach);
  }
  Lines lines_within(const Reach& reach, const std::string& line) {
    const auto answer = ask_within(reach, line);
    return answer ? lines(*answer) : Lines{to_text(answer.error())};
  }
  static std::string with(const std::string& measure, const std::string& more, const std::string& where) {
    return measure + " " + more + (where.empty() ? "" : " --where '" + where + "'");
  }

  std::mt19937 random_{4};
};

TEST_F(WithinReach, EveryMeasureIsThatOfThePart) {
  std::size_t figures = 0, differing = 0;
  for (const auto& [id, measure] : catalogue_.all()) {
    for (const char* more : {"", "--by unit", "--every month", "--by unit --from 2026-10-01 --to 2026-10-31"}) {
      const Lines seen = lines_within(k_lyon_and_metz, with(id, more, ""));
      EXPECT_EQ(seen, lines(with(id, more, std::string(k_the_same)))) << id << " " << more;
      for (const std::string& line : seen) {
        EXPECT_EQ(line.find("Nice"), std::string::npos) << id << ": " << line;
        EXPECT_EQ(line.find("unit=?"), std::string::npos) << id << ": " << line;
        figures += line.find("withheld") == std::string::npos ? 1U : 0U;
      }
      differing += *more == 0 && seen != lines(id) ? 1U : 0U;
    }
  }
  EXPECT_GT(figures, catalogue_.all().size()) << "there is something to see";
  EXPECT_GT(2 * differing, catalogue_.all().size()) << "and the whole is something else";
}

TEST_F(WithinReach, AFilterDoesNotLeadOutOfIt) {
  for (const std::string where : {"unit = \"Nice\"", "unit != \"Lyon\" and unit != \"Metz\"", "unit is unknown",
                                  "not (unit in (\"Lyon\", \"Metz\"))"}) {
    for (const char* id : {"nps", "volume", "first_reply_time", "cases_opened", "distribution(rating.nps)"}) {
      for (const std::string& line : lines_within(k_lyon_and_metz, with("'" + std::string(id) + "'", "", where))) {
        EXPECT_TRUE(line.ends_with("n=0") || line.find("there is no measure") != std::string::npos)
            << id << " " << where << ": " << line;
      }
    }
    EXPECT_EQ(lines_within(k_lyon_and_metz, with("volume", "", "(" + where + ") or unit = \"Lyon\"")),
              lines(with("volume", "", "unit = \"Lyon\"")));
  }
}

TEST_F(WithinReach, WeightsStandForItsOwnPopulation) {
  EXPECT_EQ(lines_within(k_lyon_and_metz, "nps --weight unit"),
            lines(with("nps", "--weight unit", std::string(k_the_same))));
  EXPECT_NE(lines_within(k_lyon_and_metz, "nps --weight unit"), lines("nps --weight unit --where 'unit is known'"));
}

TEST_F(WithinReach, WhatItIsComparedWithLiesWithin) {
  const auto question = question_from_text("nps --where 'unit = \"Lyon\"'").value();
  for (const std::string other : {"unit = \"Nice\"", "unit != \"Lyon\""}) {
    const auto compared = compare_rows(catalogue_, *store_.facts, guards_, question, {.where = other}, k_lyon_and_metz);
    ASSERT_TRUE(compared) << to_text(compared.error());
    ASSERT_EQ(compared->rows.size(), 1U);
    const std::string within = other == "unit = \"Nice\"" ? "unit = \"Nice\" and unit = \"Lyon\"" : "unit = \"Metz\"";
    const auto owners = ask(with("nps", "", within));
    EXPECT_EQ(compared->rows[0].before->n, owners->rows[0].n) << other;
  }
}

TEST_F(WithinReach, OfEmployeesNothingIsToldToWhoMayNotSeeThem) {
  const Reach none{.units = Words{"Lyon", "Metz"}, .employees = Words{}};
  const Reach everywhere{.units = {}, .employees = Words{}};
  for (const Reach& reach : {none, everywhere}) {
    const auto answer = ask_within(reach, "enps --by unit");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->rows.size(), 1U);
    EXPECT_EQ(std::get<Withheld>(answer->rows[0].is).why,
              "figures about employees are for those who were granted them");
    const auto mixed = ask_within(reach, "'mean(rating.nps)' --by unit");
    ASSERT_TRUE(mixed);
    const std::string where =
        reach.units ? std::string(k_the_same) + " and voice_of != \"employee\"" : "voice_of != \"employee\"";
    EXPECT_EQ(lines(*mixed), lines(with("'mean(rating.nps)'", "--by unit", where)));
    EXPECT_NE(mixed->notes.back().find("granted"), std::string::npos);
    EXPECT_EQ(ask_within(reach, "recognition_rate --by actor").error().code, Code::withheld);
    EXPECT_EQ(ask_within(reach, "recognition_rate --where 'actor = \"p-1\"'").error().code, Code::withheld);
    EXPECT_TRUE(ask_within(reach, "recognition_rate --by unit"));
  }
  EXPECT_TRUE(ask_within(k_lyon_and_metz, "recognition_rate --by actor"));
}

TEST_F(WithinReach, OfEmployeesThoseOfAPartMayBeTold) {
  const Reach of_lyon{.units = {}, .employees = Words{"Lyon"}};
  EXPECT_EQ(lines_within(of_lyon, "enps"), lines("enps --where 'unit = \"Lyon\"'"));
  EXPECT_EQ(lines_within(of_lyon, "enps --by unit"), lines("enps --by unit --where 'unit = \"Lyon\"'"));
  EXPECT_EQ(lines_within(of_lyon, "nps --by unit"), lines("nps --by unit"));
  EXPECT_EQ(ask_within(of_lyon, "enps")->notes.front(), "Answers of employees are told to you of Lyon alone.");
}

TEST_F(WithinReach, NoWordOfOthersIsNamed) {
  EXPECT_NE(lines("nps --where 'unit = \"Nicee\"'").front().find("did you mean \"Nice\""), std::string::npos);
  EXPECT_EQ(lines_within(k_lyon_and_metz, "nps --where 'unit = \"Nicee\"'"), (Lines{"withheld n=0"}));
}

TEST_F(WithinReach, UnitsThatNoFactCarriesAddNothing) {
  EXPECT_EQ(lines_within(Reach{.units = Words{"Atlantis"}, .employees = {}}, "nps"), (Lines{"withheld n=0"}));
  Words many{"Lyon", "Metz"};
  for (int i = 0; i < 3'000; ++i) many.push_back("Atlantis " + std::to_string(i));
  for (const char* line : {"nps --by unit", "enps --by unit", "recognition_rate --by unit"}) {
    EXPECT_EQ(lines_within(Reach{.units = many, .employees = {}}, line), lines_within(k_lyon_and_metz, line)) << line;
  }
}

TEST_F(WithinReach, TheAnswerSaysHowFarItGoes) {
  const auto answer = ask_within(k_lyon_and_metz, "nps").value();
  EXPECT_EQ(answer.notes.front(), "These figures are of what you may see: Lyon, Metz.");
  EXPECT_EQ(lines_within(k_lyon_and_metz, answer.query), lines(answer)) << "the line asks the same again";
  EXPECT_EQ(lines_within(Reach{.units = Words{}, .employees = {}}, "nps"), (Lines{"withheld n=0"}));
  EXPECT_TRUE(ask("nps")->notes.empty());
}

TEST_F(WithinReach, VoicesBehindAFigureLieWithin) {
  const auto all = behind(catalogue_, *store_.facts, "nps", "");
  const auto part = behind(catalogue_, *store_.facts, "nps", "", k_lyon_and_metz);
  const auto filtered = behind(catalogue_, *store_.facts, "nps", std::string(k_the_same));
  const auto count = [&](const Behind& what) {
    facts::Query query{.table = what.table, .where = what.where, .statistics = {facts::Statistic{}}};
    return store_.facts->ask(query)->rows.front().numbers.front();
  };
  EXPECT_EQ(count(*part), count(*filtered));
  EXPECT_NE(count(*part), count(*all));
}

}  // namespace
}  // namespace bellwether::measure
