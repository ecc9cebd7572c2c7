// Which column a member of a JSON object belongs to: {"ratings": {"nps": 9}} is the cell of the column "ratings.nps".
#pragma once

#include "listen/rows/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::listen {

/// Paths of members as a tree. Rows mostly have the same members in the same order: where the last row went on is tried first.
class JsonColumns {
 public:
  static constexpr std::uint32_t k_root = 0;
  static constexpr std::size_t k_none = static_cast<std::size_t>(-1);

  explicit JsonColumns(std::size_t most) : most_(most), nodes_(1) {}

  /// The place of the member `key` of the object at `node`; `order` counts the object's members.
  std::uint32_t child(std::uint32_t node, std::string_view key, std::size_t order);
  /// The column of a scalar at `node`; k_none where there are too many columns already.
  std::size_t column(std::uint32_t node);

  [[nodiscard]] const std::vector<Header>& headers() const { return headers_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  struct Node {
    std::string path;
    std::size_t column = k_none;
    std::vector<std::pair<std::string, std::uint32_t>> in_order;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_key;
  };
  std::size_t most_;
  std::vector<Node> nodes_;
  std::vector<Header> headers_;
};

}  // namespace bellwether::listen
