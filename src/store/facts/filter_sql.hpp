// A bound filter as a condition in SQL, with two-valued logic: what is not known compares as false, its negation as true.
#pragma once

#include "base/result.hpp"
#include "store/facts/names.hpp"
#include "store/facts/query.hpp"
#include "store/facts/sql.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace bellwether::facts {

/// How a field stands in a table.
struct Operand {
  enum class Kind : std::uint8_t { word, voice_of, themes, value, id, subject, day };
  Kind kind = Kind::value;
  Dimension dimension = Dimension::source;  ///< of words and themes
  std::string column = {};                  ///< of a word, themes, id …; of numbers: the exact integer. Empty: has none
  std::string text = {};                    ///< value: the column with its texts. Empty: has none
  std::int64_t scale = 1;                   ///< of numbers
  std::string known = {};                   ///< condition that it is known
};

/// The operand of a field in the table of facts, or with `mentions` in the table with a row per mention.
/// Errors: `not_found` for a rating or attribute that is not in the store; `bad_input` for a field of the other table.
[[nodiscard]] Result<Operand> operand_of(const Field& field, Table table, const Names& names, bool mentions = false);

using Operands = std::function<Result<Operand>(const Field&)>;

/// Appends the condition. It may come out as NULL only where it is to count as false, so it must stand in WHERE, CASE WHEN,
/// AND and OR only. Errors: as of `operands`; `bad_input` for a literal that can't be compared with its field;
/// `too_large` for filters that are deeper or longer than `k_most_depth` and `k_most_literals`.
[[nodiscard]] Result<void> put_condition(Sql& sql, const Expr& expr, const Operands& operands, const Names& names);
inline constexpr int k_most_depth = 100;
inline constexpr std::size_t k_most_literals = 100'000;

}  // namespace bellwether::facts
