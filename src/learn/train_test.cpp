#include "learn/train.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace bellwether::learn {
namespace {

/// `many` examples of a class that have one slot, or none.
void add(Examples& examples, int many, std::size_t of_class, std::optional<std::uint32_t> slot) {
  for (int i = 0; i < many; ++i) {
    const std::array<Feature, 1> one = {Feature{.slot = slot.value_or(0), .value = 1}};
    examples.add(std::span(one).first(slot ? 1 : 0), of_class);
  }
}

/// Hardly held, so that closed forms hold.
TrainSettings free(std::size_t classes) {
  return {.classes = classes,
          .slots = 4,
          .smallness = 1e-6,
          .rare_louder = false,
          .descent = {.most_steps = 500, .gradient_share = 1e-7}};
}

std::vector<double> probabilities(const LinearModel& model, std::span<const Feature> features) {
  std::vector<double> all(model.classes());
  model.probabilities(features, all);
  return all;
}

TEST(Train, WithoutFeaturesTellsHowOftenEachClassIs) {
  Examples examples;
  add(examples, 10, 0, {});
  add(examples, 30, 1, {});
  add(examples, 60, 2, {});
  const auto model = train(examples, free(3));
  ASSERT_TRUE(model) << to_text(model.error());
  const auto sure = probabilities(*model, {});
  EXPECT_NEAR(sure[0], 0.10, 1e-3);
  EXPECT_NEAR(sure[1], 0.30, 1e-3);
  EXPECT_NEAR(sure[2], 0.60, 1e-3);
}

TEST(Train, WithOneFeatureTellsTheSharesOfItsTwoGroups) {
  // Logistic regression on one yes-or-no feature fits both groups exactly: 30 of 40 with it, 10 of 60 without.
  Examples examples;
  add(examples, 30, 1, 2);
  add(examples, 10, 0, 2);
  add(examples, 10, 1, {});
  add(examples, 50, 0, {});
  const auto model = train(examples, free(2));
  ASSERT_TRUE(model);
  const std::array<Feature, 1> with = {Feature{.slot = 2, .value = 1}};
  EXPECT_NEAR(probabilities(*model, with)[1], 30.0 / 40, 2e-3);
  EXPECT_NEAR(probabilities(*model, {})[1], 10.0 / 60, 2e-3);
}

TEST(Train, HeldTighterIsNearerToTheShareOfAll) {
  Examples examples;
  add(examples, 30, 1, 2);
  add(examples, 10, 0, 2);
  add(examples, 10, 1, {});
  add(examples, 50, 0, {});
  const std::array<Feature, 1> with = {Feature{.slot = 2, .value = 1}};
  double before = 1;
  for (const double smallness : {1e-6, 1.0, 10.0, 1'000.0}) {
    TrainSettings settings = free(2);
    settings.smallness = smallness;
    const auto model = train(examples, settings);
    ASSERT_TRUE(model);
    const double sure = probabilities(*model, with)[1];
    EXPECT_LT(sure, before) << smallness;
    EXPECT_GT(sure, 0.4) << smallness;
    before = sure;
  }
}

TEST(Train, BalancedTellsClassesAsIfTheyWereEquallyFrequent) {
  Examples examples;
  add(examples, 10, 0, {});
  add(examples, 90, 1, {});
  TrainSettings settings = free(2);
  settings.balance = 1;
  const auto model = train(examples, settings);
  ASSERT_TRUE(model);
  EXPECT_NEAR(probabilities(*model, {})[0], 0.5, 1e-3);
}

TEST(Train, CountsAnExampleAsOftenAsItsWeightSays) {
  Examples examples;
  examples.add({}, 0, 3);
  examples.add({}, 1, 1);
  const auto model = train(examples, free(2));
  ASSERT_TRUE(model);
  EXPECT_NEAR(probabilities(*model, {})[0], 0.75, 1e-3);
}

TEST(Train, GivesTheSameModelForTheSameExamples) {
  Examples examples;
  for (std::uint32_t i = 0; i < 200; ++i) add(examples, 1, i * i % 3, i % 4);
  const auto settings = free(3);
  EXPECT_EQ(train(examples, settings)->bytes(), train(examples, settings)->bytes());
}

TEST(Train, SaysWhatItCannotLearnFrom) {
  Examples one_class;
  add(one_class, 10, 1, 2);
  EXPECT_EQ(train(one_class, free(2)).error().code, Code::not_enough);
  Examples unknown;
  add(unknown, 1, 0, 1);
  add(unknown, 1, 2, 1);
  EXPECT_EQ(train(unknown, free(2)).error().code, Code::bad_input);
  Examples beyond;
  add(beyond, 1, 0, 1);
  add(beyond, 1, 1, 4);
  EXPECT_EQ(train(beyond, free(2)).error().code, Code::bad_input);
}

TEST(LinearModel, IsTheSameFromItsBytes) {
  const LinearModel model(std::array{1.5F, -2.0F, 0.0F, 0.25F}, {0.5F, -0.5F});
  const auto again = LinearModel::from_bytes(model.bytes());
  ASSERT_TRUE(again) << to_text(again.error());
  const std::array<Feature, 3> features = {Feature{.slot = 0, .value = 2}, Feature{.slot = 1, .value = 1},
                                           Feature{.slot = 9, .value = 5}};
  std::array<double, 2> scores{}, scores_again{};
  model.scores(features, scores);
  again->scores(features, scores_again);
  EXPECT_EQ(scores, scores_again);
  // 2 · 1.5 + 1 · 0 + 0.5 and 2 · −2 + 1 · 0.25 − 0.5, in steps of a 32,767th; slot 9 is unknown.
  EXPECT_NEAR(scores[0], 3.5, 1e-3);
  EXPECT_NEAR(scores[1], -4.25, 1e-3);
}

TEST(LinearModel, RefusesBytesThatAreNone) {
  const std::string bytes = LinearModel(std::array{1.0F, 2.0F}, {0.0F, 0.0F}).bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(LinearModel::from_bytes(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(LinearModel::from_bytes(bytes + "x"));
  std::string other = bytes;
  other[0] = 'X';
  EXPECT_FALSE(LinearModel::from_bytes(other));
  EXPECT_TRUE(LinearModel::from_bytes(bytes));
}

TEST(Descend, FindsTheFloorOfABentValley) {
  // Rosenbrock's function has its minimum, 0, at (1, 1).
  const auto rosenbrock = [](std::span<const float> at, std::span<float> gradient) {
    const double x = at[0], y = at[1];
    gradient[0] = static_cast<float>(-2 * (1 - x) - 400 * x * (y - x * x));
    gradient[1] = static_cast<float>(200 * (y - x * x));
    return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
  };
  std::vector<float> place = {-1.2F, 1.0F};
  const double least = descend(rosenbrock, place, {.most_steps = 500, .gradient_share = 1e-7});
  EXPECT_NEAR(least, 0, 1e-5);
  EXPECT_NEAR(place[0], 1, 1e-2);
  EXPECT_NEAR(place[1], 1, 2e-2);
}

TEST(Train, StopsWhenAsked) {
  Examples examples;
  for (std::size_t i = 0; i < 100; ++i) {
    examples.add(std::vector<Feature>{{.slot = static_cast<std::uint32_t>(i % 7), .value = 1}}, i % 2);
  }
  int asked = 0;
  const auto stopped = train(examples, {.slots = 8, .descent = {.stops = [&] { return ++asked > 2; }}});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Code::conflict);
  EXPECT_EQ(asked, 4) << "before two steps, before the third, and once for all";
}

}  // namespace
}  // namespace bellwether::learn
