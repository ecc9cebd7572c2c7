// What may not be shown: figures of so few employees that one could be picked out, and those from which such a figure could
// be worked out by subtraction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bellwether::measure {

/// The fewest answers of employees that a figure may stand on.
inline constexpr std::int64_t k_employee = 5;

/// A row of an answer as the rule sees it.
struct Guarded {
  std::vector<std::string>
      place;  ///< its slice's values and its period: one entry per dimension, equally many in all rows
  std::int64_t employees = 0;
  std::int64_t elsewhere =
      0;  ///< answers of employees that the question's filter took away; k_employee or more is safe
};

/// Which rows must not be shown. A row with 1 … k−1 answers of employees is hidden, and one whose complement under the
/// filter has so few. Where along any dimension the hidden rows together have fewer than k, or there is only one, the
/// total less the rows that are shown would give it away: then the smallest shown ones are hidden, too, until it does not.
/// It does not see what is learned by comparing answers to different questions beyond that one filter.
[[nodiscard]] std::vector<bool> hidden_rows(std::span<const Guarded> rows, std::int64_t k = k_employee);

}  // namespace bellwether::measure
