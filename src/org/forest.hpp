// Trees on indices: parents in; subtrees, depths and ways up out. One Euler tour makes every question about a subtree a
// look at a stretch of a vector, so that 50,000 people are no more work than 50.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::org {

using Index = std::uint32_t;
inline constexpr Index k_none = static_cast<Index>(-1);

/// The cycle that the way up from some node runs into, each node followed by its parent, beginning with the smallest
/// index; empty where every way up ends.
[[nodiscard]] std::vector<Index> find_cycle(std::span<const Index> parents);

class Forest {
 public:
  Forest() = default;
  /// `parents[i]` is the parent of node i, or k_none for a root. A node that is not `there` is in no tree and nobody's
  /// parent. Parents hold no cycle (invariant: see find_cycle).
  Forest(std::span<const Index> parents, const std::vector<bool>& there);

  [[nodiscard]] std::size_t size() const { return parent_.size(); }  ///< nodes that may be asked for, there or not
  [[nodiscard]] std::size_t count() const { return order_.size(); }  ///< nodes that are there
  [[nodiscard]] bool has(Index node) const { return place_[node] != k_none; }
  [[nodiscard]] Index parent(Index node) const { return parent_[node]; }
  [[nodiscard]] std::span<const Index> roots() const { return roots_; }
  [[nodiscard]] std::uint32_t depth(Index node) const { return depth_[node]; }  ///< 0 at a root
  /// Steps down to the farthest node below; 0 for a leaf.
  [[nodiscard]] std::uint32_t height(Index node) const { return height_[node]; }

  /// All nodes that are there, each before its children, children by index.
  [[nodiscard]] std::span<const Index> order() const { return order_; }
  /// The node itself, then all below it, in that order. Empty where it is not there.
  [[nodiscard]] std::span<const Index> subtree(Index node) const;
  /// All below the node, without itself.
  [[nodiscard]] std::span<const Index> below(Index node) const;
  /// The nodes right under it, by index.
  [[nodiscard]] std::span<const Index> children(Index node) const;
  /// Its parent, the parent of that, up to the root.
  [[nodiscard]] std::vector<Index> ancestors(Index node) const;
  /// Whether the node is `top` or stands below it.
  [[nodiscard]] bool is_within(Index node, Index top) const;
  /// Steps from `top` down to `node`: 0 for itself, nothing where it does not stand below.
  [[nodiscard]] std::optional<std::uint32_t> distance(Index top, Index node) const;

 private:
  std::vector<Index> parent_, roots_;
  std::vector<Index> child_, first_child_;  ///< children of i: child_[first_child_[i] … first_child_[i + 1])
  std::vector<Index> order_;                ///< the tour: each node before those below it
  std::vector<Index> place_, end_;          ///< the subtree of i: order_[place_[i] … end_[i])
  std::vector<std::uint32_t> depth_, height_;
};

}  // namespace bellwether::org
