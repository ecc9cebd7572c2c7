#include "store/facts/distinct.hpp"

#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::facts {
namespace {

RC_GTEST_PROP(NumberSet, HoldsWhatAnOrdinarySetHolds,
              (const std::vector<std::uint64_t>& numbers, const std::vector<std::uint8_t>& small)) {
  NumberSet first, second;
  std::set<std::uint64_t> expected;
  for (const std::uint64_t number : numbers) {
    first.insert(number);
    expected.insert(number);
  }
  for (const std::uint8_t number : small) {
    second.insert(number);
    expected.insert(number);
  }
  first.merge(second);
  RC_ASSERT(first.size() == expected.size());
}

TEST(NumberSet, GrowsWithoutLosingAny) {
  NumberSet set;
  for (int again = 0; again < 2; ++again) {
    for (std::uint64_t i = 0; i < 100'000; ++i) set.insert(i << 32U);  // numbers that differ in few bits
  }
  EXPECT_EQ(set.size(), 100'000U);
}

TEST(CountDifferent, IsTheEnginesOwnCount) {
  const auto database = Database::open({.threads = 4});
  const auto connection = database->connect();
  ASSERT_TRUE(register_distinct(*connection));
  ASSERT_TRUE(
      connection->run("CREATE TABLE t AS SELECT CAST(hash(i % 70001) >> 1 AS BIGINT) AS a, i % 3 AS g, CASE WHEN i % 5 "
                      "> 0 THEN i - 150000 END AS b "
                      "FROM range(300000) r(i)"));
  EXPECT_EQ(connection->number("SELECT count_different(a) FROM t").value(), 70001);
  EXPECT_EQ(connection->number("SELECT count_different(b) FROM t").value(), 240000);  // four in five, all different
  EXPECT_EQ(connection->number("SELECT count_different(a) FROM t WHERE g = 9").value(), 0);
  EXPECT_EQ(connection
                ->number("SELECT COUNT(*) FROM (SELECT g, count_different(a) AS x, COUNT(DISTINCT a) AS y FROM t GROUP "
                         "BY g HAVING "
                         "count_different(a) <> COUNT(DISTINCT a)) AS unequal")
                .value(),
            0);
}

}  // namespace
}  // namespace bellwether::facts
