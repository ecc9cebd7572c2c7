#include "lead/analysis/calibration.hpp"

#include "lead/analysis/golden.hpp"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

TEST(Calibration, AgreesWithSciPy) {
  for (const auto& is : golden("calibration")) {
    std::vector<Forecast> forecasts;
    for (std::size_t i = 0; i < is["value"].size(); ++i) {
      const double value = is["value"][i];
      const double half = is["half"][i];
      forecasts.push_back({.value = value, .low = value - half, .high = value + half, .truth = is["truth"][i]});
    }
    const Calibration c = calibration_of(forecasts, is["nominal"]).value();
    EXPECT_NEAR(c.inside.value * static_cast<double>(forecasts.size()), is["inside"], 1e-9);
    EXPECT_NEAR(c.p_inside, is["p_inside"], 1e-10);
    EXPECT_NEAR(c.bias->value, is["bias"], 1e-10);
    EXPECT_NEAR(c.bias->low, is["low"], 1e-9);
    EXPECT_NEAR(c.bias->high, is["high"], 1e-9);
    EXPECT_NEAR(c.p_bias, is["p_bias"], 1e-10);
    EXPECT_NEAR(c.score, is["score"], 1e-9);
    EXPECT_NEAR(c.width, is["width"], 1e-9);
  }
}

TEST(Calibration, NobodyBettersTheScoreByTellingAnotherWidth) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::vector<double> scores;
  for (const double half : {0.8, 1.2816, 2.0}) {  // 80 % of a normal curve lie within 1.2816
    random.seed(2);
    std::vector<Forecast> forecasts;
    for (int i = 0; i < 4000; ++i)
      forecasts.push_back({.value = 0, .low = -half, .high = half, .truth = normal(random)});
    scores.push_back(calibration_of(forecasts, 0.8)->score);
  }
  EXPECT_LT(scores[1], scores[0]);
  EXPECT_LT(scores[1], scores[2]);
}

TEST(Calibration, SaysWhatIsWrong) {
  EXPECT_EQ(calibration_of({}).error().code, Code::not_enough);
  const std::vector<Forecast> turned{{.value = 5, .low = 6, .high = 4, .truth = 5}};
  EXPECT_EQ(calibration_of(turned).error().code, Code::bad_input);
  const std::vector<Forecast> one{{.value = 5, .low = 4, .high = 6, .truth = 5}};
  EXPECT_EQ(calibration_of(one, 1.2).error().code, Code::bad_input);
  EXPECT_TRUE(calibration_of(one));
  EXPECT_FALSE(calibration_of(one)->bias);  // one says nothing of a lean
}

}  // namespace
}  // namespace bellwether::lead
