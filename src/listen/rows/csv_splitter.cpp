#include "listen/rows/csv_splitter.hpp"

#include "base/text.hpp"
#include "listen/rows/csv_scan.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t k_step = 64;

std::size_t line_end(std::string_view text, std::size_t from) {
  return std::min(text.find_first_of("\r\n", from), text.size());
}

/// Behind the line break at `end`.
std::size_t next_line(std::string_view text, std::size_t end) {
  if (end >= text.size()) return text.size();
  return end + (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n' ? 2 : 1);
}

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\t'; });
}

}  // namespace

/// The cell that is being read.
struct CsvSplitter::Cell {
  enum class State : std::uint8_t {
    plain,   ///< no quotes, or not at its beginning
    quoted,  ///< inside the quotes
    closed,  ///< behind the closing quote
    messy,   ///< text behind the closing quote: it belongs to the cell, as in Python's csv
  };
  std::size_t begin = 0;
  State state = State::plain;
  bool escaped = false;             ///< there is a doubled quote or a backslash inside
  std::size_t open = 0, close = 0;  ///< the quotes' places
  std::size_t doubled = 0;          ///< the second of two quotes, which was read with the first
  std::uint64_t open_line = 0;
};

/// The text that is being read, and how far.
struct CsvSplitter::Walk {
  std::string_view text;
  bool last = false;
  bool stopped = false;  ///< what is there can't be judged before more text comes
  std::size_t row = 0;   ///< where the row begins
  std::size_t first_cell = 0;
  std::uint64_t row_line = 1;
  std::uint64_t line = 1;
  Cell cell;
};

void CsvSplitter::expect(std::size_t columns, bool short_rows, std::string header) {
  columns_ = columns;
  short_rows_ = short_rows;
  header_ = std::move(header);
}

bool CsvSplitter::is_conflict_marker(std::string_view line) {
  return line.starts_with("<<<<<<< ") || line == "=======" || line.starts_with("||||||| ") ||
         line.starts_with(">>>>>>> ");
}

std::size_t CsvSplitter::split(std::string_view text, bool last, bool too_long, RowBlock& block) {
  Walk walk{.text = text, .last = last, .row_line = line_, .line = line_, .cell = {}};
  if (discarding_) {
    const std::size_t end = line_end(text, 0);
    if (end == text.size() && !last) return end;
    if (end + 1 == text.size() && text[end] == '\r' && !last) return end;
    walk.row = next_line(text, end);
    walk.row_line = ++walk.line;
    discarding_ = false;
  }
  if (walk.row < text.size()) has_nul_ = std::memchr(text.data() + walk.row, '\0', text.size() - walk.row) != nullptr;
  if (too_long) give_up_line(walk, block);
  while (walk.row < text.size() && !read_rows(walk, block)) give_up_line(walk, block);
  line_ = walk.row_line;
  return walk.row;
}

std::size_t CsvSplitter::split_head(std::string_view text, bool last, std::size_t rows, RowBlock& block,
                                    std::string& first) {
  stop_after_ = rows;
  const std::size_t used = split(text, last, false, block);
  stop_after_ = 0;
  tally_.rows = 0;
  first = std::move(first_row_);
  return used;
}

