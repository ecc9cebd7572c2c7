// Where a leader truly stands in each dimension of the shipped leadership frameworks: a weighted mean of the traits that the
// dimension is about. The weights are ours, for want of a truth outside the model; a score is held against them by its rank.
#pragma once

#include "simulate/trait.hpp"

#include <span>

namespace bellwether::simulate {

struct Dimension {
  std::string_view framework, id;  ///< "core", "clarity"
  Mix mix;
};

/// In the order of frameworks.
[[nodiscard]] std::span<const Dimension> dimensions();

}  // namespace bellwether::simulate
