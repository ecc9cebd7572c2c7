#include "org/forest.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::org {
namespace {

/// Up to 40 nodes; a node's parent comes before it in a shuffled order, so there is no cycle.
struct Drawn {
  std::vector<Index> parents;
  std::vector<bool> there;
};

Drawn draw() {
  const auto size = *rc::gen::inRange<Index>(1, 40);
  Drawn drawn{.parents = std::vector<Index>(size, k_none), .there = std::vector<bool>(size, true)};
  std::vector<Index> order(size);
  for (Index i = 0; i < size; ++i) {
    order[i] = i;
    std::swap(order[i], order[*rc::gen::inRange<Index>(0, i + 1)]);
  }
  for (Index i = 0; i < size; ++i) {
    drawn.there[order[i]] = *rc::gen::inRange(0, 8) > 0;
    if (i == 0 || *rc::gen::inRange(0, 6) == 0) continue;
    const Index above = order[*rc::gen::inRange<Index>(0, i)];
    if (drawn.there[above]) drawn.parents[order[i]] = above;
  }
  return drawn;
}

/// What the words mean, one step at a time.
std::vector<Index> way_up(const Drawn& drawn, Index node) {
  std::vector<Index> up;
  for (Index above = drawn.parents[node]; above != k_none; above = drawn.parents[above]) up.push_back(above);
  return up;
}

RC_GTEST_PROP(Forest, SaysTheSameAsGoingUpStepByStep, ()) {
  const Drawn drawn = draw();
  const Forest forest(drawn.parents, drawn.there);
  for (Index node = 0; node < forest.size(); ++node) {
    RC_ASSERT(forest.has(node) == drawn.there[node]);
    if (!drawn.there[node]) {
      RC_ASSERT(forest.subtree(node).empty() && forest.below(node).empty());
      continue;
    }
    const std::vector<Index> up = way_up(drawn, node);
    RC_ASSERT(forest.ancestors(node) == up);
    RC_ASSERT(forest.depth(node) == up.size());
    std::set<Index> below;
    std::uint32_t height = 0;
    for (Index other = 0; other < forest.size(); ++other) {
      if (!drawn.there[other]) continue;
      const std::vector<Index> above = way_up(drawn, other);
      const auto at = std::ranges::find(above, node);
      const bool within = other == node || at != above.end();
      RC_ASSERT(forest.is_within(other, node) == within);
      RC_ASSERT(forest.distance(node, other).has_value() == within);
      if (!within) continue;
      const auto steps = other == node ? 0U : static_cast<std::uint32_t>(at - above.begin()) + 1;
      RC_ASSERT(*forest.distance(node, other) == steps);
      height = std::max(height, steps);
      below.insert(other);
    }
    const auto subtree = forest.subtree(node);
    RC_ASSERT(std::set<Index>(subtree.begin(), subtree.end()) == below);
    RC_ASSERT(subtree.size() == below.size() && subtree.front() == node);
    RC_ASSERT(forest.height(node) == height);
    const auto children = forest.children(node);
    RC_ASSERT(std::ranges::all_of(children, [&](Index child) { return drawn.parents[child] == node; }));
    RC_ASSERT(std::ranges::is_sorted(children));
  }
  const auto present = static_cast<std::size_t>(std::ranges::count(drawn.there, true));
  RC_ASSERT(forest.count() == present && forest.order().size() == present);
}

RC_GTEST_PROP(Forest, FindsACycleIfAndOnlyIfThereIsOne, ()) {
  const auto size = *rc::gen::inRange<Index>(1, 30);
  std::vector<Index> parents;
  for (Index i = 0; i < size; ++i)
    parents.push_back(*rc::gen::inRange(0, 3) == 0 ? k_none : *rc::gen::inRange<Index>(0, size));
  bool endless = false;
  for (Index start = 0; start < size; ++start) {
    Index node = start, steps = 0;
    while (node != k_none && steps++ <= size) node = parents[node];
    endless = endless || node != k_none;
  }
  const std::vector<Index> cycle = find_cycle(parents);
  RC_ASSERT(cycle.empty() != endless);
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    RC_ASSERT(parents[cycle[i]] == cycle[(i + 1) % cycle.size()]);
    RC_ASSERT(cycle.front() <= cycle[i]);
  }
}

TEST(Forest, AChainOfAHundredThousandIsNoTrouble) {
  std::vector<Index> parents(100'000);
  for (Index i = 0; i < parents.size(); ++i) parents[i] = i == 0 ? k_none : i - 1;
  const Forest forest(parents, std::vector<bool>(parents.size(), true));
  EXPECT_EQ(forest.depth(99'999), 99'999U);
  EXPECT_EQ(forest.subtree(50'000).size(), 50'000U);
}

TEST(Forest, NothingIsAForestToo) {
  const Forest forest({}, {});
  EXPECT_EQ(forest.count(), 0U);
  EXPECT_TRUE(forest.roots().empty());
}

}  // namespace
}  // namespace bellwether::org
