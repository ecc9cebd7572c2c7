#include "measure/theme_effects.hpp"

#include "measure/asked_for_test.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

class ThemeEffectsOf : public Ask {
 protected:
  /// Some answers of a unit with the same NPS, a text and a theme, or none.
  void say(const char* unit, int nps, int answers, const char* theme, const char* text = "said",
           VoiceOf voice_of = VoiceOf::customer) {
    facts::SignalBatch batch;
    for (int i = 0; i < answers; ++i) {
      facts::Signal& signal = batch.add();
      signal.id = Id{.high = 2, .low = ++number_};
      signal.occurred_at = facts::at("2026-10-05");
      signal.unit = unit;
      signal.channel = "survey";
      signal.text = text;
      signal.voice_of = voice_of;
      const std::array<facts::Rating, 1> ratings = {facts::Rating{.name = "nps", .value = Hundredths{nps * 100}}};
      signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
      const std::array<facts::Mention, 1> themes = {facts::Mention{.theme = theme, .sentiment = {}}};
      if (*theme != 0) signal.themes = batch.keep(std::span<const facts::Mention>(themes));
    }
    ASSERT_TRUE(store_->append(std::move(batch)).get());
  }
  Result<ThemeEffects> effects(Question question = {.measure = "nps"}, const Reach& reach = {}) {
    return theme_effects(catalogue_, *store_.facts, guards_, question, reach);
  }

 private:
  std::uint64_t number_ = 0;
};

TEST_F(ThemeEffectsOf, AreHeldAgainstOthersAtTheSameUnit) {
  // In both units, who speaks of waiting gives 40 points less; far more do so in the unit that stands lower anyway.
  say("Lyon", 9, 60, "");
  say("Lyon", 5, 40, "");
  say("Lyon", 9, 8, "waiting");
  say("Lyon", 5, 12, "waiting");
  say("Paris", 9, 20, "");
  say("Paris", 5, 20, "");
  say("Paris", 9, 60, "waiting");
  say("Paris", 5, 140, "waiting");
  const auto told = effects();
  ASSERT_TRUE(told) << to_text(told.error());
  ASSERT_EQ(told->themes.size(), 1U);
  const ThemeEffect& effect = told->themes[0];
  EXPECT_EQ(effect.theme, "waiting");
  EXPECT_EQ(effect.n, 220);
  const auto& difference = std::get<AdjustedDifference>(effect.is);
  EXPECT_NEAR(difference.difference.value, -40, 1e-9) << "20 and -20 in Lyon; 0 and -40 in Paris";
  EXPECT_NEAR(difference.contribution.value, -40 * 220.0 / 360, 1e-9);
  EXPECT_LT(difference.difference.high, 0);
  EXPECT_EQ(difference.others, 140);
}

TEST_F(ThemeEffectsOf, OfFewAreWithheld) {
  say("Lyon", 9, 60, "");
  say("Lyon", 2, 19, "parking");
  say("Lyon", 2, 30, "price");
  const auto told = effects();
  ASSERT_TRUE(told);
  ASSERT_EQ(told->themes.size(), 2U);
  EXPECT_EQ(told->themes[0].theme, "price");
  EXPECT_EQ(told->themes[1].theme, "parking");
  EXPECT_EQ(told->themes[1].n, 0);
  EXPECT_TRUE(std::holds_alternative<Withheld>(told->themes[1].is));
}

TEST_F(ThemeEffectsOf, AreOfAnswersWithWordsAndOfCustomersAlone) {
  say("Lyon", 9, 40, "");
  say("Lyon", 7, 4, "");
  say("Lyon", 2, 40, "price");
  const auto before = effects();
  say("Lyon", 2, 500, "", "");
  say("Lyon", 2, 500, "price", "said", VoiceOf::employee);
  const auto after = effects();
  ASSERT_TRUE(before && after);
  const auto value = [](const ThemeEffects& told) { return std::get<AdjustedDifference>(told.themes[0].is); };
  EXPECT_EQ(value(*before).difference.value, value(*after).difference.value);
  EXPECT_EQ(value(*before).others, value(*after).others);
}

TEST_F(ThemeEffectsOf, KeepToTheReachAndTheFilter) {
  for (const char* unit : {"Lyon", "Paris"}) {
    say(unit, 9, 40, "");
    say(unit, 2, 40, "price");
  }
  const auto lyon = effects({.measure = "nps"}, {.units = std::vector<std::string>{"Lyon"}});
  const auto paris = effects({.measure = "nps", .where = R"(unit = "Paris")"});
  ASSERT_TRUE(lyon && paris);
  EXPECT_EQ(lyon->themes[0].n, 40);
  EXPECT_EQ(paris->themes[0].n, 40);
  EXPECT_FALSE(lyon->notes.empty());
}

TEST_F(ThemeEffectsOf, AreOfRatingsAlone) {
  say("Lyon", 9, 40, "price");
  const auto refused = effects({.measure = "volume"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unsupported);
  EXPECT_EQ(effects({.measure = "npx"}).error().code, Code::not_found);
  EXPECT_TRUE(effects({.measure = "csat"})) << "which nobody has given yet";
}

}  // namespace
}  // namespace bellwether::measure