/// Reads rows until the text ends (true), or a quote swallows what follows and its line has to be given up (false).
bool CsvSplitter::read_rows(Walk& walk, RowBlock& block) {
  const std::string_view text = walk.text;
  const SpecialBytes special(dialect_.delimiter, dialect_.quote);
  walk.stopped = false;
  walk.first_cell = block.cell_count_;
  walk.line = walk.row_line;
  walk.cell = {.begin = walk.row};

  for (std::size_t step = walk.row; step < text.size(); step += k_step) {
    if (block.cells_.size() - block.cell_count_ < k_step + 1) block.grow_cells(k_step + 1);
    std::uint64_t found = special.in(text.data() + step);
    if (text.size() - step < k_step) found &= (std::uint64_t{1} << (text.size() - step)) - 1;
    for (; found != 0; found &= found - 1) {
      const std::size_t at = step + static_cast<std::size_t>(std::countr_zero(found));
      Cell& cell = walk.cell;
      if (at < cell.begin) continue;  // Read with the quote before it.
      if (cell.state == Cell::State::plain && text[at] == dialect_.delimiter) [[likely]] {
        block.cells_[block.cell_count_++] = text.substr(cell.begin, at - cell.begin);
        cell.begin = at + 1;
      } else if (cell.state == Cell::State::quoted && text[at] != dialect_.quote && text[at] != '\n' &&
                 text[at] != '\r') {
        continue;  // A delimiter that is none.
      } else if (cell.state == Cell::State::quoted && ends_simply(cell, text, at)) {
        block.cells_[block.cell_count_++] = text.substr(cell.open + 1, at - cell.open - 1);
        cell.begin = at + 2;
        cell.state = Cell::State::plain;
      } else if (!read_special(walk, at, block)) {
        block.cell_count_ = walk.first_cell;
        return walk.stopped;
      }
    }
  }
  if (!walk.last || walk.row == text.size()) {
    block.cell_count_ = walk.first_cell;  // The row goes on in what is read next.
    return true;
  }
  if (walk.cell.state == Cell::State::quoted) {
    block.cell_count_ = walk.first_cell;
    ++tally_.malformed;
    return false;
  }
  if (block.cells_.size() == block.cell_count_) block.grow_cells(1);
  end_row(walk, text.size(), block);
  walk.row = text.size();
  return true;
}

/// A closing quote with the delimiter behind it, and nothing inside that needs unescaping: what most quoted cells are.
bool CsvSplitter::ends_simply(const Cell& cell, std::string_view text, std::size_t at) const {
  return text[at] == dialect_.quote && !cell.escaped && !dialect_.backslash && columns_ > 0 && at + 1 < text.size() &&
         text[at + 1] == dialect_.delimiter;
}

/// A delimiter behind quotes, a quote, or the end of a line. False: stop here (walk.stopped), or give the line up.
bool CsvSplitter::read_special(Walk& walk, std::size_t at, RowBlock& block) {
  const std::string_view text = walk.text;
  const char c = text[at];
  const bool is_break = c == '\n' || c == '\r';
  if (!is_break && c != dialect_.delimiter) {
    if (walk.cell.state == Cell::State::plain)
      open_quote(walk, at);
    else if (walk.cell.state == Cell::State::quoted && at != walk.cell.doubled)
      return close_quote(walk, at);
    return true;
  }
  if (c == '\r') {
    if (at + 1 == text.size() && !walk.last) {
      walk.stopped = true;
      return false;
    }
    if (at + 1 < text.size() && text[at + 1] == '\n') return true;
  }
  if (walk.cell.state == Cell::State::quoted) {
    walk.line += is_break ? 1U : 0U;
    return true;
  }
  if (!is_break) {
    end_cell(walk, at, block);
    return true;
  }
  end_row(walk, c == '\n' && at > walk.row && text[at - 1] == '\r' ? at - 1 : at, block);
  walk.row = at + 1;
  walk.row_line = ++walk.line;
  walk.first_cell = block.cell_count_;
  walk.cell = {.begin = walk.row};
  walk.stopped = stop_after_ != 0 && tally_.rows == stop_after_;
  return !walk.stopped;
}

/// A quote opens only at the beginning of a cell; elsewhere it is a character like others (5" pipe).
void CsvSplitter::open_quote(Walk& walk, std::size_t at) {
  Cell& cell = walk.cell;
  const bool at_start =
      at == cell.begin || (dialect_.skip_space && is_blank(walk.text.substr(cell.begin, at - cell.begin)));
  if (!at_start) return;
  cell.state = Cell::State::quoted;
  cell.open = at;
  cell.doubled = at;
  cell.escaped = false;
  cell.open_line = walk.line;
}

