#include "understand/word_table.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::understand {
namespace {

TEST(WordTable, KnowsWhatWasPutIn) {
  WordTable<int> table;
  EXPECT_EQ(table.find(7), nullptr);
  table.at(7) = 3;
  EXPECT_EQ(*table.find(7), 3);
  EXPECT_EQ(table.at(7), 3) << "not another one";
  EXPECT_EQ(table.at(8), 0) << "a new one";
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(table.find(9), nullptr);
}

/// Hashes that have only their upper or only their lower bits differ must not meet in one row of slots, nor be taken for one another.
RC_GTEST_PROP(WordTable, IsAMap, ()) {
  const auto all = *rc::gen::arbitrary<std::map<std::uint64_t, int>>();
  const auto shift = *rc::gen::inRange(0, 64);
  WordTable<int> table;
  std::map<std::uint64_t, int> shifted;
  for (const auto& [hash, value] : all) {
    shifted[hash << shift] = value;
    table.at(hash << shift) = value;
  }
  RC_ASSERT(table.size() == shifted.size());
  for (const auto& [hash, value] : shifted) {
    RC_ASSERT(*table.find(hash) == value);
    RC_ASSERT((table.find(hash + 1) != nullptr) == shifted.contains(hash + 1));
  }
}

TEST(WordTable, HoldsManyAndStaysQuick) {
  constexpr std::uint64_t k_many = 200'000;
  WordTable<std::uint64_t> table;
  for (std::uint64_t i = 0; i < k_many; ++i) table.at(i << 40U) = i;
  EXPECT_EQ(table.size(), k_many);
  for (std::uint64_t i = 0; i < k_many; ++i) ASSERT_EQ(*table.find(i << 40U), i);
}

}  // namespace
}  // namespace bellwether::understand
