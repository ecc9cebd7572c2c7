// An answer as CSV (RFC 4180) that no spreadsheet takes for a formula.
#pragma once

#include "measure/ask.hpp"
#include "measure/compare_rows.hpp"

#include <string>
#include <string_view>

namespace bellwether::tell {

/// One cell as it stands in the file. A cell that a spreadsheet would take for a formula gets a leading apostrophe: it
/// begins with = + - @, TAB, CR or LF (or their full-width forms), unless it is a plain number. The same is done behind
/// each ; and TAB inside, where a spreadsheet set to another delimiter would begin a new cell. Quoted where it holds a
/// comma, semicolon, TAB, quote or line break.
/// Source: OWASP, CSV Injection.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// Columns: the slice's names, from, to, measure, value, low, high, level, n, method, withheld, query, snapshot,
/// version; with weights also weighted_by, effective_n, design_effect, rounds, largest_gap. Lines end with CR LF.
/// Unknown and withheld cells are empty; `to` is exclusive, as in the JSON form.
[[nodiscard]] std::string answer_csv(const measure::Answer& answer);

/// The same with the columns before, before_low, before_high, before_n, difference, difference_low, difference_high, p,
/// p_adjusted.
[[nodiscard]] std::string comparison_csv(const measure::ComparedAnswer& answer);

}  // namespace bellwether::tell
