// A query as one statement over one table, and how its answer is to be read.
#pragma once

#include "base/result.hpp"
#include "store/facts/filter_sql.hpp"
#include "store/facts/names.hpp"
#include "store/facts/query.hpp"
#include "store/facts/sql.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::facts {

/// How the columns of one `by` come back.
struct SliceColumn {
  enum class Kind : std::uint8_t { word, voice_of, number, text, number_or_text };
  Kind kind = Kind::number;
  Dimension dimension = Dimension::source;
  std::int64_t scale = 1;
  [[nodiscard]] std::size_t columns() const { return kind == Kind::number_or_text ? 2 : 1; }
};

struct Statement {
  Sql sql;  ///< answers the columns of each `by`, then the period if there is one, then one per statistic
  std::vector<SliceColumn> slices;
  std::string path;  ///< "facts", "rollup_unit" …
};

inline constexpr std::size_t k_most_by = 6;
inline constexpr std::size_t k_most_statistics = 64;

/// The statement that answers a query from the facts themselves. `few_rows`: the table is short enough to count different values
/// in memory. Errors as of put_condition(); `bad_input` for a statistic that its field can't have; `too_large` above the limits.
[[nodiscard]] Result<Statement> from_the_facts(const Query& query, const Names& names, bool few_rows);

/// Whether a query counts mentions (it is cut by theme) and not signals.
[[nodiscard]] bool counts_mentions(const Query& query);

/// Appends the conditions that every table has columns for: " AND day >= ? …".
void put_period(Sql& sql, const Query& query);

/// Appends "expr AS g0" for one `by`, and the expressions to group by.
[[nodiscard]] Result<SliceColumn> put_slice(Sql& select, std::string& group, const Operand& operand, std::size_t index);

}  // namespace bellwether::facts
