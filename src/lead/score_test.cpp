#include "lead/score.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

constexpr Day k_end{20'000};

Indicator indicator(std::string id, double weight, Side side, Curve curve = {{0, 0}, {100, 100}}) {
  Indicator made;
  made.id = std::move(id);
  made.weight = weight;
  made.side = side;
  made.curve = std::move(curve);
  made.window_days = 100;
  return made;
}

Evidence known(double value, double low, double high, std::string rests_on = {}) {
  Evidence evidence;
  evidence.state = State::known;
  evidence.estimate = {.value = value, .low = low, .high = high, .n = 50};
  evidence.n = 50;
  evidence.newest = Day{k_end.days - 1};
  evidence.rests_on = std::move(rests_on);
  return evidence;
}

/// Learn: two acts and one employee indicator; deliver: one customer indicator.
Framework framework() {
  Framework made;
  made.id = "own";
  made.dimensions.push_back({.id = "learn", .label = "Learn", .about = {}, .weight = 1, .indicators = {}});
  made.dimensions[0].indicators = {indicator("a", 2, Side::act), indicator("b", 1, Side::act),
                                   indicator("c", 1, Side::employee)};
  made.dimensions.push_back({.id = "deliver", .label = "Deliver", .about = {}, .weight = 3, .indicators = {}});
  made.dimensions[1].indicators = {indicator("d", 1, Side::customer)};
  return made;
}

TEST(Score, DifferenceIsThatOfWhatIsKnownOfBoth) {
  const Framework own = framework();
  const Score one = score_of(own, std::vector<Evidence>{known(60, 56, 64), known(90, 89, 91), {}, {}}, k_end);
  const Score other = score_of(own, std::vector<Evidence>{known(60, 57, 63), {}, known(10, 9, 11), {}}, k_end);
  // Only a is known of both: 60 against 60, half widths 4 and 3. The whole scores are 70 and 43.
  const auto found = difference(one, other);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->value, 0, 1e-12);
  EXPECT_NEAR(found->high, 5, 1e-9);
  EXPECT_EQ(found->verdict, measure::Verdict::cant_tell);
  const Score third = score_of(own, std::vector<Evidence>{{}, {}, {}, known(50, 44, 56)}, k_end);
  EXPECT_FALSE(difference(one, third)) << "nothing is known of both";
}

TEST(Score, AnswersOfTheSamePeopleSeveralTimesMakeItLessSure) {
  Framework own;
  own.id = "own";
  own.dimensions.push_back({.id = "d", .label = {}, .about = {}, .weight = 1, .indicators = {}});
  own.dimensions[0].indicators = {indicator("a", 1, Side::employee), indicator("b", 1, Side::employee)};
  std::vector<Evidence> evidence{known(50, 46, 54, "a"), known(50, 46, 54, "b")};
  Correlations correlations;
  correlations.set("a", "b", 0.25);
  // Half widths 4, weights 1/2: √(2 × 2² + 2 × 0.25 × 2²) = √10.
  EXPECT_NEAR(score_of(own, evidence, k_end, correlations).scored->high, 50 + std::sqrt(10.0), 1e-9);
  for (Evidence& one : evidence) one.repeats = 2.25;
  // Half widths 1.5 × 4; r = (0.25 + 1.25) / 2.25 = 2/3: √(2 × 3² + 2 × 2/3 × 3²) = √30.
  const Score score = score_of(own, evidence, k_end, correlations);
  EXPECT_NEAR(score.dimensions[0].indicators[0].low, 44, 1e-9);
  EXPECT_NEAR(score.scored->high, 50 + std::sqrt(30.0), 1e-9);
}

