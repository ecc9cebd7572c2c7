#include "measure/attack.hpp"

#include "store/facts/store_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

constexpr std::size_t k_worlds = 4;
constexpr std::size_t k_questions = 100;  ///< of each world; bench/attack.cpp asks more

AttackResult attack(std::uint64_t seed, Protection protection) {
  const facts::Folder folder;
  const facts::Opened store = facts::open_store(folder.path());
  Attack attack(seed, protection);
  EXPECT_TRUE(store->append(attack.signals()).get());
  const auto result = attack.run(*store.facts, k_questions);
  EXPECT_TRUE(result) << to_text(result.error());
  return result ? *result : AttackResult{};
}

TEST(Attack, TellsOfNoFewerEmployeesThanMayBeToldOf) {
  std::size_t different = 0;
  for (std::uint64_t seed = 1; seed <= k_worlds; ++seed) {
    const AttackResult result = attack(seed, Protection::blocks);
    EXPECT_GE(result.smallest_atom, static_cast<std::size_t>(k_fewest_employees)) << "world " << seed;
    EXPECT_GE(result.fewest, static_cast<std::size_t>(k_fewest_employees)) << "world " << seed;
    EXPECT_EQ(result.wrong, 0U) << "world " << seed;
    different += result.different;
  }
  EXPECT_GT(different, 10 * k_worlds) << "there is something to be told";
}

TEST(Attack, FindsSinglePeopleWhereNothingIsWithheld) {
  const AttackResult result = attack(1, Protection::none);
  EXPECT_EQ(result.fewest, 1U);
  EXPECT_EQ(result.wrong, 0U);
}

TEST(Attack, FindsSinglePeopleWhereOnlySmallRowsAreWithheld) {
  EXPECT_LT(attack(1, Protection::rows).fewest, static_cast<std::size_t>(k_fewest_employees))
      << "to withhold within each answer by itself is not enough";
}

}  // namespace
}  // namespace bellwether::measure
