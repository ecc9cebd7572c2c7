// The organisation's rules on what may not be told of few people, and the tree of units by which few are joined to more.
#pragma once

#include "org/tree.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::measure {

/// The fewest people that a figure, or a comment, may come from. They may be raised, and not lowered.
inline constexpr std::int64_t k_fewest_employees = 5;
inline constexpr std::int64_t k_fewest_comments = 10;
inline constexpr std::size_t k_most_employee_attributes = 3;

struct GuardRules {
  std::int64_t k_employee = k_fewest_employees;
  std::int64_t k_comments = k_fewest_comments;
  std::int64_t k_customer = 0;  ///< the fewest answers of others than employees; 0: any number is shown
  /// What figures about employees may be cut by beside unit and period, as written in a filter: "tenure", "channel".
  std::vector<std::string> employee_attributes = {};
  /// The unit above each unit, by the words that facts carry; what has none, or is not listed, stands at the top.
  std::map<std::string, std::string> parents = {};
};

/// The tree as rules take it. Of units that have ended, let `Ended::kept_last` tell where they stood.
[[nodiscard]] std::map<std::string, std::string> parents_of(const org::Tree& tree);

class BlockShelf;

/// Rules, and what was worked out by them: keep one for as long as questions are asked. The blocks of the last few populations are
/// kept; a new snapshot has new ones. May be used by several threads.
class Guards {
 public:
  explicit Guards(GuardRules rules = {});
  Guards(Guards&&) noexcept;
  Guards& operator=(Guards&&) noexcept;
  Guards(const Guards&) = delete;
  Guards& operator=(const Guards&) = delete;
  ~Guards();

  [[nodiscard]] const GuardRules& rules() const { return rules_; }
  [[nodiscard]] BlockShelf& shelf() const { return *shelf_; }

 private:
  GuardRules rules_;  ///< with numbers no lower than the fewest, and no cycle of parents
  std::unique_ptr<BlockShelf> shelf_;
};

}  // namespace bellwether::measure
