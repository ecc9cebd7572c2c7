// Aligned columns on a terminal, with wide characters in their place.
#pragma once

#include "tell/terminal.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bellwether::tell {

struct Cell {
  std::string text;  ///< made printable by the caller where it is foreign
  Style style = Style::plain;
  bool to_end = false;  ///< runs over all columns that follow; it does not widen its own
};

struct Column {
  std::string head;
  bool right = false;     ///< numbers
  std::size_t least = 4;  ///< may be narrowed to this where the table is too wide
  bool wraps = false;     ///< breaks into lines instead of being cut
  bool spare = false;     ///< left out, the last first, where the table is too wide with all columns at their `least`
  bool picture = false;   ///< draws what another column tells; left out where rows are folded
};

/// The head and a rule (where any column has a head), and the rows. Where the columns do not fit into the terminal, the widest are narrowed first, down
/// to their `least`; where even that is too wide, spare columns go. Where the rest is too wide yet, each row is folded: what names it
/// (the columns before the first `right` one) on a line, below it all the others with their heads ("now 12 · before 38 · ▼ down").
/// A row with fewer cells than columns is blank at its end.
[[nodiscard]] std::string text_table(std::vector<Column> columns, std::vector<std::vector<Cell>> rows,
                                     const Terminal& terminal);

/// The text in exactly `columns`: cut, or filled on the left or right.
[[nodiscard]] std::string fit(const std::string& text, std::size_t columns, bool right);

}  // namespace bellwether::tell
