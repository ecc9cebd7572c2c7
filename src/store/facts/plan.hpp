// Answers a query from a rollup where that gives exactly the same figures as the facts.
#pragma once

#include "base/result.hpp"
#include "store/facts/names.hpp"
#include "store/facts/query.hpp"
#include "store/facts/rollups.hpp"
#include "store/facts/statement.hpp"

#include <cstdint>
#include <optional>

namespace bellwether::facts {

/// The statement that answers a query from this rollup; nothing where the rollup can't say exactly what the facts would.
///
/// A rollup of ratings can, if every filter and slice is one of its dimensions (or the day, or the weekday) or a condition on one
/// well-known rating, and every statistic is over one such rating or over all signals. The rollup of mentions can, for queries by
/// theme, tell counts and the sums of the mentions' sentiment, and how many are negative, neutral or positive.
/// Errors: those of the filter itself.
[[nodiscard]] Result<std::optional<Statement>> from_rollup(const Rollup& rollup, const Query& query,
                                                           const Names& names);

}  // namespace bellwether::facts
