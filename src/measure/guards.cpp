#include "measure/guards.hpp"

#include "measure/employee_blocks.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::measure {

std::map<std::string, std::string> parents_of(const org::Tree& tree) {
  std::map<std::string, std::string> parents;
  for (const org::Index unit : tree.forest().order()) {
    const org::Index parent = tree.forest().parent(unit);
    if (parent != org::k_none) parents.emplace(tree.unit(unit).id, tree.unit(parent).id);
  }
  return parents;
}

Guards::Guards(GuardRules rules) : rules_(std::move(rules)), shelf_(std::make_unique<BlockShelf>()) {
  rules_.k_employee = std::max(rules_.k_employee, k_fewest_employees);
  rules_.k_comments = std::max({rules_.k_comments, k_fewest_comments, rules_.k_employee});
  if (rules_.employee_attributes.size() > k_most_employee_attributes) {
    rules_.employee_attributes.resize(k_most_employee_attributes);
  }
}
Guards::Guards(Guards&&) noexcept = default;
Guards& Guards::operator=(Guards&&) noexcept = default;
Guards::~Guards() = default;

}  // namespace bellwether::measure
