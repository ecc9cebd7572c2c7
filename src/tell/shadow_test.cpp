#include "tell/fits_terminal.hpp"
#include "tell/golden.hpp"
#include "tell/shadow_json.hpp"
#include "tell/shadow_sample.hpp"
#include "tell/shadow_term.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::tell {
namespace {

using Json = nlohmann::json;

std::string draw(const lead::ShadowReport& report) { return draw_shadow(report, {.columns = 100}); }

TEST(ShadowTerm, SaysWhatIsLookedAt) {
  const std::string drawn = draw(sample_shadow());
  EXPECT_TRUE(reads(drawn, "The leadership shadow: Hotels, 52 weeks up to 15 November 2026 ")) << drawn;
  EXPECT_TRUE(reads(drawn, "3,204 visible acts, 1,042 units that answer ")) << drawn;
  EXPECT_TRUE(reads(drawn, "prove no cause.")) << drawn;
}

TEST(ShadowTerm, TellsTheEffectInItsWordsWithItsPlacebo) {
  const std::string drawn = draw(sample_shadow());
  EXPECT_TRUE(reads(drawn, "Employees (Engagement) After leaders were seen, employees say more is well. ")) << drawn;
  EXPECT_TRUE(reads(drawn, "placebo, the same weeks before the acts: 0.00 (−0.05 … 0.05), p 0.970")) << drawn;
  EXPECT_TRUE(reads(drawn, "answers lie −0.20 (−0.30 … −0.10) from where they are seen more (p 0.040)")) << drawn;
}

TEST(ShadowTerm, SaysWhyASideIsUnknown) {
  const std::string drawn = draw(sample_shadow());
  EXPECT_TRUE(reads(drawn, "Customers (Customer satisfaction) unknown: only 3 units have answers of customers "))
      << drawn;
}

TEST(ShadowTerm, CallsWhatAFlagConcernsByItsLabel) {
  const std::string drawn = draw(sample_shadow());
  EXPECT_TRUE(reads(drawn, "(concerns Visits to the floor)")) << drawn;
  lead::ShadowReport unknown = sample_shadow();
  unknown.labels.clear();
  EXPECT_TRUE(reads(draw(unknown), "(concerns visits)")) << draw(unknown);
}

// A p is never nothing: two decimals would make 0.0002 a certainty.
TEST(ShadowTerm, NeverCallsAPZero) {
  const std::string drawn = draw(sample_own_shadow());
  EXPECT_TRUE(reads(drawn, "(p < 0.001)")) << drawn;
  EXPECT_FALSE(reads(drawn, "p 0.00)")) << drawn;
}

TEST(ShadowTerm, ListsLeadersDownTheTreeAndRanksNobody) {
  const std::string drawn = draw(sample_shadow());
  const std::string ana = line_with(drawn, "Ana  ");
  for (const char* words : {"1,204", "0.35", "5 of 6", "better after", "something else"}) {
    EXPECT_TRUE(holds(ana, words)) << words << " in " << ana;
  }
  const std::string ben = line_with(drawn, "Ben  ");
  EXPECT_TRUE(ben.starts_with("  Ben")) << ben;
  EXPECT_TRUE(holds(ben, "worse after")) << ben;
  EXPECT_TRUE(holds(ben, "too few weeks")) << ben;
  EXPECT_TRUE(reads(drawn, "Nobody is ranked")) << drawn;
}

TEST(ShadowTerm, SaysWhyThereAreNoLeaders) {
  lead::ShadowReport report = sample_shadow();
  report.leaders.clear();
  report.no_leaders = "Scores of single leaders are not made here.";
  EXPECT_TRUE(reads(draw(report), "Scores of single leaders are not made here. ")) << draw(report);
  report.no_leaders.clear();
  EXPECT_FALSE(reads(draw(report), "Leaders, down")) << draw(report);
}

TEST(ShadowTerm, TellsALeaderWhereHeIsNotSeen) {
  const std::string drawn = draw(sample_own_shadow());
  EXPECT_TRUE(reads(drawn, "Not seen in 1 of 6: Nice. ")) << drawn;
  EXPECT_TRUE(reads(drawn, "Employees: After Ben is seen, employees say less is well. ")) << drawn;
  EXPECT_TRUE(reads(drawn, "Customers: too few weeks with answers and acts. ")) << drawn;
  EXPECT_FALSE(reads(draw(sample_shadow()), "Where am I not seen"));
  lead::ShadowReport everywhere = sample_own_shadow();
  everywhere.leaders[0].not_seen.clear();
  EXPECT_TRUE(reads(draw(everywhere), "Seen in every unit that answers. ")) << draw(everywhere);
}

TEST(ShadowTerm, CountsTheUnitsThatItDoesNotName) {
  lead::ShadowReport report = sample_own_shadow();
  report.leaders[0].not_seen.assign(15, "Nice");
  EXPECT_TRUE(reads(draw(report), "Nice and 3 more.")) << draw(report);
}

TEST(ShadowTerm, TellsOfPressureWhatIsKnownAndWhatIsNot) {
  const std::string drawn = draw(sample_shadow());
  EXPECT_TRUE(reads(drawn, "Days until answers are back: 12 days (8 … 90 or more), n 1,204 ")) << drawn;
  EXPECT_TRUE(reads(drawn, "Strain passed down: unknown, no load is told of ")) << drawn;
}

TEST(ShadowTerm, RaisesFlagsThatChangeNoScore) {
  const std::string drawn = draw(sample_shadow());
  EXPECT_TRUE(reads(drawn, "Worth a look: these change no score ")) << drawn;
  EXPECT_TRUE(reads(drawn, "leader ben, visits shorter than five minutes: 62 % of 40, elsewhere 3 %")) << drawn;
  lead::ShadowReport quiet = sample_shadow();
  quiet.flags.clear();
  EXPECT_FALSE(reads(draw(quiet), "Worth a look")) << draw(quiet);
}

TEST(ShadowTerm, FitsTheTerminalAndIsNotSteered) {
  const std::string hostile = std::string(k_hostile) + " and a name that is longer than any column of a table";
  for (const std::size_t columns : {40U, 72U, 100U}) {
    for (const bool unicode : {true, false}) {
      const Terminal terminal{.columns = columns, .unicode = unicode};
      expect_fits(draw_shadow(sample_shadow(hostile), terminal), terminal);
      expect_fits(draw_shadow(sample_own_shadow(hostile), terminal), terminal);
    }
  }
  expect_ascii(draw_shadow(sample_shadow(), {.columns = 72, .unicode = false}));
}

TEST(ShadowTerm, LooksAsKept) { expect_golden("shadow_100.txt", draw(sample_shadow())); }

TEST(ShadowJson, HoldsTheFigures) {
  const Json json = Json::parse(shadow_json(sample_shadow()));
  EXPECT_EQ(json["of"], (Json{{"kind", "organisation"}, {"id", nullptr}}));
  EXPECT_EQ(json["weeks"], 52);
  const Json& pooled = json["employees"]["pooled"];
  EXPECT_EQ(pooled["effect"]["value"], 0.21);
  EXPECT_EQ(pooled["effect"]["p"], 0.002);
  EXPECT_EQ(pooled["lag_weeks"], (Json{1, 2}));
  EXPECT_EQ(pooled["shows"], "better");
  EXPECT_TRUE(json["employees"]["why"].is_null());
  EXPECT_EQ(json["leaders"][1]["name"], "Ben");
  EXPECT_EQ(json["leaders"][1]["employees"]["effect"]["shows"], "worse");
  EXPECT_EQ(json["leaders"][1]["not_seen"], (Json{"Nice"}));
  EXPECT_EQ(json["flags"][0]["id"], "ben");
  EXPECT_EQ(Json::parse(shadow_json(sample_own_shadow()))["of"], (Json{{"kind", "leader"}, {"id", "ben"}}));
}

TEST(ShadowJson, IsNullWithItsReasonWhereNothingIsKnown) {
  const Json json = Json::parse(shadow_json(sample_shadow()));
  EXPECT_TRUE(json["customers"]["pooled"].is_null());
  EXPECT_EQ(json["customers"]["why"], "only 3 units have answers of customers");
  EXPECT_TRUE(json["customers"]["unseen"].is_null());
  EXPECT_EQ(json["customers"]["unseen_why"], "fewer than 3 units on a side");
  EXPECT_TRUE(json["leaders"][1]["customers"]["effect"].is_null());
  EXPECT_TRUE(json["beside"][1]["value"].is_null());
  EXPECT_EQ(json["beside"][1]["why"], "no load is told of");
}

TEST(ShadowJson, TellsWhereAnIntervalIsOpen) {
  const Json json = Json::parse(shadow_json(sample_shadow()));
  EXPECT_EQ(json["beside"][0]["high"], 90);
  EXPECT_EQ(json["beside"][0]["open_above"], true);
  EXPECT_FALSE(json["beside"][1].contains("open_above"));
}

TEST(ShadowJson, StaysJsonWhateverTheNamesAndHasNoNegativeZero) {
  for (const std::string hostile : {"\"},{\"", "\xFF\xC0", "\x1b[2J\n", "\\"}) {
    const std::string text = shadow_json(sample_shadow(hostile));
    EXPECT_TRUE(Json::accept(text)) << text;
    EXPECT_FALSE(holds(text, "\x1b"));
  }
  lead::ShadowReport report = sample_shadow();
  report.employees.pooled->effect = sample_estimate(-0.0, -0.0, -0.0, 12);
  report.beside[0].evidence.estimate = sample_estimate(-0.0, -0.0, -0.0, 12);
  EXPECT_EQ(negative_zero_in(shadow_json(report)), std::string_view::npos) << shadow_json(report);
}

}  // namespace
}  // namespace bellwether::tell
