// Gaps one by one: what leaders answer and what teams and customers do, item by item; what is claimed and what is done, by brand value.
#pragma once

#include "base/result.hpp"
#include "lead/item_sums.hpp"
#include "lead/specials.hpp"
#include "measure/significance.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::lead {

using measure::Estimate;

/// Means on 1–5, strain turned around so that more is better; nothing where too few answered.
struct ItemGap {
  std::string item;
  std::optional<Estimate> leaders, teams, customers;
  std::optional<measure::Difference> above_teams, above_customers;  ///< leaders less the others
};

/// On 0–100.
struct ValueGap {
  std::string value;                ///< the brand value that promises name
  Estimate kept;                    ///< % of promises that came due
  Estimate done;                    ///< the mean of what was kept and of what teams and customers answer to brand_lived
  std::optional<Estimate> claimed;  ///< leaders' own answer to brand_lived, the same for all values
  std::optional<measure::Difference> gap;  ///< claimed less done
};

/// Of the source's subject, over its window. Verdicts are held against chance over all items or values at once (Benjamini & Hochberg at
/// 5 %). An item that leaders did not answer, or nobody else, is left out. Employees in whole blocks. Errors: those of the store.
[[nodiscard]] Result<std::vector<ItemGap>> read_item_gaps(const SpecialSource& source, const Subject& subject);
[[nodiscard]] Result<std::vector<ValueGap>> read_value_gaps(const SpecialSource& source, const Subject& subject);

}  // namespace bellwether::lead
