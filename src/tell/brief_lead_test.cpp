#include "tell/brief_lead.hpp"

#include "tell/brief_html.hpp"
#include "tell/brief_md.hpp"
#include "tell/brief_term.hpp"
#include "tell/fits_terminal.hpp"
#include "tell/handmade_brief.hpp"
#include "tell/score_sample.hpp"
#include "tell/thin_score.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

Brief brief_of(const SampleCard& sample, const std::string& period = "2026-W46") {
  Brief brief;
  add_lead(std::vector{sample.card}, period, brief);
  return brief;
}

// Of goals kept alone, a fifth of what is wished for.
std::vector<lead::Evidence> thin_evidence() {
  std::vector<lead::Evidence> evidence(7, missing_evidence(lead::State::unknown, "nothing is known"));
  evidence[0] = sample_evidence()[0];
  return evidence;
}

// Reach is lower than clarity, and too thin to be called the weakest: see score_term_test.cpp for the numbers.
TEST(BriefLead, NamesTheEndsAmongWhatIsKnownWellEnough) {
  const Brief brief = brief_of(known_card());
  ASSERT_EQ(brief.lead.size(), 1U);
  const LeadLine& line = brief.lead[0];
  EXPECT_EQ(line.label, "CORE");
  EXPECT_NEAR(line.score.value().value, 57.08, 0.01);
  EXPECT_NEAR(line.coverage, 0.5125, 1e-9);
  EXPECT_FALSE(line.thin);
  EXPECT_EQ(line.told, "weakest: Clarity 57; strongest: Care 75; moved most by Goals kept (+10.0 points)");
}

TEST(BriefLead, SaysOfNothingThatChanceMayHaveMovedThatItMoved) {
  const LeadLine line = brief_of(sample_card({}, sample_evidence(60), sample_evidence(55))).lead[0];
  ASSERT_TRUE(line.change);
  EXPECT_EQ(line.change->verdict, measure::Verdict::cant_tell);
  EXPECT_EQ(line.told, "weakest: Clarity 57; strongest: Care 75");
  EXPECT_EQ(against_words(line), "can't tell yet");
}

TEST(BriefLead, TellsTheChangeOfTheCard) {
  SampleCard sample = known_card();
  const LeadLine up = brief_of(sample).lead[0];
  EXPECT_EQ(up.change->verdict, measure::Verdict::up);
  // Held against chance with those of other frameworks it may be none.
  sample.card.change->difference.verdict = measure::Verdict::cant_tell;
  EXPECT_EQ(brief_of(sample).lead[0].change->verdict, measure::Verdict::cant_tell);
}

TEST(BriefLead, CanBeAskedForAgain) {
  const Brief brief = brief_of(known_card());
  EXPECT_EQ(brief.notes.at(brief.lead[0].note).query,
            "bellwether lead core --period 2026-W46 --show-work --snapshot 1f0c9a2e-42");
  EXPECT_EQ(brief_of(known_card(), "").notes[0].query, "bellwether lead core --show-work --snapshot 1f0c9a2e-42");
}

TEST(BriefLead, ComparesWithBeforeOnlyWhatIsNotThin) {
  EXPECT_TRUE(brief_of(known_card()).lead[0].change);
  EXPECT_FALSE(brief_of(sample_card({}, sample_evidence(), thin_evidence())).lead[0].change);
  EXPECT_FALSE(brief_of(sample_card({}, thin_evidence(), sample_evidence())).lead[0].change);
  EXPECT_FALSE(brief_of(sample_card({}, sample_evidence())).lead[0].change);
}

TEST(BriefLead, SaysWhatToBringWhereItIsThin) {
  const LeadLine line = brief_of(sample_card({}, thin_evidence())).lead[0];
  EXPECT_LT(line.coverage, k_least_coverage);
  EXPECT_TRUE(line.thin);
  EXPECT_EQ(line.told.find("bring next: "), 0U) << line.told;
}

