#include "tell/score_term.hpp"

#include "tell/fits_terminal.hpp"
#include "tell/golden.hpp"
#include "tell/score_sample.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

std::string draw(const lead::Scorecard& card, const Terminal& terminal = {.columns = 100}, bool show_work = false) {
  return draw_scores({card}, {.show_work = show_work}, terminal);
}

std::vector<lead::TrendPoint> trend_of(const lead::Scorecard& card) {
  return {{.end = day_from({2026, 8, 1}).value(), .scored = {}, .coverage = 0},
          {.end = day_from({2026, 11, 1}).value(), .scored = card.now.scored, .coverage = card.now.coverage}};
}

// Clarity (2 × 60 + 1 × 50) / 3 = 56.7, care 75, reach 40: (2 × 56.7 + 75 + 40) / 4 = 57.1; what is unknown takes no part.
// Coverage: clarity 1; care 1 / 2 × (½ + ½ × 1 / 2) = 0.375; truth 0; reach 1 / 4 × 0.75 = 0.1875; all (2 + 0.375 + 0.1875) / 5
// = 0.5125.
TEST(ScoreTerm, TellsEachDimensionAndTheWhole) {
  const SampleCard sample = known_card();
  const std::string drawn = draw(sample.card);
  EXPECT_TRUE(reads(drawn, "CORE: Lyon, up to 15 November 2026")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "Clarity "), " 57 ")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "Clarity "), "100\u00A0%")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "Clarity "), "2 of 2")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "Care "), " 75 ")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "Care "), "1 of 2")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "CORE "), " 57 ")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "CORE "), "51\u00A0%")) << drawn;
  EXPECT_TRUE(reads(drawn, "snapshot 1f0c9a2e-42")) << drawn;
}

TEST(ScoreTerm, CallsUnknownWhatNothingIsKnownOf) {
  const SampleCard known = known_card();
  const std::string truth = line_with(draw(known.card), "Truth ");
  EXPECT_TRUE(holds(truth, "unknown")) << truth;
  EXPECT_TRUE(holds(truth, " 0\u00A0%")) << truth;
  EXPECT_TRUE(holds(truth, "0 of 1")) << truth;

  const SampleCard nothing = sample_card();
  const std::string whole = line_with(draw(nothing.card), "CORE  ");
  EXPECT_TRUE(holds(whole, "unknown")) << whole;
  EXPECT_FALSE(reads(draw(nothing.card), "since")) << draw(nothing.card);
}

TEST(ScoreTerm, CallsThinWhatRestsOnTooLittle) {
  const SampleCard sample = known_card();
  const std::string drawn = draw(sample.card);
  EXPECT_TRUE(holds(line_with(drawn, "Reach "), "thin 40")) << drawn;
  EXPECT_FALSE(holds(line_with(drawn, "Care "), "thin")) << drawn;  // 37.5 %
  EXPECT_TRUE(reads(drawn, "Thin: coverage under 25 %")) << drawn;
  const std::string reach = line_with(draw(sample.card, {.columns = 100, .colour = true}), "Reach");
  EXPECT_TRUE(holds(reach, "\x1b[38;5;245mthin 40\x1b[0m")) << reach;
}

TEST(ScoreTerm, ExplainsThinOnlyWhereSomethingIs) {
  SampleCard sample = known_card();
  sample.card.now.dimensions.pop_back();
  EXPECT_FALSE(reads(draw(sample.card), "Thin: ")) << draw(sample.card);
}

TEST(ScoreTerm, TellsAThinWholeAsThin) {
  std::vector<lead::Evidence> evidence = sample_evidence();
  for (std::size_t at : {0U, 1U}) evidence[at] = missing_evidence(lead::State::unknown, "nothing is known");
  const SampleCard sample = sample_card({}, evidence);  // (0.375 + 0.1875) / 5 = 0.11; (75 + 40) / 2 = 57.5
  EXPECT_TRUE(holds(line_with(draw(sample.card), "CORE  "), "thin 5")) << draw(sample.card);
  const std::string several = draw_scores({sample.card, sample.card}, {}, {.columns = 100});
  EXPECT_TRUE(holds(line_with(several, "CORE  "), "thin 5")) << several;
}

