#include "lead/units_moved.hpp"

#include <algorithm>
#include <set>

namespace bellwether::lead {

namespace {

std::vector<MovedUnit> beyond(const Subject& here, const org::Tree& tree, const Subject& there) {
  const std::set<std::string> known(there.units.begin(), there.units.end());
  std::set<std::string> more;
  for (const std::string& unit : here.units) {
    if (!known.contains(unit)) more.insert(unit);
  }
  std::vector<MovedUnit> moved;
  for (const std::string& unit : more) {
    const auto above = tree.ancestors(unit);
    const bool with_another = !above.empty() && more.contains(tree.unit(above.front()).id);
    if (with_another) continue;
    const auto found = tree.find(unit);
    const auto with_it =
        std::ranges::count_if(tree.subtree(unit), [&](org::Index below) { return more.contains(tree.unit(below).id); });
    moved.push_back({.label = found ? tree.label(*found) : unit,
                     .below = static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, with_it) - 1)});
  }
  std::ranges::sort(moved, {}, &MovedUnit::label);
  return moved;
}

}  // namespace

UnitsMoved units_moved(const Subject& now, const org::Tree& tree_now, const Subject& before,
                       const org::Tree& tree_before) {
  if (now.kind == Subject::Kind::organisation) return {};
  return {.came = beyond(now, tree_now, before), .left = beyond(before, tree_before, now)};
}

}  // namespace bellwether::lead
