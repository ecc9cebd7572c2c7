#include "lead/analysis/lasting.hpp"

#include "lead/analysis/golden.hpp"
#include "lead/analysis/means.hpp"
#include "lead/analysis/pooling.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

TEST(LastingError, AgreesWithNumPy) {
  for (const auto& is : golden("lasting")) {
    const std::vector<double> scores = is["scores"];
    const LastingError error = error_of_sum(scores);
    EXPECT_NEAR(error.standard_error, is["error"], 1e-9);
    EXPECT_EQ(error.degrees, is["degrees"]);
  }
}

TEST(DifferenceOfMeans, AgreesWithSciPysWelch) {
  for (const auto& is : golden("welch")) {
    const std::vector<double> here = is["here"];
    const std::vector<double> there = is["there"];
    const Slope difference = difference_of_means(here, there).value();
    EXPECT_NEAR(difference.estimate.value, is["value"], 1e-10);
    EXPECT_NEAR(difference.estimate.low, is["low"], 1e-8);
    EXPECT_NEAR(difference.estimate.high, is["high"], 1e-8);
    EXPECT_NEAR(difference.p, is["p"], 1e-9);
  }
}

TEST(DifferenceOfMeans, NeedsSpread) {
  const std::vector<double> same{3, 3, 3};
  EXPECT_EQ(difference_of_means(same, same).error().code, Code::not_enough);
  EXPECT_EQ(difference_of_means(same, std::vector<double>{1}).error().code, Code::not_enough);
}

TEST(DrawTogether, FindsTheCentreAndSpreadThatNumPyFinds) {
  for (const auto& is : golden("pooling")) {
    std::vector<Measured> many;
    for (std::size_t i = 0; i < is["value"].size(); ++i) {
      many.push_back({.value = is["value"][i], .standard_error = is["se"][i]});
    }
    const Pooled pooled = draw_together(many);
    EXPECT_NEAR(pooled.spread, is["spread"], 1e-6);
    EXPECT_NEAR(pooled.centre, is["centre"], 1e-7);
    EXPECT_NEAR(pooled.centre_error, is["centre_error"], 1e-7);
  }
}

TEST(DrawTogether, TheUncertainMoveFurther) {
  std::vector<Measured> many;
  for (int i = 0; i < 20; ++i) many.push_back({.value = i < 10 ? 1.0 + i : -1.0 - (i - 10), .standard_error = 0.5});
  many.push_back({.value = 6, .standard_error = 0.1});
  many.push_back({.value = 6, .standard_error = 10});
  const Pooled pooled = draw_together(many);
  EXPECT_GT(pooled.drawn[20].value, 5.9);
  EXPECT_LT(pooled.drawn[21].value, 3);
  EXPECT_GT(pooled.own_weight[20], pooled.own_weight[21]);
}

TEST(DrawTogether, OneAloneKeepsItsOwn) {
  const std::vector<Measured> one{{.value = 3, .standard_error = 1}};
  EXPECT_EQ(draw_together(one).drawn[0].value, 3);
  EXPECT_TRUE(draw_together({}).drawn.empty());
}

}  // namespace
}  // namespace bellwether::lead
