// What comes through the inbox goes in together with its position, or not at all.
#include "store/facts/store_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::facts {
namespace {

FromInbox moved(std::uint64_t position, std::uint64_t signals, std::uint64_t acts) {
  FromInbox moved{.signals = {}, .acts = {}, .position = position};
  for (std::uint64_t i = 0; i < signals; ++i) moved.signals.add().id = derived_id(position, i);
  for (std::uint64_t i = 0; i < acts; ++i) {
    Act& act = moved.acts.add();
    act.id = derived_id(position, signals + i);
    act.kind = "floor.visited";
  }
  return moved;
}

Lines counts(const Opened& store) {
  Query signals;
  signals.statistics = {rows()};
  Query acts = signals;
  acts.table = Table::acts;
  return {lines(store->ask(signals)).at(0), lines(store->ask(acts)).at(0)};
}

TEST(FromInbox, BothKindsAndThePositionGoInTogether) {
  const Folder folder;
  {
    const Opened store = open_store(folder.path());
    EXPECT_EQ(store->inbox_position(), 0U);
    const auto committed = store->append(moved(17, 3, 2)).get();
    ASSERT_TRUE(committed) << to_text(committed.error());
    EXPECT_EQ(committed->facts, 5U);
    EXPECT_EQ(store->inbox_position(), 17U);
  }
  const Opened again = open_store(folder.path());
  EXPECT_EQ(again->inbox_position(), 17U);
  EXPECT_EQ(again->inbox_snapshot().value(), 1U);
  EXPECT_EQ(counts(again), (Lines{"3", "2"}));
}

TEST(FromInbox, OneKindOrAPositionAloneWillDo) {
  const Folder folder;
  const Opened store = open_store(folder.path());
  EXPECT_TRUE(store->append(moved(1, 0, 1)).get());
  EXPECT_TRUE(store->append(moved(2, 1, 0)).get());
  EXPECT_TRUE(store->append(moved(9, 0, 0)).get());
  EXPECT_EQ(store->inbox_position(), 9U);
  EXPECT_EQ(counts(store), (Lines{"1", "1"}));
}

TEST(FromInbox, ItIsKnownWhichSnapshotCameFromItLast) {
  const Folder folder;
  const Opened store = open_store(folder.path());
  EXPECT_EQ(store->inbox_snapshot().value(), 0U);
  EXPECT_TRUE(store->append(moved(1, 0, 1)).get());
  EXPECT_TRUE(store->append(std::move(moved(1, 2, 0).signals)).get());
  EXPECT_EQ(store->snapshot(), 2U);
  EXPECT_EQ(store->inbox_snapshot().value(), 1U) << "a file's rows came later";
}

TEST(FromInbox, AnEntryIsNeverTakenTwice) {
  const Folder folder;
  const Opened store = open_store(folder.path());
  ASSERT_TRUE(store->append(moved(5, 1, 0)).get());
  const auto again = store->append(moved(5, 1, 0)).get();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_EQ(counts(store), (Lines{"1", "0"}));
}

TEST(FromInbox, WhatIsRefusedLeavesThePositionWhereItWas) {
  const Folder folder;
  const Opened store = open_store(folder.path());
  FromInbox broken = moved(4, 2, 1);
  broken.signals.rows().back().text = "\xff";
  EXPECT_FALSE(store->append(std::move(broken)).get());
  EXPECT_EQ(store->inbox_position(), 0U);
  EXPECT_EQ(counts(store), (Lines{"0", "0"}));
}

}  // namespace
}  // namespace bellwether::facts
