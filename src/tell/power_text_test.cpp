#include "tell/power_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::tell {
namespace {

measure::Power power_of_nps() {
  measure::Power power;
  power.measure.id = "nps";
  power.measure.label = "Net Promoter Score";
  power.measure.unit = "points";
  power.measure.factor = 100;
  power.spread = {
      .seen = true, .variance = 0.6875, .n = 1204, .from = day_from({2026, 8, 22}), .to = day_from({2026, 11, 20})};
  power.difference = 2.5;
  power.answers_per_group = 17'270;
  power.now =
      measure::Power::Now{.n = 1204, .from = power.spread.from, .to = power.spread.to, .smallest_difference = 9.46};
  power.snapshot = "1f0c9a2e-42";
  return power;
}

constexpr Terminal k_page{.columns = 100, .colour = false, .unicode = true};

TEST(PowerText, SaysWhatItTakesAndWhatThereIs) {
  const std::string text = draw_power(power_of_nps(), k_page);
  const auto has = [&](const char* words) { EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text; };
  has("Net Promoter Score, in points\n");
  has("17,270 answers in each.\n");
  has("1,204 answers of the 90 days up to 19\u00A0November 2026");
  has("As answers spread now: n 1,204");
  has("snapshot 1f0c9a2e-42");
  EXPECT_NE(text.find("2.5\u00A0points"), std::string::npos) << text;
  EXPECT_NE(text.find("9.5\u00A0points"), std::string::npos) << text;
}

TEST(PowerText, SaysWhenItIsTheWorstCase) {
  measure::Power power = power_of_nps();
  power.spread = {.seen = false, .why = "there is no data directory", .variance = 1};
  power.now.reset();
  power.snapshot.clear();
  power.answers = 2;
  const std::string text = draw_power(power, k_page);
  EXPECT_NE(text.find("The worst case: as far as answers can spread, because there is no data directory."),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("2 answers in each of two groups show no difference that the scale has room for."),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("snapshot"), std::string::npos);
}

TEST(PowerText, AsJsonLeavesNothingToGuess) {
  const auto json = nlohmann::json::parse(power_json(power_of_nps()));
  EXPECT_EQ(json["answers_per_group"], 17'270);
  EXPECT_EQ(json["difference"], 2.5);
  EXPECT_TRUE(json["answers"].is_null());
  EXPECT_TRUE(json["smallest_difference"].is_null());
  EXPECT_EQ(json["spread"]["from_answers"], true);
  EXPECT_NEAR(json["spread"]["deviation"].get<double>(), 82.916, 1e-3) << "√0.6875 × 100";
  EXPECT_EQ(json["now"]["n"], 1204);
  EXPECT_EQ(json["now"]["to"], "2026-11-20");
}

}  // namespace
}  // namespace bellwether::tell
