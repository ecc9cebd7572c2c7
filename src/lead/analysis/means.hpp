// Two groups' means against each other.
#pragma once

#include "lead/analysis/panel.hpp"

#include <span>

namespace bellwether::lead {

/// Mean of `here` less mean of `there`, by Welch's t (Biometrika 34 (1947) 28–35). n counts both.
/// Errors: `not_enough` with fewer than 2 values on a side, or where neither side has any spread.
[[nodiscard]] Result<Slope> difference_of_means(std::span<const double> here, std::span<const double> there,
                                                double level = 0.95);

/// Mean with Student's t. Errors: `not_enough` with fewer than 2 values, or without any spread.
[[nodiscard]] Result<Slope> mean_of(std::span<const double> values, double level = 0.95);

}  // namespace bellwether::lead
