// Which units came under somebody and which left between two days: a score can move because its units did, and nobody answered
// otherwise.
#pragma once

#include "lead/organisation_view.hpp"
#include "org/tree.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bellwether::lead {

struct MovedUnit {
  std::string label;
  std::size_t below = 0;  ///< units below it that came or left with it
};
struct UnitsMoved {
  std::vector<MovedUnit> came, left;  ///< by label; what came or left with a unit above it is counted there
  [[nodiscard]] bool any() const { return !came.empty() || !left.empty(); }
};

/// Each subject as of its own tree. Of the whole organisation none: all its facts are meant at any time.
[[nodiscard]] UnitsMoved units_moved(const Subject& now, const org::Tree& tree_now, const Subject& before,
                                     const org::Tree& tree_before);

}  // namespace bellwether::lead
