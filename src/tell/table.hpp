// An answer as a table on a terminal: value, interval, n, and a small interval bar on one scale for all rows.
#pragma once

#include "measure/ask.hpp"
#include "measure/compare_rows.hpp"
#include "tell/terminal.hpp"

#include <string>

namespace bellwether::tell {

/// Title, aligned rows, and the query that gives them again. Withheld rows are grey words with their reason.
[[nodiscard]] std::string draw_table(const measure::Answer& answer, const Terminal& terminal);

/// The same beside what it is compared with, and the difference with its interval.
[[nodiscard]] std::string draw_comparison(const measure::ComparedAnswer& answer, const Terminal& terminal);

}  // namespace bellwether::tell
