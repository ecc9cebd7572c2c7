#include "tell/score_change.hpp"

#include "tell/score_sample.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

/// Spaces that keep a number and its sign on one line read like any other.
std::string plain(std::string text) {
  const std::string no_break = "\u00A0";
  for (std::size_t at = text.find(no_break); at != std::string::npos; at = text.find(no_break))
    text.replace(at, 2, " ");
  return text;
}

// Goals kept weigh 1/3 of the whole and have arms of 10 at both ends, clear goals 1/6 and 10, complaints 1/4, 10 down and 5 up, units
// reached 1/4 and 10. So below as above √((√200 / 3)² + (√200 / 6)² + (√125 / 4)² + (√200 / 4)²) = 6.94.
TEST(ScoreChange, SaysHowFarAndHowSure) {
  const SampleCard sample = known_card();
  EXPECT_EQ(plain(change_words(sample.card)), "Up 10 (3 … 17) since 16 August 2026, from 47");
  EXPECT_TRUE(is_change(sample.card));
  const SampleCard down = sample_card({}, sample_evidence(30), sample_evidence(60));
  EXPECT_EQ(plain(change_words(down.card)), "Down 10 (−17 … −3) since 16 August 2026, from 57");
}

TEST(ScoreChange, CallsNoChangeWhatChanceMayHaveDone) {
  const SampleCard sample = sample_card({}, sample_evidence(60), sample_evidence(54));
  EXPECT_EQ(plain(change_words(sample.card)),
            "+2 (−5 … 9) since 16 August 2026, from 55, which can't be told from chance yet");
  EXPECT_FALSE(is_change(sample.card));
}

TEST(ScoreChange, CallsNoChangeWhatRestsOnTooLittle) {
  SampleCard sample = known_card();
  sample.card.before.coverage = 0.2;
  EXPECT_FALSE(is_change(sample.card));
  EXPECT_EQ(plain(change_words(sample.card)),
            "+10 (3 … 17) since 16 August 2026, from 47, on too little evidence to go by");
}

TEST(ScoreChange, SaysWhereItIsOverSomeIndicatorsAlone) {
  std::vector<lead::Evidence> less = sample_evidence(30);
  less[5] = missing_evidence(lead::State::unknown, "nothing is known");
  const SampleCard sample = sample_card({}, sample_evidence(60), less);
  EXPECT_NE(change_words(sample.card).find("over the 3 of 4 indicators known at both ends"), std::string::npos)
      << change_words(sample.card);
}

TEST(ScoreChange, OfNothingInCommonSaysSo) {
  const std::vector<lead::Evidence> nothing(7, missing_evidence(lead::State::unknown, "nothing is known"));
  std::vector<lead::Evidence> now = nothing;
  std::vector<lead::Evidence> then = nothing;
  now[0] = sample_evidence()[0];
  then[5] = sample_evidence()[5];
  EXPECT_EQ(plain(change_words(sample_card({}, now, then).card)), "Was 40 on 16 August 2026, by other indicators");
  EXPECT_EQ(change_words(sample_card({}, now).card), "");
}

TEST(ScoreChange, OfSeveralFrameworksTellsThoseBeyondChance) {
  const SampleCard up = known_card();
  const SampleCard same = sample_card({}, sample_evidence(), sample_evidence());
  EXPECT_EQ(plain(change_words(std::vector{up.card, same.card})),
            "Since 16 August 2026: CORE up 10 (3 … 17). No other change can be told from chance yet (all were "
            "tested together).");
  EXPECT_EQ(plain(change_words(std::vector{same.card, same.card})),
            "No change since 16 August 2026 can be told from chance yet (all were tested together).");
  EXPECT_EQ(plain(change_words(std::vector{up.card, up.card})),
            "Since 16 August 2026: CORE up 10 (3 … 17), CORE up 10 (3 … 17).");
  EXPECT_EQ(change_words(std::vector{sample_card().card}), "");
}

TEST(ScoreChange, NamesAFewOfTheUnitsThatMoved) {
  SampleCard sample = known_card();
  for (int i = 0; i < 9; ++i) sample.card.units.left.push_back({.label = "u" + std::to_string(i)});
  EXPECT_EQ(units_words(sample.card), "Units under Lyon changed between the two: −9 (u0, u1, u2, u3, u4, u5, 3 more)");
}

}  // namespace
}  // namespace bellwether::tell
