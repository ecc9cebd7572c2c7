#include "listen/rows/json_columns.hpp"

#include "listen/rows/table_head.hpp"

namespace bellwether::listen {

namespace {
/// Objects whose members are names of things (ids, days) make nodes without end; beyond this they are all one.
constexpr std::size_t k_most_nodes_a_column = 4;
}  // namespace

std::uint32_t JsonColumns::child(std::uint32_t node, std::string_view key, std::size_t order) {
  {
    const Node& here = nodes_[node];
    if (order < here.in_order.size() && here.in_order[order].first == key) return here.in_order[order].second;
    if (const auto known = here.by_key.find(key); known != here.by_key.end()) return known->second;
  }
  if (nodes_.size() >= k_most_nodes_a_column * most_) return node;
  const auto added = static_cast<std::uint32_t>(nodes_.size());
  Node child;
  child.path = node == k_root ? std::string(key) : nodes_[node].path + "." + std::string(key);
  nodes_.push_back(std::move(child));
  nodes_[node].in_order.emplace_back(key, added);
  nodes_[node].by_key.emplace(key, added);
  return added;
}

std::size_t JsonColumns::column(std::uint32_t node) {
  Node& here = nodes_[node];
  if (here.column == k_none && headers_.size() < most_) {
    here.column = headers_.size();
    headers_.push_back({.name = clean_name(here.path), .label = {}, .import_id = {}});
    make_unique(headers_, here.column);
  }
  return here.column;
}

}  // namespace bellwether::listen
