#include "org/forest.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <iterator>

namespace bellwether::org {

std::vector<Index> find_cycle(std::span<const Index> parents) {
  // Every node is walked over once: a walk stops where an earlier one was, and only its own steps can close a cycle.
  std::vector<Index> walk_of(parents.size(), k_none);
  for (Index start = 0; start < parents.size(); ++start) {
    Index node = start;
    while (node != k_none && walk_of[node] == k_none) {
      walk_of[node] = start;
      node = parents[node];
    }
    if (node == k_none || walk_of[node] != start) continue;
    std::vector<Index> cycle{node};
    for (Index next = parents[node]; next != node; next = parents[next]) cycle.push_back(next);
    std::rotate(cycle.begin(), std::ranges::min_element(cycle), cycle.end());
    return cycle;
  }
  return {};
}

Forest::Forest(std::span<const Index> parents, const std::vector<bool>& there)
    : parent_(parents.begin(), parents.end()),
      place_(parents.size(), k_none),
      end_(parents.size(), 0),
      depth_(parents.size(), 0),
      height_(parents.size(), 0) {
  const auto size = static_cast<Index>(parents.size());
  std::size_t present = 0;
  first_child_.assign(parents.size() + 1, 0);
  for (Index node = 0; node < size; ++node) {
    if (!there[node]) parent_[node] = k_none;
    const Index above = parent_[node];
    invariant(above == k_none || there[above]);
    if (there[node]) ++present;
    if (above != k_none) ++first_child_[above + 1];
    if (there[node] && above == k_none) roots_.push_back(node);
  }
  for (std::size_t i = 1; i < first_child_.size(); ++i) first_child_[i] += first_child_[i - 1];
  child_.resize(first_child_.back());
  std::vector<Index> next(first_child_.begin(), std::prev(first_child_.end()));
  for (Index node = 0; node < size; ++node) {
    if (parent_[node] != k_none) child_[next[parent_[node]]++] = node;
  }

  // A stack of our own: a chain of 50,000 managers must not end the program.
  order_.reserve(present);
  std::vector<Index> waiting(roots_.rbegin(), roots_.rend());
  while (!waiting.empty()) {
    const Index node = waiting.back();
    waiting.pop_back();
    place_[node] = static_cast<Index>(order_.size());
    order_.push_back(node);
    if (parent_[node] != k_none) depth_[node] = depth_[parent_[node]] + 1;
    const auto under = children(node);
    waiting.insert(waiting.end(), under.rbegin(), under.rend());
  }
  invariant(order_.size() == present);  // what a tour from the roots does not reach goes round in a cycle
  for (std::size_t i = order_.size(); i-- > 0;) {
    const Index node = order_[i];
    end_[node] = std::max(end_[node], place_[node] + 1);
    if (parent_[node] == k_none) continue;
    end_[parent_[node]] = std::max(end_[parent_[node]], end_[node]);
    height_[parent_[node]] = std::max(height_[parent_[node]], height_[node] + 1);
  }
}

std::span<const Index> Forest::subtree(Index node) const {
  if (!has(node)) return {};
  return std::span(order_).subspan(place_[node], end_[node] - place_[node]);
}

std::span<const Index> Forest::below(Index node) const {
  const auto all = subtree(node);
  return all.empty() ? all : all.subspan(1);
}

std::span<const Index> Forest::children(Index node) const {
  return std::span(child_).subspan(first_child_[node], first_child_[node + 1] - first_child_[node]);
}

std::vector<Index> Forest::ancestors(Index node) const {
  std::vector<Index> up;
  for (Index above = parent_[node]; above != k_none; above = parent_[above]) up.push_back(above);
  return up;
}

bool Forest::is_within(Index node, Index top) const {
  return has(node) && has(top) && place_[top] <= place_[node] && place_[node] < end_[top];
}

std::optional<std::uint32_t> Forest::distance(Index top, Index node) const {
  if (!is_within(node, top)) return std::nullopt;
  return depth_[node] - depth_[top];
}

}  // namespace bellwether::org
