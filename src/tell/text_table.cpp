#include "tell/text_table.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <numeric>

namespace bellwether::tell {

namespace {

constexpr std::size_t k_gap = 2;

std::size_t all_of(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), k_gap * (widths.size() - 1));
}

// As wide as what stands in them.
std::vector<std::size_t> wished_widths(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows) {
  std::vector<std::size_t> widths;
  widths.reserve(columns.size());
  for (const Column& column : columns) widths.push_back(width(column.head));
  for (const auto& row : rows) {
    for (std::size_t at = 0; at < std::min(row.size(), widths.size()); ++at) {
      if (row[at].to_end) break;
      widths[at] = std::max(widths[at], width(row[at].text));
    }
  }
  return widths;
}

std::vector<std::size_t> widths_of(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows,
                                   std::size_t room) {
  std::vector<std::size_t> widths = wished_widths(columns, rows);
  while (all_of(widths) > room) {
    std::size_t widest = columns.size();
    for (std::size_t at = 0; at < widths.size(); ++at) {
      if (widths[at] > columns[at].least && (widest == columns.size() || widths[at] > widths[widest])) widest = at;
    }
    if (widest == columns.size()) break;  // nothing more to give: the terminal breaks the line
    --widths[widest];
  }
  return widths;
}

bool is_too_wide(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows, std::size_t room) {
  std::vector<std::size_t> widths = wished_widths(columns, rows);
  for (std::size_t at = 0; at < widths.size(); ++at) widths[at] = std::min(widths[at], columns[at].least);
  return all_of(widths) > room;
}

// Takes out the last column that can be spared; false where there is none.
bool spare_one(std::vector<Column>& columns, std::vector<std::vector<Cell>>& rows) {
  const auto spared = std::find_if(columns.rbegin(), columns.rend(), [](const Column& one) { return one.spare; });
  if (spared == columns.rend()) return false;
  const std::ptrdiff_t at = spared.base() - columns.begin() - 1;
  columns.erase(columns.begin() + at);
  for (std::vector<Cell>& row : rows) {
    const bool is_told = std::any_of(row.begin(), row.begin() + std::min(at + 1, std::ssize(row)),
                                     [](const Cell& cell) { return cell.to_end; });
    if (!is_told && at < std::ssize(row)) row.erase(row.begin() + at);
  }
  return true;
}

void append_line(std::string& out, std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  out.append(line).append("\n");
}

struct Drawing {
  const std::vector<Column>& columns;
  const std::vector<std::size_t>& widths;
  const Terminal& terminal;

  // What stands in a cell, line by line: one line, but for columns that wrap.
  [[nodiscard]] std::vector<std::string> lines_of(const Cell& cell, std::size_t at) const {
    if (cell.to_end) {
      std::size_t room = 0;
      for (std::size_t column = at; column < widths.size(); ++column) room += widths[column] + k_gap;
      return wrap(cell.text, std::max<std::size_t>(room - k_gap, 20));
    }
    if (columns[at].wraps) return wrap(cell.text, widths[at]);
    return {cell.text};
  }

  void row(std::string& out, const std::vector<Cell>& cells) const {
    std::vector<std::vector<std::string>> lines;
    std::size_t height = 1;
    for (std::size_t at = 0; at < std::min(cells.size(), columns.size()); ++at) {
      lines.push_back(lines_of(cells[at], at));
      height = std::max(height, lines.back().size());
      if (cells[at].to_end) break;
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string text;
      for (std::size_t at = 0; at < lines.size(); ++at) {
        const std::string part = line < lines[at].size() ? lines[at][line] : std::string();
        std::string placed = cells[at].to_end ? part : fit(part, widths[at], columns[at].right);
        // The sign for "cut here" is as wide in ASCII, so that the columns stay.
        if (const std::size_t cut_at = placed.find("…"); !terminal.unicode && cut_at != std::string::npos) {
          placed.replace(cut_at, std::string_view("…").size(), "~");
        }
        text += part.empty() ? placed : paint(placed, cells[at].style, terminal);
        if (at + 1 < lines.size()) text.append(k_gap, ' ');
      }
      append_line(out, std::move(text));
    }
  }
};

