// Rows of an answer on so few customers that they are not to be shown, and rows from which such a figure could be worked out. For
// employees there is a stronger rule: guarded_cells.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bellwether::measure {

/// A row of an answer as the rule sees it.
struct Guarded {
  std::vector<std::string>
      place;  ///< its slice's values and its period: one entry per dimension, equally many in all rows
  std::int64_t answers = 0;
  std::int64_t elsewhere = 0;  ///< answers that the question's filter took away; k or more is safe
};

/// Which rows must not be shown. A row with 1 … k−1 answers is hidden, and one whose complement under the filter has so few.
/// Where along any dimension the hidden rows together have fewer than k, or there is only one, the total less the rows that are
/// shown would give it away: then the smallest shown ones are hidden, too, until it does not.
/// It does not see what is learned by comparing answers to different questions beyond that one filter.
[[nodiscard]] std::vector<bool> hidden_rows(std::span<const Guarded> rows, std::int64_t k);

}  // namespace bellwether::measure
