#include "tell/score_work.hpp"

#include "tell/fits_terminal.hpp"
#include "tell/score_sample.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

std::string work(const SampleCard& sample) { return draw_work(sample.card, {.columns = 100}); }

TEST(ScoreWork, TellsOfEachIndicatorWhatItsScoreIsMadeOf) {
  const std::string drawn = work(known_card());
  EXPECT_TRUE(holds(drawn, "Goals kept [act, weight 2]: 60 (50\u00A0…\u00A070) %, n 1,204 → 60.00 (50.00 … 70.00)"))
      << drawn;
  EXPECT_TRUE(holds(drawn, "curve 0→0, 100→100; freshness 1.00; 33.3\u00A0% of the framework")) << drawn;
  EXPECT_TRUE(holds(drawn, "    bellwether measure goals-kept\n")) << drawn;
  // 5 of 20 complaints on a curve that falls: 75; the interval's ends, 4 and 7, change places to 65 and 80.
  EXPECT_TRUE(holds(drawn, "→ 75.00 (65.00 … 80.00)")) << drawn;
}

TEST(ScoreWork, SaysWhyAnIndicatorTakesNoPart) {
  const std::string drawn = work(known_card());
  EXPECT_TRUE(holds(drawn, "Cared for [employee, weight 1]: withheld, fewer than 5 people answered\n")) << drawn;
  EXPECT_TRUE(holds(drawn, "Said and done [act, weight 1]: unknown, nothing is told of it\n")) << drawn;
}

TEST(ScoreWork, SaysHowOftenAFigureIsContested) {
  EXPECT_TRUE(reads(work(known_card()), "· contested 2 times"));
  std::vector<lead::Evidence> evidence = sample_evidence();
  evidence[1].contested = 1;
  EXPECT_TRUE(reads(work(sample_card({}, evidence)), "· contested once"));
}

// The sums that a reader with a pencil comes to: see score_term_test.cpp.
TEST(ScoreWork, PrintsTheSumsThatMakeTheScores) {
  const std::string drawn = work(known_card());
  EXPECT_TRUE(holds(drawn, "score (2 × 60.00 + 1 × 50.00) / 3 = 56.67\n")) << drawn;
  EXPECT_TRUE(holds(drawn, "coverage (2 × 1.00 + 1 × 1.00) / 3 × (½ + ½ × 2 / 2) = 1.00\n")) << drawn;
  EXPECT_TRUE(holds(drawn, "coverage (1 × 1.00 + 3 × 0.00) / 4 × (½ + ½ × 1 / 2) = 0.19\n")) << drawn;
  EXPECT_TRUE(holds(drawn, "CORE (2 × 56.67 + 1 × 75.00 + 1 × 40.00) / 4 = 57.08\n")) << drawn;
}

TEST(ScoreWork, PrintsNoScoreWhereNothingIsKnown) {
  const std::string drawn = work(sample_card());
  EXPECT_FALSE(holds(drawn, "score (")) << drawn;
  EXPECT_FALSE(holds(drawn, "CORE (")) << drawn;
  EXPECT_TRUE(holds(drawn, "coverage (1 × 0.00) / 1 × (½ + ½ × 0 / 1) = 0.00\n")) << drawn;
}

TEST(ScoreWork, FitsTheTerminalAndIsNotSteered) {
  for (const std::size_t columns : {40U, 72U, 100U}) {
    const Terminal terminal{.columns = columns};
    expect_fits(draw_work(known_card(std::string(k_hostile)).card, terminal), terminal);
  }
  expect_ascii(draw_work(known_card().card, {.columns = 72, .unicode = false}));
}

}  // namespace
}  // namespace bellwether::tell