// Pieces of a row one after another, in lines that hold them.
class FoldedRow {
 public:
  FoldedRow(std::size_t indent, const char* between, const Terminal& terminal)
      : indent_(indent), between_(signs(between, terminal)), terminal_(terminal) {}

  void add(const std::string& head, const Cell& cell) {
    const std::string said = head.empty() || cell.to_end ? cell.text : head + " " + cell.text;
    const std::size_t room = terminal_.columns - indent_;
    if (used_ > 0 && used_ + width(between_) + width(said) > room) end_line();
    for (const std::string& part : wrap(said, room)) {
      if (used_ > 0 && used_ + width(between_) + width(part) > room) end_line();
      line_ += (used_ > 0 ? between_ : "") + paint(part, cell.style, terminal_);
      used_ += (used_ > 0 ? width(between_) : 0) + width(part);
    }
  }
  [[nodiscard]] std::string lines() {
    end_line();
    return std::move(out_);
  }

 private:
  void end_line() {
    if (used_ > 0) append_line(out_, std::string(indent_, ' ') + line_);
    line_.clear();
    used_ = 0;
  }

  std::size_t indent_;
  std::string between_;
  const Terminal& terminal_;
  std::string out_, line_;
  std::size_t used_ = 0;
};

std::string folded(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows,
                   const Terminal& terminal) {
  const auto first = std::ranges::find_if(columns, &Column::right);
  const std::size_t names = first == columns.end() ? 1 : static_cast<std::size_t>(first - columns.begin());
  std::string out;
  for (const std::vector<Cell>& row : rows) {
    FoldedRow name(0, ", ", terminal);
    FoldedRow rest(names > 0 ? 2 : 0, " · ", terminal);
    bool told = false;
    for (std::size_t at = 0; at < std::min(row.size(), columns.size()) && !told; ++at) {
      told = row[at].to_end;
      if (columns[at].picture || row[at].text.empty()) continue;
      if (at < names && !told)
        name.add({}, row[at]);
      else
        rest.add(columns[at].head, row[at]);
    }
    out += name.lines() + rest.lines();
  }
  return out;
}

}  // namespace

std::string fit(const std::string& text, std::size_t columns, bool right) {
  const std::size_t wide = width(text);
  if (wide > columns) {
    const std::string shorter = cut(text, columns);
    return shorter + std::string(columns - std::min(columns, width(shorter)), ' ');
  }
  const std::string space(columns - wide, ' ');
  return right ? space + text : text + space;
}

std::string text_table(std::vector<Column> columns, std::vector<std::vector<Cell>> rows, const Terminal& terminal) {
  if (columns.empty()) return {};
  const std::vector<Column> all = columns;
  const std::vector<std::vector<Cell>> all_rows = rows;
  while (is_too_wide(columns, rows, terminal.columns) && spare_one(columns, rows)) {
  }
  if (is_too_wide(columns, rows, terminal.columns)) return folded(all, all_rows, terminal);
  const std::vector<std::size_t> widths = widths_of(columns, rows, terminal.columns);
  const Drawing drawing{.columns = columns, .widths = widths, .terminal = terminal};
  std::vector<Cell> heads;
  std::vector<Cell> rules;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    heads.push_back({.text = columns[at].head, .style = Style::strong});
    std::string rule;
    for (std::size_t cell = 0; cell < widths[at]; ++cell) rule += terminal.unicode ? "─" : "-";
    rules.push_back({.text = rule, .style = Style::grey});
  }
  std::string out;
  const bool has_head = std::ranges::any_of(columns, [](const Column& column) { return !column.head.empty(); });
  if (has_head) drawing.row(out, heads);
  if (has_head) drawing.row(out, rules);
  for (const auto& row : rows) drawing.row(out, row);
  return out;
}

}  // namespace bellwether::tell
