// Splits CSV text into rows of cells, as Python's csv does (RFC 4180 and what people make of it), at the speed of memory:
// 64 bytes are compared at a time for the four characters that mean something, and a cell that needs no unescaping is a
// view into the text.
#pragma once

#include "listen/rows/row_block.hpp"
#include "listen/rows/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::listen {

struct CsvDialect {
  char delimiter = ',';
  char quote = '"';         ///< '\0': quotes are ordinary characters
  bool backslash = false;   ///< inside quotes, a backslash takes the meaning of the next character
  bool skip_space = false;  ///< spaces between delimiter and opening quote, and after the closing one, mean nothing
};

/// What the splitter met, for choosing a dialect and for remarks.
struct CsvTally {
  std::uint64_t rows = 0;
  std::uint64_t quoted = 0;      ///< cells in quotes, closed as they should be
  std::uint64_t needed = 0;      ///< of these: the quotes were needed (a delimiter, a line break or a quote inside)
  std::uint64_t malformed = 0;   ///< a closing quote with text behind it, or a quote that is never closed
  std::uint64_t cut = 0;         ///< rows with more empty cells than there are columns; these were left out
  std::uint64_t short_rows = 0;  ///< rows taken with fewer cells than there are columns
  std::uint64_t conflict_markers = 0;
  std::uint64_t repeated_headers = 0;
};

class CsvSplitter {
 public:
  /// Bytes behind the text that may be read (never used).
  static constexpr std::size_t k_padding = 64;

  explicit CsvSplitter(const CsvDialect& dialect, const RowLimits& limits = {}) : dialect_(dialect), limits_(limits) {}

  /// From here on rows must have `columns` cells: rows with more (but for empty ones at the end), and with fewer unless
  /// `short_rows` are the file's habit, are rejected. `header` is the header's text: where it stands again, it is rejected.
  void expect(std::size_t columns, bool short_rows, std::string header);

  /// Splits `text` into rows at the end of `block`; the text must stand in the block's memory. Returns how many bytes were
  /// used: up to the end of the last complete row, or all where `last` says that nothing follows. None used: the first row is
  /// not complete, come again with more text. With `too_long` the first line is given up as it can't be completed.
  std::size_t split(std::string_view text, bool last, bool too_long, RowBlock& block);

  /// Splits only the first `rows` rows, of any width, and gives the text of the first.
  std::size_t split_head(std::string_view text, bool last, std::size_t rows, RowBlock& block, std::string& first);

  [[nodiscard]] std::uint64_t line() const { return line_; }  ///< of the next row
  void set_line(std::uint64_t line) { line_ = line; }
  [[nodiscard]] const CsvTally& tally() const { return tally_; }
  [[nodiscard]] const CsvDialect& dialect() const { return dialect_; }

  /// "<<<<<<< HEAD" and its kin, as git leaves them in a file.
  [[nodiscard]] static bool is_conflict_marker(std::string_view line);

 private:
  struct Cell;
  struct Walk;
  bool read_rows(Walk& walk, RowBlock& block);
  [[nodiscard]] bool ends_simply(const Cell& cell, std::string_view text, std::size_t at) const;
  bool read_special(Walk& walk, std::size_t at, RowBlock& block);
  void open_quote(Walk& walk, std::size_t at);
  bool close_quote(Walk& walk, std::size_t at);
  void end_cell(Walk& walk, std::size_t end, RowBlock& block);
  char* unescape(std::string_view text, char* to) const;
  void end_row(Walk& walk, std::size_t end, RowBlock& block);
  [[nodiscard]] bool is_ordinary(const Walk& walk, std::size_t end, std::size_t cells) const;
  void judge_row(std::string_view row, RowBlock& block);
  [[nodiscard]] bool is_no_row(std::string_view row, RowBlock& block);
  void judge_width(std::string_view row, RowBlock& block);
  void give_up_line(Walk& walk, RowBlock& block);

  CsvDialect dialect_;
  RowLimits limits_;
  std::size_t columns_ = 0;  ///< 0: any
  bool short_rows_ = false;
  std::string header_;
  std::size_t stop_after_ = 0;  ///< rows; 0: never
  std::string first_row_;
  std::uint64_t line_ = 1;
  bool in_conflict_ = false;
  bool discarding_ = false;  ///< inside a line that was given up for its length
  bool has_nul_ = false;
  CsvTally tally_;
};

}  // namespace bellwether::listen