TEST(Score, IsTheWeightedMeanThatAHandMakes) {
  const Framework own = framework();
  const std::vector<Evidence> evidence{known(60, 50, 70), known(30, 20, 40), known(80, 76, 84), known(50, 44, 56)};
  const Score score = score_of(own, evidence, k_end);
  // (2 × 60 + 30 + 80) / 4 = 57.5; half: √((2×10)² + 10² + 4²) / 4 = √516 / 4
  ASSERT_TRUE(score.dimensions[0].scored);
  EXPECT_DOUBLE_EQ(score.dimensions[0].scored->score, 57.5);
  EXPECT_NEAR(score.dimensions[0].scored->low, 57.5 - std::sqrt(516.0) / 4, 1e-12);
  EXPECT_NEAR(score.dimensions[0].scored->high, 57.5 + std::sqrt(516.0) / 4, 1e-12);
  // (57.5 + 3 × 50) / 4; half: √(516/16 / 16 + (3/4 × 6)²)
  EXPECT_DOUBLE_EQ(score.scored->score, 51.875);
  EXPECT_NEAR(score.scored->high - score.scored->score, std::sqrt(516.0 / 256 + 20.25), 1e-12);
  EXPECT_DOUBLE_EQ(score.coverage, 1);
  EXPECT_DOUBLE_EQ(score.dimensions[0].indicators[0].share, 0.125);
}

TEST(Score, TakesNothingForUnknownAndSaysSoInItsCoverage) {
  const Framework own = framework();
  const std::vector<Evidence> evidence{known(60, 50, 70), {}, {}, {}};
  const Score score = score_of(own, evidence, k_end);
  EXPECT_DOUBLE_EQ(score.dimensions[0].scored->score, 60) << "what is unknown pulls nothing down";
  EXPECT_FALSE(score.dimensions[1].scored);
  EXPECT_DOUBLE_EQ(score.scored->score, 60);
  // 2 of 4 weights, one of two sides: 2/4 × ¾; the other dimension 0, with weight 3.
  EXPECT_DOUBLE_EQ(score.dimensions[0].coverage, 0.375);
  EXPECT_DOUBLE_EQ(score.coverage, 0.375 / 4);
}

TEST(Score, OfNothingIsUnknown) {
  const Framework own = framework();
  const Score score = score_of(own, std::vector<Evidence>(4), k_end);
  EXPECT_FALSE(score.scored);
  EXPECT_EQ(score.coverage, 0);
}

TEST(Score, LosesCoverageAndNotHeightWithAge) {
  const Framework own = framework();
  std::vector<Evidence> evidence{known(60, 50, 70), known(30, 20, 40), known(80, 76, 84), known(50, 44, 56)};
  const Score fresh = score_of(own, evidence, k_end);
  evidence[3].newest = Day{k_end.days - 1 - 100};
  const Score stale = score_of(own, evidence, k_end);
  EXPECT_DOUBLE_EQ(stale.scored->score, fresh.scored->score);
  EXPECT_DOUBLE_EQ(stale.dimensions[1].coverage, 0.5);
  EXPECT_DOUBLE_EQ(freshness(Day{k_end.days - 26}, k_end, 100), 1) << "a quarter of the window";
  EXPECT_DOUBLE_EQ(freshness(Day{k_end.days - 1 - 62}, k_end, 100), 1 - 0.5 * (0.62 - 0.25) / 0.75);
}

