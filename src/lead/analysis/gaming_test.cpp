#include "lead/analysis/gaming.hpp"

#include "lead/analysis/golden.hpp"
#include "lead/analysis/habits_truth.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

TEST(Above, AgreesWithSciPysBetaBinomial) {
  for (const auto& is : golden("peers")) {
    std::vector<Hits> peers;
    for (std::size_t i = 0; i < is["n"].size(); ++i) peers.push_back({.hits = is["hits"][i], .n = is["n"][i]});
    const double p = is["p"];
    EXPECT_NEAR(above({.hits = is["one"][0], .n = is["one"][1]}, peers).p, p, 1e-5 * p + 1e-12);
  }
}

TEST(Above, SaysNothingOfFew) {
  const std::vector<Hits> few(5, {.hits = 1, .n = 20});
  EXPECT_FALSE(above({.hits = 20, .n = 20}, few).tested);
  const std::vector<Hits> many(20, {.hits = 1, .n = 20});
  EXPECT_FALSE(above({.hits = 9, .n = 9}, many).tested);
  EXPECT_TRUE(above({.hits = 10, .n = 10}, many).tested);
  EXPECT_FALSE(above({.hits = 10, .n = 10}, {}).tested);
}

TEST(Above, EachOfNoMoreThanEightIsNotTested) {
  for (std::size_t count = 0; count <= k_least_peers; ++count) {
    std::vector<Hits> few(count, {.hits = 1, .n = 20});
    if (count > 0) few[0].hits = 20;
    for (const AgainstPeers& one : each_above_others(few)) {
      EXPECT_FALSE(one.tested) << count;
      EXPECT_EQ(one.p, 1) << count;
    }
  }
  std::vector<Hits> nine(k_least_peers + 1, {.hits = 1, .n = 20});
  nine[0].hits = 20;
  EXPECT_LT(each_above_others(nine)[0].p, 0.05);
}

TEST(Above, PeersThatDifferAllowMore) {
  std::vector<Hits> alike(30, {.hits = 10, .n = 50});
  std::vector<Hits> apart;
  for (int i = 0; i < 30; ++i) apart.push_back({.hits = i % 2 == 0 ? 2 : 18, .n = 50});
  const Hits one{.hits = 20, .n = 50};
  EXPECT_LT(above(one, alike).p, 0.01);
  EXPECT_GT(above(one, apart).p, 0.05);
}

TEST(Gaming, NamesWhatItSaw) {
  std::mt19937_64 random(1);
  const auto flags = gamed_visits(draw_visits({.gamers = 1}, random));
  std::vector<Sign> raised;
  for (const Flag& flag : flags) {
    if (!flag.raised) continue;
    EXPECT_EQ(flag.subject, 0U);
    EXPECT_GT(flag.share, flag.usual + 0.1);
    EXPECT_GE(flag.n, 10);
    raised.push_back(flag.sign);
  }
  EXPECT_NE(std::find(raised.begin(), raised.end(), Sign::no_time), raised.end());
  EXPECT_NE(std::find(raised.begin(), raised.end(), Sign::late_visits), raised.end());
  EXPECT_TRUE(gamed_visits({}).empty());
  EXPECT_TRUE(begged_scores({}, {}).empty());
}

// Long versions: bench/analysis_truth.cpp.
TEST(Gaming, HonestCompaniesAreLeftAlone) {
  EXPECT_LE(visits_kept({}, 150, 2).any_flagged, 0.06);
  EXPECT_LE(begged_kept({}, 150, 3).any_flagged, 0.08);
}

TEST(Gaming, GamersAreFoundAlsoWhereOneInFiveIsOne) {
  for (const std::uint32_t gamers : {2U, 8U}) {
    const GamingKept visits = visits_kept({.gamers = gamers}, 40, 4);
    const GamingKept scores = begged_kept({.gamers = gamers}, 40, 5);
    EXPECT_GT(visits.gamers_found, 0.9) << gamers;
    EXPECT_GT(scores.gamers_found, 0.9) << gamers;
    EXPECT_LE(visits.false_share, 0.05) << gamers;
    EXPECT_LE(scores.false_share, 0.05) << gamers;
  }
}

}  // namespace
}  // namespace bellwether::lead
