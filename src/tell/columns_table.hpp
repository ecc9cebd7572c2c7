// What an import took each column of a file for, why, and how to say otherwise.
#pragma once

#include "tell/terminal.hpp"

#include <span>
#include <string>

namespace bellwether::tell {

/// One column of the file, in plain words.
struct ColumnRow {
  std::string column;     ///< as it stands in the file
  std::string taken_for;  ///< "rating nps, 0 to 10", "time, day before month"
  std::string why;        ///< "every cell is a whole number from 0 to 10"
  bool doubtful = false;  ///< a guess that is worth a look
};

/// Columns, what each was taken for, why, and below it how to override. At most `k_most_columns` are shown; the rest is
/// counted.
[[nodiscard]] std::string draw_columns(std::span<const ColumnRow> rows, const Terminal& terminal);
inline constexpr std::size_t k_most_columns = 60;

}  // namespace bellwether::tell
