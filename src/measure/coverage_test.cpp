#include "measure/coverage.hpp"

#include "measure/coverage_amounts.hpp"
#include "measure/coverage_spans.hpp"

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

TEST(Coverage, OfRatesFromOneExpectedEventOn) {
  double sum = 0;
  for (const double expected : {1.0, 2.3, 3.0, 4.6, 7.2, 10.5, 25.0}) {
    EXPECT_GT(coverage_of_rate(expected, 0.95), 0.91) << expected;
    EXPECT_GE(coverage_of_rate(expected, 0.95, PoissonInterval::garwood), 0.95) << expected;
    sum += coverage_of_rate(expected, 0.95);
  }
  EXPECT_NEAR(sum / 7, 0.955, 0.015);
}

// Drawn cells are few and small here, since these tests also run unoptimised; a standard error is 1.3 points.
constexpr int k_few_draws = 300;

TEST(Coverage, OfWaitingWhereFewHaveEnded) {
  const Waiting heavy{.shape = 1, .censored = 0.8};
  EXPECT_GT(coverage_of_waiting(heavy, 0.25, 10, 0.95, k_few_draws).coverage, 0.93);
  EXPECT_GT(coverage_of_time_until(heavy, 0.1, 20, 0.95, k_few_draws).coverage, 0.93);
  EXPECT_LT(coverage_of_time_until(heavy, 0.1, 20, 0.95, k_few_draws, SurvivalInterval::log_log).coverage, 0.9)
      << "why log-log is not the one that is used";
}

TEST(Coverage, OfQuantilesOfSkewedAmounts) {
  const auto kept = coverage_of_quantile(Amounts::lognormal_one, 0.5, 0, 15, 0.95, k_few_draws);
  EXPECT_NEAR(kept.coverage, 0.95, 0.04);
  EXPECT_EQ(kept.answered, 1);
  EXPECT_EQ(coverage_of_quantile(Amounts::lognormal_one, 0.5, 0, 5, 0.95, 10).answered, 0);
}

TEST(Coverage, OfRatiosAndOfSharesThatKnowTheirCustomers) {
  EXPECT_GT(coverage_of_ratio(0.2, 15, 0.95, k_few_draws).coverage, 0.91);
  EXPECT_GT(coverage_of_clustered_share(0.2, 0.3, 20, 0.95, k_few_draws).coverage, 0.9);
}

TEST(Coverage, OfAgreement) {
  EXPECT_GT(coverage_of_within_group({0.12, 0.03, 0.05, 0.15, 0.65}, 15, 0.95, 60).coverage, 0.85);
  EXPECT_GT(coverage_of_alpha(0.9, {0.5, 0.3, 0.2}, 2, 10, 0.95, k_few_draws).coverage, 0.93);
  EXPECT_GT(coverage_of_matching({0.5, 0.2, 0.1, 0.1, 0.1}, 20, 0.95, k_few_draws).coverage, 0.91);
}

TEST(Coverage, FollowsTheLevel) {
  EXPECT_NEAR(coverage_of_share(0.4, 200, 0.8), 0.8, 0.03);
  EXPECT_NEAR(coverage_of_share(0.4, 200, 0.99), 0.99, 0.005);
}

}  // namespace
}  // namespace bellwether::measure
