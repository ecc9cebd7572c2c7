// What can be said of a filter when only one of its fields is looked at.
#pragma once

#include "store/facts/query.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace bellwether::facts {

/// Every field that stands in a filter, as often as it stands there.
void collect_fields(const Expr& expr, std::vector<Field>& into);

/// Whether a filter is false for every fact that does not know `field`, whatever its other fields are.
[[nodiscard]] bool needs(const Expr& expr, const Field& field);

/// Whether a filter that looks at nothing but the number `field` holds for a value of it (nothing: not known).
/// Nothing where the filter looks at something else, too, or compares with what is no number.
[[nodiscard]] std::optional<bool> holds_for(const Expr& expr, const Field& field, std::optional<std::int64_t> value,
                                            std::int64_t scale);

}  // namespace bellwether::facts