TEST(Score, JoinsWhatTheSamePeopleSay) {
  Framework own = framework();
  own.dimensions.resize(1);
  own.dimensions[0].indicators = {indicator("a", 1, Side::employee), indicator("b", 1, Side::employee)};
  const std::vector<Evidence> evidence{known(50, 40, 60, "care"), known(50, 40, 60, "trust")};
  const auto half = [&](double r) {
    Correlations together;
    together.set("trust", "care", r);
    const Score score = score_of(own, evidence, k_end, together);
    return score.scored->high - score.scored->score;
  };
  EXPECT_NEAR(half(0), 10 / std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(half(1), 10, 1e-12);
  EXPECT_NEAR(half(0.5), 10 * std::sqrt(1.5 / 2), 1e-12);
  const std::vector<Evidence> same{known(50, 40, 60, "care"), known(50, 40, 60, "care")};
  EXPECT_NEAR(score_of(own, same, k_end).scored->high, 60, 1e-12) << "the same figure twice is one piece of evidence";
}

TEST(Score, TurnsTheIntervalWhereLessIsBetter) {
  Framework own = framework();
  own.dimensions.resize(1);
  own.dimensions[0].indicators = {indicator("wait", 1, Side::act, {{2, 100}, {12, 50}, {48, 0}})};
  const Score score = score_of(own, std::vector<Evidence>{known(12, 7, 30)}, k_end);
  EXPECT_DOUBLE_EQ(score.scored->score, 50);
  EXPECT_DOUBLE_EQ(score.scored->low, 25);
  EXPECT_DOUBLE_EQ(score.scored->high, 75);
}

TEST(Contributions, AddUpToTheChange) {
  const Framework own = framework();
  const std::vector<Evidence> then{known(60, 50, 70), {}, known(80, 76, 84), known(50, 44, 56)};
  const std::vector<Evidence> now{known(40, 30, 50), known(90, 80, 99), known(80, 76, 84), {}};
  const Score a = score_of(own, then, k_end);
  const Score b = score_of(own, now, k_end);
  double sum = 0;
  for (const Contribution& one : contributions(b, a)) sum += one.points;
  EXPECT_NEAR(sum, b.scored->score - a.scored->score, 1e-12);
  EXPECT_EQ(contributions(b, a).front().indicator->id, "d") << "the largest first: it is no longer known";
  EXPECT_TRUE(contributions(b, a).front().no_more);
}

TEST(Wanted, NamesFirstWhatAddsMostCoverage) {
  const Framework own = framework();
  const Score score = score_of(own, std::vector<Evidence>{known(60, 50, 70), {}, {}, {}}, k_end);
  const std::vector<Wanted> list = wanted(score);
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].indicator->id, "d") << "a whole dimension of weight 3";
  EXPECT_EQ(list[1].indicator->id, "c") << "a second side";
  // What it promises is what it adds.
  const Score with = score_of(own, std::vector<Evidence>{known(60, 50, 70), {}, {}, known(1, 0, 2)}, k_end);
  EXPECT_NEAR(with.coverage - score.coverage, list[0].coverage, 1e-12);
}

/// The interval of a score holds the truth as often as it says, for independent figures with symmetric errors, and for two that go
/// together.
TEST(Score, IntervalHoldsWhatItPromises) {
  Framework own = framework();
  own.dimensions.resize(1);
  own.dimensions[0].indicators = {indicator("a", 2, Side::act), indicator("b", 1, Side::employee),
                                  indicator("c", 1, Side::employee)};
  const double truth[] = {40, 55, 60};
  const double error[] = {4, 3, 5};
  constexpr double k_r = 0.6;
  Correlations together;
  together.set("b", "c", k_r);
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  int held = 0;
  constexpr int k_draws = 4'000;
  for (int draw = 0; draw < k_draws; ++draw) {
    const double z[] = {normal(random), normal(random), normal(random)};
    const double with[] = {z[0], z[1], k_r * z[1] + std::sqrt(1 - k_r * k_r) * z[2]};
    std::vector<Evidence> evidence;
    for (int i = 0; i < 3; ++i) {
      const double value = truth[i] + error[i] * with[i];
      evidence.push_back(
          known(value, value - 1.96 * error[i], value + 1.96 * error[i], std::string(1, static_cast<char>('a' + i))));
    }
    const Scored scored = *score_of(own, evidence, k_end, together).scored;
    const double score = (2 * truth[0] + truth[1] + truth[2]) / 4;
    held += scored.low <= score && score <= scored.high ? 1 : 0;
  }
  EXPECT_NEAR(held / static_cast<double>(k_draws), 0.95, 0.015);
}

}  // namespace
}  // namespace bellwether::lead
