#include "measure/power.hpp"

#include "measure/estimate.hpp"

#include <cmath>
#include <fstream>
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/powers.json");
  return nlohmann::json::parse(file).at(group);
}

TEST(Power, OfSharesAgreesWithSciPy) {
  for (const auto& is : golden("shares")) {
    Detection detection{.level = is["level"], .power = is["power"]};
    const double share = is["share"];
    EXPECT_EQ(answers_per_group_for_shares(share, is["difference"], detection).value(), is["n"].get<std::int64_t>());
    detection.continuity = true;
    EXPECT_EQ(answers_per_group_for_shares(share, is["difference"], detection).value(),
              is["n_continuity"].get<std::int64_t>());
  }
}

TEST(Power, OfMeansIsWithinAnAnswerOfTheNoncentralT) {
  for (const auto& is : golden("means")) {
    const Detection detection{.level = is["level"], .power = is["power"]};
    const auto n = answers_per_group_for_means(is["variance"], is["difference"], detection).value();
    EXPECT_NEAR(static_cast<double>(n), is["n"].get<double>(), 1);
  }
}

TEST(Power, RefusesWhatCantBe) {
  EXPECT_EQ(answers_per_group_for_shares(0.5, 0).error().code, Code::wrong_usage);
  EXPECT_EQ(answers_per_group_for_shares(0.5, 0.6).error().code, Code::wrong_usage);
  EXPECT_EQ(answers_per_group_for_shares(1.5, 0.1).error().code, Code::bad_input);
  EXPECT_EQ(answers_per_group_for_means(0, 1).error().code, Code::wrong_usage);
  EXPECT_TRUE(answers_per_group_for_shares(0.98, 0.1)) << "there is room below";
}

/// Share of draws in which the interval of the difference leaves 0 out.
template <class Draw>
double power_seen(int draws, Draw draw) {
  std::mt19937_64 random(11);
  int seen = 0;
  for (int i = 0; i < draws; ++i) seen += draw(random).verdict == Verdict::up ? 1 : 0;
  return static_cast<double>(seen) / draws;
}

constexpr int k_draws = 4000;  // a standard error of 0.6 points

TEST(Power, OfSharesIsWhatWasAskedFor) {
  for (const auto& [share_before, gap] : {std::pair{0.5, 0.05}, std::pair{0.7, 0.15}, std::pair{0.1, 0.05}}) {
    const auto n = answers_per_group_for_shares(share_before, gap).value();
    std::binomial_distribution<std::int64_t> before(n, share_before);
    std::binomial_distribution<std::int64_t> now(n, share_before + gap);
    const double power = power_seen(k_draws, [&](auto& random) {
      return difference(share(now(random), n).value(), share(before(random), n).value());
    });
    EXPECT_NEAR(power, 0.8, 0.02) << share_before;
  }
}

TEST(Power, OfNetSharesIsWhatWasAskedFor) {
  // 50 % positive, 20 % negative against 55 % and 15 %: 10 points; the variances are 0.61 and 0.54.
  const double variance = (net_share_variance(0.5, 0.2) + net_share_variance(0.55, 0.15)) / 2;
  EXPECT_NEAR(variance, 0.575, 1e-12);
  const auto n = answers_per_group_for_means(variance, 0.1, {.power = 0.9}).value();
  const auto draw = [&](auto& random, double positive, double negative) {
    const auto up = std::binomial_distribution<std::int64_t>(n, positive)(random);
    const auto down = std::binomial_distribution<std::int64_t>(n - up, negative / (1 - positive))(random);
    return net_share(up, down, n).value();
  };
  const double power = power_seen(k_draws, [&](auto& random) {
    const Estimate now = draw(random, 0.55, 0.15);
    return difference(now, draw(random, 0.5, 0.2));
  });
  EXPECT_NEAR(power, 0.9, 0.02);
}

TEST(Power, OfMeansIsWhatWasAskedFor) {
  const double gap = 0.4;
  const auto n = answers_per_group_for_means(1, gap).value();
  std::normal_distribution<double> normal;
  const auto draw = [&](auto& random, double centre) {
    Int128 sum = 0;
    Int128 squares = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      const Int128 x = std::llround(1e6 * (centre + normal(random)));
      sum += x;
      squares += x * x;
    }
    return mean(n, sum, squares, 1'000'000).value();
  };
  const double power = power_seen(k_draws, [&](auto& random) {
    const Estimate now = draw(random, gap);
    return difference(now, draw(random, 0));
  });
  EXPECT_NEAR(power, 0.8, 0.02);
}

RC_GTEST_PROP(Power, SmallestDifferenceIsTheInverse, ()) {
  const auto n = *rc::gen::inRange<std::int64_t>(30, 100'000);
  const double variance = *rc::gen::inRange(1, 1000) / 100.0;
  const double gap = smallest_mean_difference(variance, n);
  RC_ASSERT(std::abs(answers_per_group_for_means(variance, gap).value() - n) <= 1);
  const double share_before = *rc::gen::inRange(0, 101) / 100.0;
  const auto share_gap = smallest_share_difference(share_before, n);
  RC_ASSERT(share_gap.has_value());
  RC_ASSERT(answers_per_group_for_shares(share_before, *share_gap).value() <= n + 1);
}

TEST(Power, AShareOfAllCanOnlyFall) {
  const auto gap = smallest_share_difference(1.0, 30);
  ASSERT_TRUE(gap);
  EXPECT_LE(answers_per_group_for_shares(1.0, *gap).value(), 31);
}

TEST(Power, WorstCaseNeedsTheMost) {
  const auto worst = answers_per_group_for_shares({}, 0.1).value();
  for (const double p : {0.1, 0.3, 0.45, 0.5, 0.8}) EXPECT_LE(answers_per_group_for_shares(p, 0.1).value(), worst);
  EXPECT_EQ(widest_variance(1, 5), 4);
  EXPECT_FALSE(smallest_share_difference(0.5, 2));
}

}  // namespace
}  // namespace bellwether::measure
