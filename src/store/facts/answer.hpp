// Reads what a statement answers into slices: numbers of words become words again, and rows are put in order.
#pragma once

#include "base/result.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/names.hpp"
#include "store/facts/query.hpp"
#include "store/facts/statement.hpp"

namespace bellwether::facts {

/// More rows than this are no answer for a person; asking by something with so many values is refused.
inline constexpr std::size_t k_most_slices = 2'000'000;

/// Runs the statement. Errors: `too_large` for more than k_most_slices rows; those of the engine.
[[nodiscard]] Result<Slices> answer(const Connection& connection, const Statement& statement, const Query& query,
                                    const Names& names);

}  // namespace bellwether::facts
