#include "simulate/random.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace bellwether::simulate {
namespace {

// The published first outputs of SplitMix64 for the seed 1234567 (the reference implementation by S. Vigna, as listed on
// Rosetta Code, "Pseudo-random numbers/Splitmix64").
TEST(Random, IsSplitMix64) {
  Stream stream(1234567);
  for (const std::uint64_t known : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                    4593380528125082431ULL, 16408922859458223821ULL}) {
    EXPECT_EQ(stream.next(), known);
  }
}

TEST(Random, NormalHasMeanZeroAndVarianceOne) {
  Stream stream(1);
  constexpr int k_draws = 200'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < k_draws; ++i) {
    const auto x = static_cast<double>(stream.normal());
    ASSERT_LE(std::abs(x), 3.4642);  // 2 √3: four uniforms at their ends
    sum += x;
    squares += x * x;
  }
  // Standard errors: 1/√n = 0.0022 for the mean; about √(1.7/n) = 0.0029 for the variance.
  EXPECT_NEAR(sum / k_draws, 0, 4 * 0.0023);
  EXPECT_NEAR(squares / k_draws, 1, 4 * 0.003);
}

TEST(Random, BelowReachesEveryNumberEvenly) {
  Stream stream(7);
  std::array<int, 7> seen{};
  for (int i = 0; i < 70'000; ++i) ++seen.at(stream.below(7));
  // Each is binomial with mean 10,000 and standard deviation 92.6.
  for (const int times : seen) EXPECT_NEAR(times, 10'000, 400);
}

TEST(Random, KeysThatDifferInOneNumberGiveOtherStreams) {
  EXPECT_NE(key_of(1, 2, 3), key_of(1, 3, 2));
  EXPECT_NE(key_of(1, 2), key_of(2, 1));
  EXPECT_NE(key_of(1, 0), key_of(1, 0, 0));
}

TEST(Pick, GivesEachItsShare) {
  const std::array<double, 3> few{1, 0, 3};
  const Pick pick(few);
  EXPECT_EQ(pick(0.0), 0U);
  EXPECT_EQ(pick(0.2499), 0U);
  EXPECT_EQ(pick(0.25), 2U);  // the one without weight is passed over
  EXPECT_EQ(pick(0.9999), 2U);
  EXPECT_DOUBLE_EQ(pick.share(2), 0.75);

  // Many are searched by halves: the same answers.
  const std::array<double, 12> many{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const Pick wide(many);
  for (std::uint32_t i = 0; i < 12; ++i) EXPECT_EQ(wide((i + 0.5) / 12), i);
}

}  // namespace
}  // namespace bellwether::simulate
