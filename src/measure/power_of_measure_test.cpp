#include "measure/power_of_measure.hpp"

#include "measure/answers_for_test.hpp"

namespace bellwether::measure {
namespace {

// z for 95 % and 80 % is 1.95996 + 0.84162; its square 7.84888. Means take 2 v z² / d² + 1.95996² / 4 answers.

TEST(PowerOfMeasure, IsTheWorstCaseWithoutAStore) {
  const auto catalogue = Catalogue::load({}).value();
  const auto nps = ask_power(catalogue, {.measure = "nps", .difference = 10, .answers = 400}).value();
  EXPECT_FALSE(nps.spread.seen);
  EXPECT_EQ(nps.spread.why, "there is no data directory");
  EXPECT_EQ(nps.answers_per_group, 1571) << "2 × 1 × 784.888 + 0.960 = 1570.7";
  EXPECT_NEAR(nps.smallest_difference.value(), 19.834, 1e-3) << "2.80159 × √(2 / 399.04), in points";
  EXPECT_FALSE(nps.now);
  // From 45 % to 55 %: (1.95996 √½ + 0.84162 √0.495)² / 0.01 = 391.3.
  EXPECT_EQ(ask_power(catalogue, {.measure = "csat", .difference = 10})->answers_per_group, 392);
  // Stars spread by (5 − 1)² / 4 = 4 at most: 8 × 7.84888 / 0.04 + 0.96 = 1570.7.
  EXPECT_EQ(ask_power(catalogue, {.measure = "stars", .difference = 0.2})->answers_per_group, 1571);
  EXPECT_FALSE(ask_power(catalogue, {.measure = "nps", .answers = 2})->smallest_difference)
      << "two answers in each group show nothing at all: 2.80159 × √2 is more than 2";
}

TEST(PowerOfMeasure, RefusesWhatCantBeAnswered) {
  const auto catalogue = Catalogue::load({}).value();
  const auto code = [&](const PowerQuestion& question) { return ask_power(catalogue, question).error().code; };
  EXPECT_EQ(code({.measure = "nps"}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "nps", .difference = -5}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "nps", .difference = 250}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "csat", .difference = 101}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "stars", .difference = 4.5}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "nps", .answers = 1}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "nps", .difference = 5, .detection = {.power = 0.4}}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "nps", .difference = 5, .detection = {.level = 1}}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "nps", .difference = 5, .where = "unit = \"Lyon\""}), Code::wrong_usage);
  EXPECT_EQ(code({.measure = "npss", .difference = 5}), Code::not_found);
  EXPECT_EQ(code({.measure = "volume", .difference = 5}), Code::unsupported);
  EXPECT_EQ(code({.measure = "distribution(rating.nps)", .difference = 5}), Code::unsupported);
  EXPECT_EQ(code({.measure = "time_to_first_reply", .difference = 5}), Code::unsupported);
  EXPECT_EQ(code({.measure = "mean(rating.clean)", .difference = 1}), Code::not_enough) << "nobody knows its scale";
}

using PowerOfAnswers = AnswersTest;

TEST_F(PowerOfAnswers, TakesTheSpreadOfTheLastDays) {
  add({{.times = 100, .nps = 10},
       {.times = 50, .nps = 8},
       {.times = 50, .nps = 0},
       {.times = 300, .day = "2025-10-05", .nps = 10}});
  const auto power = ask_power(catalogue_, *store_.facts, guards_, {.measure = "nps", .difference = 10}).value();
  EXPECT_TRUE(power.spread.seen);
  EXPECT_EQ(power.spread.n, 200) << "last year's are too old";
  EXPECT_NEAR(power.spread.variance, 0.6875, 1e-12) << "0.5 + 0.25 − 0.25²";
  EXPECT_EQ(power.answers_per_group, 1081) << "2 × 0.6875 × 784.888 + 0.960 = 1080.2";
  ASSERT_TRUE(power.now);
  EXPECT_EQ(power.now->n, 200);
  EXPECT_EQ(to_text(*power.now->from), "2026-07-08") << "90 days up to 5 October";
  EXPECT_NEAR(power.now->smallest_difference.value(), 23.286, 1e-3) << "2.80159 × √(1.375 / 199.04)";
}

TEST_F(PowerOfAnswers, TakesAllWhereTheLastDaysAreFew) {
  add({{.times = 4, .stars = 5},
       {.times = 50, .day = "2025-10-05", .stars = 5},
       {.times = 50, .day = "2025-10-05", .stars = 3}});
  const auto power = ask_power(catalogue_, *store_.facts, guards_, {.measure = "stars", .difference = 0.5}).value();
  EXPECT_EQ(power.spread.n, 104);
  EXPECT_FALSE(power.spread.from);
  EXPECT_EQ(power.now->n, 4);
  EXPECT_FALSE(ask_power(catalogue_, *store_.facts, guards_,
                         {.measure = "stars", .difference = 0.5, .where = "day >= 2026-01-01"})
                   ->spread.seen);
}

TEST_F(PowerOfAnswers, SaysWhyItIsTheWorstCase) {
  const auto why_of = [&](const char* measure) {
    return ask_power(catalogue_, *store_.facts, guards_, {.measure = measure, .difference = 1}).value().spread.why;
  };
  EXPECT_EQ(why_of("nps"), "there are no answers yet");
  add({{.times = 20, .nps = 10}, {.times = 40, .stars = 5}});
  EXPECT_EQ(why_of("nps"), "there are fewer than 30 answers");
  EXPECT_EQ(why_of("stars"), "all answers are the same");
}

TEST_F(PowerOfAnswers, FiltersAnswersAndTakesAnyNumber) {
  add({{.times = 40, .unit = "Lyon", .euros = 10},
       {.times = 40, .unit = "Lyon", .euros = 30},
       {.times = 80, .unit = "Nice", .euros = 500}});
  const auto power = ask_power(catalogue_, *store_.facts, guards_,
                               {.measure = "mean(attribute.euros)", .difference = 5, .where = "unit = \"Lyon\""});
  ASSERT_TRUE(power) << to_text(power.error());
  EXPECT_NEAR(power->spread.variance, 80 * 100.0 / 79, 1e-9);
}

TEST_F(PowerOfAnswers, DoesNotLookAtWhatIsWithheld) {
  add({{.times = 40, .unit = "Lyon", .nps = 10, .voice_of = facts::VoiceOf::employee},
       {.times = 40, .unit = "Lyon", .nps = 0, .voice_of = facts::VoiceOf::employee},
       {.times = 3, .unit = "Nice", .nps = 0, .voice_of = facts::VoiceOf::employee}});
  const PowerQuestion question{.measure = "enps", .difference = 10, .where = "unit != \"Nice\""};
  const auto power = ask_power(catalogue_, *store_.facts, guards_, question).value();
  EXPECT_FALSE(power.spread.seen) << "less those of all it were the three";
  EXPECT_FALSE(power.now);
  EXPECT_TRUE(ask_power(catalogue_, *store_.facts, guards_, {.measure = "enps", .difference = 10})->spread.seen);
}

}  // namespace
}  // namespace bellwether::measure
