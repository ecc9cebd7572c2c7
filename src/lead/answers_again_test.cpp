#include "lead/answers_again.hpp"

#include "lead/company_for_test.hpp"
#include "lead/fact_words.hpp"

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

/// Forty people of two units, each asked in `waves` months; `value` says what a person answers.
template <class Value>
double effect_of(int waves, Value value, bool named = true) {
  Company company;
  std::vector<HandAnswer> answers;
  for (int wave = 1; wave <= waves; ++wave) {
    for (int person = 0; person < 40; ++person) {
      answers.push_back({.day = "2026-0" + std::to_string(wave) + "-10",
                         .unit = person < 20 ? "Lyon" : "Porto",
                         .ratings = {{"clarity", value(person, wave)}},
                         .who = named ? static_cast<std::uint64_t>(person) + 1 : 0});
    }
  }
  company.add(answers);
  auto signals = measure::StoreReader::open(company.facts(), facts::Table::signals, {}, {});
  EXPECT_TRUE(signals);
  const std::vector<facts::Field> items{rating("clarity")};
  const auto effects = answers_again(*signals, items, is(dimension("voice_of"), "employee"),
                                     *day_from_text("2026-01-01"), *day_from_text("2026-07-01"));
  EXPECT_TRUE(effects) << to_text(effects.error());
  return effects->front();
}

TEST(AnswersAgain, WhoAlwaysAnswersAlikeCountsOnce) {
  // Each person's four answers are one: the variance is four times that of 160 free answers, but for n / (n − 1) of 20 people against
  // 80 answers: 4 × (20 / 19) / (80 / 79).
  const double effect = effect_of(4, [](int person, int) { return 2 + person % 2; });
  EXPECT_NEAR(effect, 4 * (20.0 / 19) / (80.0 / 79), 1e-12);
}

TEST(AnswersAgain, OneAnswerEachCountsInFull) {
  EXPECT_NEAR(effect_of(1, [](int person, int) { return 2 + person % 2; }), 1, 1e-12);
}

TEST(AnswersAgain, WhoAnswersByChanceIsNotHeldAgainstTheMean) {
  // Half of the people up in the first month and down in the second, half the other way: a person's mean is the unit's.
  EXPECT_EQ(effect_of(2, [](int person, int wave) { return 2 + (person + wave) % 2; }), 1);
}

TEST(AnswersAgain, WhatUnitsDifferInIsNotThePersons) {
  // All of Lyon say 4, all of Porto 2: within the units nobody differs from anybody.
  EXPECT_EQ(effect_of(4, [](int person, int) { return person < 20 ? 4 : 2; }), 1);
}

TEST(AnswersAgain, WithoutNamesNothingIsKnownOfIt) {
  EXPECT_EQ(effect_of(4, [](int person, int) { return 2 + person % 2; }, false), 1);
}

}  // namespace
}  // namespace bellwether::lead