// Goals kept rose from 30 to 60, and have 2 / 3 × 2 / 4 = a third of the whole: + 10.
TEST(ScoreTerm, TellsWhatMovedIt) {
  const SampleCard sample = known_card();
  const std::string drawn = draw(sample.card);
  EXPECT_TRUE(reads(drawn, "Up 10 (3 … 17) since 16 August 2026, from 47 ")) << drawn;
  EXPECT_TRUE(reads(drawn, "+10.0 Clarity · Goals kept")) << drawn;
  EXPECT_FALSE(reads(drawn, "0.0 Reach")) << drawn;  // what did not move is not told
}

TEST(ScoreTerm, SaysWhereAMoveMayBeChance) {
  const SampleCard sample = sample_card({}, sample_evidence(60), sample_evidence(63));
  EXPECT_TRUE(
      reads(draw(sample.card), "−1 (−8 … 6) since 16 August 2026, from 58, which can't be told from chance yet"))
      << draw(sample.card);
  EXPECT_TRUE(reads(draw(sample.card), "−1.0 Clarity · Goals kept")) << draw(sample.card);
}

TEST(ScoreTerm, ClaimsNoMoveThatItsNumbersDoNotShow) {
  const SampleCard sample = sample_card({}, sample_evidence(60), sample_evidence(60.3));
  EXPECT_TRUE(reads(draw(sample.card), "0 (−7 … 7) since 16 August 2026, from 57")) << draw(sample.card);
  EXPECT_FALSE(reads(draw(sample.card), "Down")) << draw(sample.card);
}

TEST(ScoreTerm, SaysWhatIsNewlyKnownAndWhatNoMore) {
  std::vector<lead::Evidence> less = sample_evidence();
  less[0] = missing_evidence(lead::State::unknown, "nothing is known");
  const SampleCard newly = sample_card({}, sample_evidence(), less);
  EXPECT_TRUE(reads(draw(newly.card), "Goals kept (not known before)")) << draw(newly.card);
  const SampleCard no_more = sample_card({}, less, sample_evidence());
  EXPECT_TRUE(reads(draw(no_more.card), "Goals kept (no longer known)")) << draw(no_more.card);
}

// Visits weigh 3 of 4 in reach and would bring its second side: 0.75 × 1 + 0.25 × … = from 0.1875 to 1, a fifth of it: + 16 %.
// Said and done would lift truth from 0 to 1: + 20 %, and comes first.
TEST(ScoreTerm, SaysWhichUnitsMovedBetweenTheTwo) {
  SampleCard sample = known_card();
  EXPECT_FALSE(reads(draw(sample.card), "Units under")) << draw(sample.card);
  sample.card.units = {.came = {{.label = "Lyon", .below = 3}, {.label = "Nice"}}, .left = {{.label = "Metz"}}};
  const char* const told = "Units under Lyon changed between the two: +2 (Lyon with 3 below it, Nice), −1 (Metz)";
  EXPECT_TRUE(reads(draw(sample.card), told)) << draw(sample.card);
  EXPECT_TRUE(reads(draw_scores({sample.card, sample.card}, {}, {.columns = 100}), told));
  const SampleCard new_there = sample_card({}, sample_evidence());
  EXPECT_FALSE(reads(draw(new_there.card), "Units under"));
}

TEST(ScoreTerm, SaysWhatEvidenceToBringNextMostFirst) {
  const SampleCard sample = known_card();
  const std::string drawn = draw(sample.card);
  const std::size_t first = as_read(drawn).find("+20 % Truth · Said and done: ask for it");
  const std::size_t second = as_read(drawn).find("+16 % Reach · Visits to the floor: tell of visits");
  EXPECT_NE(first, std::string::npos) << drawn;
  EXPECT_NE(second, std::string::npos) << drawn;
  EXPECT_LT(first, second);
}

