#include "measure/coverage.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

// The whole grid is bench/truth.cpp; here are cells that run in a moment.

TEST(Coverage, OutcomesAddUpToCertainty) {
  const World world{.chances = {0.1, 0.2, 0.7}, .values = {1, 0, -1}};
  double all = 0;
  std::size_t outcomes = 0;
  each_outcome(world, 12, [&](const auto&, double probability) {
    all += probability;
    ++outcomes;
  });
  EXPECT_NEAR(all, 1, 1e-12);
  EXPECT_EQ(outcomes, 91U);  // 14 choose 2
}

TEST(Coverage, OfWilsonAsPublished) {
  // Agresti & Coull, The American Statistician 52 (1998) 119–126: the score interval's coverage is close to nominal
  // on average for every n, and its worst spots are near 0 and 1.
  for (const std::int64_t n : {5, 15, 50}) {
    double sum = 0;
    int cells = 0;
    for (double p = 0.005; p < 1; p += 0.01, ++cells) sum += coverage_of_share(p, n, 0.95);
    EXPECT_NEAR(sum / cells, 0.955, 0.012) << n;
  }
}

TEST(Coverage, OfNetSharesFromTenAnswersOn) {
  for (const std::int64_t n : {10, 30, 100}) {
    for (const auto& [positive, negative] : {std::pair{0.5, 0.2}, std::pair{0.3, 0.3}, std::pair{0.9, 0.02}}) {
      EXPECT_GT(coverage_of_net_share(positive, negative, n, 0.95, 0), 0.92) << n << " " << positive;
    }
  }
}

TEST(Coverage, OfMeansAlsoWhereNearlyAllAnswersAreTheSame) {
  EXPECT_NEAR(coverage_of_mean({0.2, 0.2, 0.2, 0.2, 0.2}, 15, 0.95, 0), 0.96, 0.02);
  EXPECT_GT(coverage_of_mean({0.02, 0.01, 0.02, 0.05, 0.9}, 20, 0.95, 0), 0.95);
  EXPECT_GT(coverage_of_mean({0.12, 0.03, 0.05, 0.15, 0.65}, 50, 0.95, 4000), 0.93);
}

TEST(Coverage, FollowsTheLevel) {
  EXPECT_NEAR(coverage_of_share(0.4, 200, 0.8), 0.8, 0.03);
  EXPECT_NEAR(coverage_of_share(0.4, 200, 0.99), 0.99, 0.005);
}

}  // namespace
}  // namespace bellwether::measure