/// A quote inside quotes: one of two, escaped, or the end. False: stop, or a quote that swallowed lines that it should not.
bool CsvSplitter::close_quote(Walk& walk, std::size_t at) {
  Cell& cell = walk.cell;
  const std::string_view text = walk.text;
  if (dialect_.backslash) {
    std::size_t slashes = 0;
    while (at - slashes - 1 > cell.open && text[at - slashes - 1] == '\\') ++slashes;
    if (slashes % 2 == 1) {
      cell.escaped = true;
      return true;
    }
  }
  if (at + 1 == text.size() && !walk.last) {
    walk.stopped = true;
    return false;
  }
  std::size_t behind = at + 1;
  if (behind < text.size() && text[behind] == dialect_.quote) {
    cell.escaped = true;
    cell.doubled = behind;
    return true;
  }
  while (dialect_.skip_space && behind < text.size() && text[behind] == ' ') ++behind;
  cell.close = at;
  if (behind == text.size() || text[behind] == dialect_.delimiter || text[behind] == '\n' || text[behind] == '\r') {
    cell.state = Cell::State::closed;
    return true;
  }
  ++tally_.malformed;
  cell.state = Cell::State::messy;
  return walk.line == cell.open_line;
}

void CsvSplitter::end_cell(Walk& walk, std::size_t end, RowBlock& block) {
  Cell& cell = walk.cell;
  std::string_view text = walk.text.substr(cell.begin, end - cell.begin);
  if (cell.state != Cell::State::plain) {
    text = walk.text.substr(cell.open + 1, cell.close - cell.open - 1);
    const std::string_view behind =
        cell.state == Cell::State::messy ? walk.text.substr(cell.close + 1, end - cell.close - 1) : std::string_view{};
    cell.escaped = cell.escaped || (dialect_.backslash && text.find('\\') != text.npos);
    if (cell.state == Cell::State::closed && columns_ == 0) {
      const bool needed =
          cell.escaped || text.find_first_of("\r\n") != text.npos || text.find(dialect_.delimiter) != text.npos;
      ++tally_.quoted;
      tally_.needed += needed ? 1U : 0U;
    }
    if (cell.escaped || !behind.empty()) {
      char* const begin = block.room(text.size() + behind.size() + 1);
      char* const to = std::ranges::copy(behind, unescape(text, begin)).out;
      text = {begin, static_cast<std::size_t>(to - begin)};
    }
  }
  block.cells_[block.cell_count_++] = text;
  cell = {.begin = end + 1};
}

/// Copies what stands between quotes, of each pair the second character only. Returns the end of the copy.
char* CsvSplitter::unescape(std::string_view text, char* to) const {
  while (!text.empty()) {
    std::size_t at = text.find(dialect_.quote);
    if (dialect_.backslash) at = std::min(at, text.find('\\'));
    at = std::min(at, text.size());
    to = std::ranges::copy(text.substr(0, at), to).out;
    text.remove_prefix(at);
    if (text.empty()) break;
    const bool pair = text.size() > 1 && (text[0] == '\\' || text[1] == dialect_.quote);
    if (pair) text.remove_prefix(1);
    *to++ = text[0];
    text.remove_prefix(1);
  }
  return to;
}

void CsvSplitter::end_row(Walk& walk, std::size_t end, RowBlock& block) {
  const std::string_view row = walk.text.substr(walk.row, end - walk.row);
  const bool quoted = walk.cell.state != Cell::State::plain;
  end_cell(walk, end, block);
  const std::size_t cells = block.cell_count_ - walk.first_cell;
  block.rows_.push_back({walk.first_cell, static_cast<std::uint32_t>(cells), walk.row_line});
  ++tally_.rows;
  if (is_ordinary(walk, end, cells)) [[likely]]
    return;
  if (cells == 1 && !quoted && is_blank(row)) {
    --tally_.rows;
    block.drop_last_row();
    return;
  }
  judge_row(row, block);
}