TEST(BriefLead, IsLeftOutWhereNoFrameworkKnowsAnything) {
  const Brief brief = brief_of(sample_card());
  EXPECT_TRUE(brief.lead.empty());
  EXPECT_TRUE(brief.notes.empty());
  EXPECT_FALSE(holds(brief_term(brief, {}), "How we lead"));
  EXPECT_FALSE(holds(brief_md(brief), "How we lead"));
  EXPECT_FALSE(holds(brief_html(brief), "<h2 id=\"lead\">"));
}

TEST(BriefLead, TellsUnknownBesideWhatIsKnown) {
  const SampleCard known = known_card();
  const SampleCard nothing = sample_card();
  Brief brief;
  add_lead(std::vector{known.card, nothing.card}, "", brief);
  ASSERT_EQ(brief.lead.size(), 2U);
  EXPECT_FALSE(brief.lead[1].score);
  EXPECT_TRUE(brief.lead[1].thin);
}

// The line of a framework stands in each form of the brief, from its name to the next one's.
std::string part_of(const std::string& page, const std::string& from, const std::string& to) {
  const std::size_t lead = page.find("How we lead");
  const std::size_t begin = page.find(from, lead);
  return lead == std::string::npos || begin == std::string::npos ? ""
                                                                 : page.substr(begin, page.find(to, begin) - begin);
}

TEST(BriefLead, ShowsNoNumberOfAThinScoreInAnyForm) {
  const Brief brief = handmade_brief();
  for (const std::string& part :
       {part_of(brief_term(brief, {.columns = 100}), "Say <b>", "The shadow"),
        part_of(brief_md(brief), "Say ", "The shadow"), part_of(brief_html(brief), ">Say ", "The shadow")}) {
    EXPECT_TRUE(holds(part, "too little")) << part;
    EXPECT_TRUE(holds(part, "12")) << part;  // % of the evidence
    EXPECT_FALSE(holds(part, "73")) << part;
  }
}

TEST(BriefLead, TellsScoreIntervalAndMoveInEachForm) {
  const Brief brief = handmade_brief();
  for (const std::string& part :
       {part_of(brief_term(brief, {.columns = 100}), "CORE", "Say "), part_of(brief_md(brief), "CORE", "Say "),
        part_of(brief_html(brief), "CORE", "Say ")}) {
    EXPECT_TRUE(holds(part, "57 ")) << part;
    EXPECT_TRUE(holds(part, "52\u00A0…\u00A062")) << part;
    EXPECT_TRUE(holds(part, "71")) << part;
    EXPECT_TRUE(holds(part, "▲")) << part;
    EXPECT_TRUE(holds(part, "weakest")) << part;
  }
}

// Where this score or that before is too thin there was a period before, all the same.
TEST(BriefLead, ComparesInWordsOnlyWhatCanBeCompared) {
  const std::vector<LeadLine> lines = handmade_lead();
  EXPECT_EQ(against_words(lines[0]), "▲ up");
  EXPECT_EQ(against_words(lines[1]), "");
  EXPECT_EQ(against_words(lines[2]), "");
  LeadLine no_before = lines[0];
  no_before.change.reset();
  EXPECT_EQ(against_words(no_before), "nothing to compare with");
}

TEST(BriefLead, LeavesNothingDanglingBehindANoteWithoutVersion) {
  const Brief brief = handmade_brief();
  EXPECT_FALSE(holds(brief_md(brief), " · \n"));
  EXPECT_FALSE(holds(brief_term(brief, {.columns = 100}), " ·\n"));
}

TEST(BriefLead, SaysUnknownInEachForm) {
  const Brief brief = handmade_brief();
  EXPECT_TRUE(holds(part_of(brief_term(brief, {.columns = 100}), "The shadow", "\n"), "unknown"));
  EXPECT_TRUE(holds(part_of(brief_md(brief), "The shadow", "\n"), "unknown"));
  EXPECT_TRUE(holds(part_of(brief_html(brief), "The shadow", "</tr>"), "unknown"));
}

TEST(BriefLead, FitsANarrowTerminal) {
  Brief brief;
  brief.lead = handmade_lead();
  brief.notes = handmade_brief().notes;
  for (const std::size_t columns : {56U, 72U, 100U}) {
    expect_fits(brief_term(brief, {.columns = columns}), {.columns = columns});
  }
}

}  // namespace
}  // namespace bellwether::tell