TEST(ScoreTerm, ShowsTheTrendOldestFirst) {
  SampleCard sample = known_card();
  EXPECT_FALSE(reads(draw(sample.card), "over time"));
  sample.card.trend = trend_of(sample.card);
  const std::string drawn = draw(sample.card);
  EXPECT_TRUE(holds(line_with(drawn, "to 2026-07-31"), "unknown")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "to 2026-10-31"), " 57 ")) << drawn;
  EXPECT_LT(drawn.find("to 2026-07-31"), drawn.find("to 2026-10-31"));
}

TEST(ScoreTerm, PutsSeveralFrameworksIntoOneTable) {
  const SampleCard one = known_card();
  SampleCard other = sample_card();
  other.framework->label = "Say and do";
  const std::string drawn = draw_scores({one.card, other.card}, {}, {.columns = 100});
  EXPECT_TRUE(reads(drawn, "How we lead: Lyon, up to 15 November 2026")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "CORE"), " 57 ")) << drawn;
  EXPECT_TRUE(holds(line_with(drawn, "Say and do"), "unknown")) << drawn;
  EXPECT_FALSE(reads(drawn, "Clarity")) << drawn;
  EXPECT_TRUE(reads(draw_scores({one.card, other.card}, {.show_work = true}, {.columns = 100}), "Clarity"));
}

TEST(ScoreTerm, DrawsAnEmptyListAsNoRows) { EXPECT_TRUE(reads(draw_scores({}, {}, {}), "framework")); }

TEST(ScoreTerm, FitsTheTerminalAndIsNotSteered) {
  SampleCard sample = known_card(std::string(k_hostile) + " and a name that is longer than any column of a table");
  sample.card.beside = std::make_shared<const lead::BesideScore>(sample_beside(std::string(k_hostile)));
  sample.card.trend = trend_of(sample.card);
  for (const std::size_t columns : {40U, 56U, 72U, 80U, 100U}) {
    for (const bool unicode : {true, false}) {
      const Terminal terminal{.columns = columns, .unicode = unicode};
      expect_fits(draw(sample.card, terminal, true), terminal);
      expect_fits(draw_scores({sample.card, sample.card}, {.show_work = true}, terminal), terminal);
    }
  }
}

// At the width that is taken where none is known, no word or number of ours is cut.
TEST(ScoreTerm, CutsNothingAtTheUsualWidth) {
  const SampleCard sample = known_card();
  const std::string drawn = draw(sample.card, {.columns = k_fallback});
  for (const char* whole : {"thin 40", "unknown", "coverage", "1 of 2", "interval", "65 … 80"}) {
    const std::string spaced = std::string(whole) == "65 … 80" ? "65\u00A0…\u00A080" : whole;
    EXPECT_TRUE(holds(drawn, spaced)) << whole << "\n" << drawn;
  }
}

TEST(ScoreTerm, IsAsciiWhereTheTerminalIs) {
  SampleCard sample = known_card();
  sample.card.beside = std::make_shared<const lead::BesideScore>(sample_beside());
  sample.card.trend = trend_of(sample.card);
  expect_ascii(draw(sample.card, {.columns = 72, .unicode = false}, true));
}

TEST(ScoreTerm, LooksAsKept) {
  SampleCard sample = known_card();
  sample.card.beside = std::make_shared<const lead::BesideScore>(sample_beside());
  sample.card.trend = trend_of(sample.card);
  expect_golden("score_100.txt", draw(sample.card, {.columns = 100}, true));
  expect_golden("score_72_ascii.txt", draw(sample.card, {.columns = 72, .unicode = false}));
}

}  // namespace
}  // namespace bellwether::tell