/// Nearly every row: nothing about it needs a closer look.
bool CsvSplitter::is_ordinary(const Walk& walk, std::size_t end, std::size_t cells) const {
  const std::size_t length = end - walk.row;
  if (cells != columns_ || has_nul_ || length == 0 || length > limits_.cell_bytes || length == header_.size())
    return false;
  const char first = walk.text[walk.row];
  return first != k_byte_order_mark.front() && first != '<' && first != '>' && first != '=' && first != '|';
}

void CsvSplitter::judge_row(std::string_view row, RowBlock& block) {
  if (row.starts_with(k_byte_order_mark)) {
    row.remove_prefix(k_byte_order_mark.size());
    std::string_view& first = block.cells_[block.rows_.back().first];
    if (first.starts_with(k_byte_order_mark)) first.remove_prefix(k_byte_order_mark.size());
  }
  if (is_no_row(row, block)) return;
  if (has_nul_ && row.find('\0') != row.npos) {
    return block.reject_last_row("the row holds a NUL byte, which no text has", row);
  }
  const std::span<const std::string_view> cells = block.cells(block.size() - 1);
  const auto huge = std::ranges::find_if(cells, [this](auto cell) { return cell.size() > limits_.cell_bytes; });
  if (huge != cells.end()) {
    return block.reject_last_row(fmt::format("cell {} has {} bytes; the limit is {}", huge - cells.begin() + 1,
                                             with_thousands(static_cast<long long>(huge->size())),
                                             with_thousands(static_cast<long long>(limits_.cell_bytes))),
                                 row);
  }
  if (stop_after_ != 0 && tally_.rows == 1) first_row_ = row;
  if (columns_ > 0) judge_width(row, block);
}

/// Lines that version control left behind, and the header standing in the middle again (files joined end to end).
bool CsvSplitter::is_no_row(std::string_view row, RowBlock& block) {
  if (is_conflict_marker(row) && (row.front() == '<' || in_conflict_)) {
    in_conflict_ = row.front() != '>';
    ++tally_.conflict_markers;
    --tally_.rows;
    block.reject_last_row("a conflict marker of git, not a row", row);
    return true;
  }
  if (!header_.empty() && row == header_) {
    ++tally_.repeated_headers;
    --tally_.rows;
    block.reject_last_row("the header line again, not a row", row);
    return true;
  }
  return false;
}

void CsvSplitter::judge_width(std::string_view row, RowBlock& block) {
  const std::span<const std::string_view> cells = block.cells(block.size() - 1);
  if (cells.size() == columns_) return;
  if (cells.size() > columns_ &&
      std::ranges::all_of(cells.subspan(columns_), [](auto cell) { return is_blank(cell); })) {
    ++tally_.cut;
    block.cell_count_ -= cells.size() - columns_;
    block.rows_.back().count = static_cast<std::uint32_t>(columns_);
    return;
  }
  if (cells.size() < columns_ && short_rows_) {
    ++tally_.short_rows;
    return;
  }
  block.reject_last_row(
      fmt::format("{} cell{} where there are {} columns", cells.size(), cells.size() == 1 ? "" : "s", columns_), row);
}

/// Rejects the line that the row begins with and goes on behind it: a stray quote costs one line, not the file.
void CsvSplitter::give_up_line(Walk& walk, RowBlock& block) {
  const std::string_view text = walk.text;
  const std::size_t end = line_end(text, walk.row);
  const std::string_view line = text.substr(walk.row, end - walk.row);
  const bool whole = end < text.size() || walk.last;
  block.reject(
      walk.row_line,
      whole ? "a quote is opened here and not closed as it should be"
            : fmt::format("the line has more than {} bytes", with_thousands(static_cast<long long>(line.size()))),
      line);
  discarding_ = !whole;
  walk.row = next_line(text, end);
  if (whole) ++walk.row_line;
  walk.line = walk.row_line;
}

}  // namespace bellwether::listen
