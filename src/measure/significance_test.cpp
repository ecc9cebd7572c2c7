#include "measure/significance.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/estimates.json");
  return nlohmann::json::parse(file).at(group);
}

Moments moments_of(const std::vector<std::int64_t>& answers) {
  Moments m;
  for (const std::int64_t x : answers) {
    ++m.n;
    m.sum += x;
    m.sum_squares += Int128{x} * x;
  }
  return m;
}

TEST(PValue, OfSharesAgreesWithSciPy) {
  for (const auto& is : golden("p_shares")) {
    const double p = is["p"];
    EXPECT_NEAR(p_of_shares(is["a"][0], is["a"][1], is["b"][0], is["b"][1]), p, 1e-8 * p + 1e-300) << is;
  }
}

TEST(PValue, OfNetSharesAgreesWithSciPy) {
  for (const auto& is : golden("p_net_shares")) {
    const auto& a = is["a"];
    const auto& b = is["b"];
    EXPECT_NEAR(p_of_net_shares(a[0], a[1], a[2], b[0], b[1], b[2]), is["p"], 1e-12);
  }
}

TEST(PValue, OfSharesWorkedByHand) {
  // 3 of 3 against 0 of 3: of the 20 ways to place 3 hits, one is this one: 2 × 1/20 / 2 = 0.05.
  EXPECT_NEAR(p_of_shares(3, 3, 0, 3), 0.05, 1e-12);
  EXPECT_NEAR(p_of_shares(0, 3, 3, 3), 0.05, 1e-12);
}

TEST(PValue, OfNetSharesWithoutAnySpread) { EXPECT_EQ(p_of_net_shares(20, 0, 20, 500, 0, 500), 1); }

TEST(PValue, OfMeansAgreesWithSciPy) {
  for (const auto& is : golden("p_means")) {
    EXPECT_NEAR(p_of_means(moments_of(is["a"]), moments_of(is["b"])), is["p"], 1e-10);
  }
}

TEST(PValue, OfMeansWithoutAnySpread) {
  EXPECT_EQ(p_of_means(moments_of({5, 5, 5}), moments_of({5, 5})), 1);
  EXPECT_EQ(p_of_means(moments_of({5, 5, 5}), moments_of({4, 4})), 0);
}

TEST(BenjaminiHochberg, AgreesWithSciPy) {
  for (const auto& is : golden("benjamini_hochberg")) {
    const std::vector<double> p = is["p"];
    const std::vector<double> expected = is["adjusted"];
    const auto adjusted = benjamini_hochberg(p);
    ASSERT_EQ(adjusted.size(), expected.size());
    for (std::size_t i = 0; i < p.size(); ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-12);
  }
  EXPECT_TRUE(benjamini_hochberg({}).empty());
}

RC_GTEST_PROP(BenjaminiHochberg, NeverMakesAValueLessAndKeepsTheOrder, ()) {
  const auto thousandths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1001));
  std::vector<double> p;
  for (const int t : thousandths) p.push_back(t / 1000.0);
  const auto adjusted = benjamini_hochberg(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    RC_ASSERT(p[i] <= adjusted[i] && adjusted[i] <= 1);
    for (std::size_t j = 0; j < p.size(); ++j) RC_ASSERT(p[i] > p[j] || adjusted[i] <= adjusted[j]);
  }
}

}  // namespace
}  // namespace bellwether::measure
