#include "tell/brief_voices.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

facts::StoredSignal said(std::uint64_t id, std::string text, std::optional<std::uint64_t> who = {}) {
  facts::StoredSignal signal;
  signal.id = {.high = 1, .low = id};
  signal.text = std::move(text);
  if (who) signal.subject = facts::Pseudonym{*who};
  return signal;
}

std::vector<std::uint64_t> ids_of(const std::vector<Voice>& voices) {
  std::vector<std::uint64_t> ids;
  for (const Voice& voice : voices) ids.push_back(voice.id.low);
  return ids;
}

TEST(Voices, AreTakenInTheirOrderAndAtMostThree) {
  const auto voices = choose_voices({said(1, "I waited forty minutes at the desk before anybody came"),
                                     said(2, "The key did not open the door of my room, three times"),
                                     said(3, "Nobody told us that the pool is closed for the season"),
                                     said(4, "They charged my card twice and will not give it back")});
  EXPECT_EQ(ids_of(voices), (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST(Voices, LeaveOutWhatTellsNothing) {
  EXPECT_TRUE(choose_voices({said(1, "ok"), said(2, "   bad!   "), said(3, "")}).empty());
}

TEST(Voices, DoNotSayTheSameTwice) {
  const auto voices = choose_voices({said(1, "the queue at the desk was far too long this morning again"),
                                     said(2, "the queue at the desk was far too long this evening again"),
                                     said(3, "breakfast was cold, and there was no coffee left at nine")});
  EXPECT_EQ(ids_of(voices), (std::vector<std::uint64_t>{1, 3}));
}

TEST(Voices, ComeFromDifferentPeople) {
  const auto voices = choose_voices({said(1, "I waited forty minutes at the desk before anybody came", 7),
                                     said(2, "The key did not open the door of my room, three times", 7),
                                     said(3, "Nobody told us that the pool is closed for the season", 8)});
  EXPECT_EQ(ids_of(voices), (std::vector<std::uint64_t>{1, 3}));
}

TEST(Voices, PreferReadableLength) {
  std::string novel;
  for (int at = 0; at < 200; ++at) novel += "word" + std::to_string(at) + " ";
  const auto voices = choose_voices({said(1, novel), said(2, "Nobody told us that the pool is closed for the season")});
  ASSERT_EQ(ids_of(voices), (std::vector<std::uint64_t>{2, 1}));
  EXPECT_FALSE(voices[0].cut);
  EXPECT_TRUE(voices[1].cut);
  EXPECT_LE(length(voices[1].text), k_longest_voice);
  EXPECT_TRUE(novel.starts_with(voices[1].text + " "));  // its beginning, word for word, up to a word's end
}

TEST(Voices, AreCutBetweenCharacters) {
  std::string scream;
  for (int at = 0; at < 400; ++at) scream += "あ";
  const auto voices = choose_voices({said(1, scream)});
  ASSERT_EQ(voices.size(), 1U);
  EXPECT_EQ(length(voices[0].text), k_longest_voice);
  EXPECT_TRUE(is_utf8(voices[0].text));
}

Finding finding_of(double difference) {
  Finding finding;
  finding.measure.id = "nps";
  finding.measure.where = "voice_of = \"customer\"";
  finding.measure.value = "rating.nps";
  finding.measure.positive = ">= 9";
  finding.measure.negative = "<= 6";
  finding.measure.estimator = measure::Estimator::net_share;
  finding.measure.better = measure::Better::higher;
  finding.place = {.dimension = "unit", .value = "Le \"Grand\" \\ Lyon"};
  finding.difference.value = difference;
  return finding;
}

TEST(Voices, FitTheSliceTheMeasureAndTheNews) {
  EXPECT_EQ(voices_filter(finding_of(-24)),
            "voice_of != \"employee\" and text is known and (voice_of = \"customer\") and "
            "(unit = \"Le \\\"Grand\\\" \\\\ Lyon\") and (rating.nps <= 6) and (rating.nps is known)");
  EXPECT_NE(voices_filter(finding_of(24)).find("(rating.nps >= 9)"), std::string::npos);
}

TEST(Voices, OfAShareThatIsBetterLowAreTheOnesThatRaiseIt) {
  Finding finding = finding_of(12);
  finding.measure.estimator = measure::Estimator::share;
  finding.measure.value = "intent";
  finding.measure.positive = "= \"complaint\"";
  finding.measure.better = measure::Better::lower;
  EXPECT_NE(voices_filter(finding).find("(intent = \"complaint\")"), std::string::npos);
  finding.difference.value = -12;
  EXPECT_NE(voices_filter(finding).find("(not (intent = \"complaint\"))"), std::string::npos);
}

TEST(Likeness, IsTheShareOfCommonWords) {
  // {the, queue, was, long} and {the, queue, was, short}: 3 of 5.
  EXPECT_DOUBLE_EQ(likeness("The queue was long", "the queue was short"), 0.6);
  EXPECT_DOUBLE_EQ(likeness("abc", "abc"), 1);
  EXPECT_DOUBLE_EQ(likeness("", "abc"), 0);
}

}  // namespace
}  // namespace bellwether::tell
