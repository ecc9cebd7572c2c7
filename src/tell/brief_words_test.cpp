#include "tell/brief_words.hpp"

#include "tell/brief_findings.hpp"

#include <gtest/gtest.h>

namespace bellwether::tell {
namespace {

measure::Measure nps() {
  measure::Measure measure;
  measure.id = "nps";
  measure.label = "Net Promoter Score";
  measure.unit = "points";
  measure.factor = 100;
  measure.estimator = measure::Estimator::net_share;
  measure.better = measure::Better::higher;
  return measure;
}

measure::Estimate estimate(double value, double low, double high, std::int64_t n) {
  return {.value = value, .low = low, .high = high, .level = 0.95, .n = n, .method = measure::Method::adjusted_wald};
}

TEST(BriefWords, SaysWhatStandsOut) {
  EXPECT_EQ(stands_out_words(nps(), {"unit", "Lyon"}, estimate(12, 3, 21, 214), estimate(36, 31, 41, 990)),
            "Lyon: NPS 12 (3\u00A0…\u00A021, n\u00A0214), 24\u00A0points under the rest");
  EXPECT_EQ(
      stands_out_words(nps(), {"touchpoint", "breakfast"}, estimate(51, 40, 60, 1204), estimate(36, 31, 41, 9990)),
      "Touchpoint breakfast: NPS 51 (40\u00A0…\u00A060, n\u00A01,204), 15\u00A0points over the rest");
}

TEST(BriefWords, SaysWhatMovedAndWhere) {
  const auto now = estimate(12, 3, 21, 214);
  const auto before = estimate(38, 29, 47, 208);
  EXPECT_EQ(moved_words(nps(), {}, now, before), "NPS fell 26\u00A0points to 12");
  EXPECT_EQ(moved_words(nps(), {"unit", "Lyon"}, now, before), "NPS in Lyon fell 26\u00A0points to 12");
  EXPECT_EQ(moved_words(nps(), {"theme", "waiting"}, before, now),
            "NPS in voices about waiting rose 26\u00A0points to 38");
  EXPECT_EQ(moved_words(nps(), {"attribute.\"age group\"", "18–25"}, now, before),
            "NPS where age group is 18–25 fell 26\u00A0points to 12");
}

TEST(BriefWords, KnowsGoodNewsFromBad) {
  EXPECT_EQ(tone_of(measure::Better::higher, 3), Tone::better);
  EXPECT_EQ(tone_of(measure::Better::higher, -3), Tone::worse);
  EXPECT_EQ(tone_of(measure::Better::lower, 3), Tone::worse);
  EXPECT_EQ(tone_of(measure::Better::neither, 3), Tone::neither);
  EXPECT_EQ(tone_of(measure::Better::higher, 0), Tone::neither);
}

TEST(BriefWords, NamesAVoiceOnOneLine) {
  facts::StoredSignal signal;
  signal.unit = "Lyon";
  signal.channel = "survey";
  signal.day = day_from({2026, 11, 9});
  signal.ratings = {{"csat", Hundredths{200}}, {"nps", Hundredths{300}}, {"q7", Hundredths{100}}};
  EXPECT_EQ(voice_line(signal), "Lyon · survey · 9\u00A0November 2026 · csat 2 · nps 3");
}

TEST(Range, IsWhatAMeasureCanTake) {
  EXPECT_EQ(range_of(nps()), 200);
  measure::Measure stars;
  stars.estimator = measure::Estimator::mean;
  EXPECT_EQ(range_of(stars), 0);
  stars.scale = measure::AnswerScale{.lowest = 1, .highest = 5};
  EXPECT_EQ(range_of(stars), 4);
}

}  // namespace
}  // namespace bellwether::tell
