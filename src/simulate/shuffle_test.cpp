#include "simulate/shuffle.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::simulate {
namespace {

RC_GTEST_PROP(Shuffle, SendsEachToAPlaceOfItsOwnAndBack, ()) {
  const auto n = *rc::gen::inRange<std::uint64_t>(1, 3'000);
  const Shuffle shuffle(n, *rc::gen::arbitrary<std::uint64_t>());
  std::vector<bool> taken(n);
  for (std::uint64_t item = 0; item < n; ++item) {
    const std::uint64_t place = shuffle.place_of(item);
    RC_ASSERT(place < n);
    RC_ASSERT(!taken[place]);
    taken[place] = true;
    RC_ASSERT(shuffle.item_at(place) == item);
  }
}

RC_GTEST_PROP(Shuffle, TurnsAroundForVeryLargeCompanies, ()) {
  const auto n = *rc::gen::inRange<std::uint64_t>(1'000'000, std::uint64_t{1} << 40);
  const Shuffle shuffle(n, *rc::gen::arbitrary<std::uint64_t>());
  const auto item = *rc::gen::inRange<std::uint64_t>(0, n);
  RC_ASSERT(shuffle.item_at(shuffle.place_of(item)) == item);
}

TEST(Shuffle, NeighboursDoNotStayNeighbours) {
  const std::uint64_t n = 100'000;
  const Shuffle shuffle(n, 42);
  double apart = 0;
  for (std::uint64_t i = 0; i + 1 < n; ++i) {
    apart += std::abs(static_cast<double>(shuffle.place_of(i)) - static_cast<double>(shuffle.place_of(i + 1)));
  }
  // Two places drawn at random lie n/3 apart on average.
  EXPECT_NEAR(apart / static_cast<double>(n - 1), static_cast<double>(n) / 3, static_cast<double>(n) / 50);
}

}  // namespace
}  // namespace bellwether::simulate
