#include "tell/columns_table.hpp"

#include "tell/text_table.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

void append_words(std::string& out, const std::string& words, const Terminal& terminal) {
  for (const std::string& line : wrap(words, terminal.columns)) out.append(line).append("\n");
}

}  // namespace

std::string draw_columns(std::span<const ColumnRow> rows, const Terminal& terminal) {
  const std::vector<Column> columns = {{.head = "column", .least = 16},
                                       {.head = "taken for", .least = 18, .wraps = true},
                                       {.head = "why", .least = 20, .wraps = true}};
  std::vector<std::vector<Cell>> cells;
  bool doubts = false;
  for (const ColumnRow& row : rows.first(std::min(rows.size(), k_most_columns))) {
    doubts = doubts || row.doubtful;
    cells.push_back({{.text = printable(row.column)},
                     {.text = (row.doubtful ? "? " : "") + printable(row.taken_for),
                      .style = row.doubtful ? Style::worse : Style::strong},
                     {.text = signs(printable(row.why), terminal), .style = Style::grey}});
  }
  std::string out = text_table(columns, cells, terminal);
  if (rows.size() > k_most_columns) {
    append_words(out, fmt::format("and {} more columns (--print-map names them all)", rows.size() - k_most_columns),
                 terminal);
  }
  out += "\n";
  if (doubts) append_words(out, "? marks a guess that is worth a look.", terminal);
  append_words(
      out,
      "To take a column for something else: --print-map > MAP.toml, change it there, import again with --map MAP.toml.",
      terminal);
  return out;
}

}  // namespace bellwether::tell
