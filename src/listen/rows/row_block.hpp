// A stretch of a file's rows as text cells, with the memory that they stand in.
//
//   for (std::size_t row = 0; row < block.size(); ++row)
//     for (std::string_view cell : block.cells(row)) …
//
// A cell is UTF-8, unescaped, untrimmed. A null cell (JSON null or a missing member, Parquet null, an empty XLSX cell)
// has `data() == nullptr`; an empty text has not. A block is filled by a RowReader, may be moved to another thread, and
// keeps its memory when it is cleared, so that a few blocks serve a whole file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::listen {

[[nodiscard]] inline bool is_null(std::string_view cell) { return cell.data() == nullptr; }

/// A stretch of a file that can't be taken as a row.
struct RejectedLine {
  std::uint64_t line = 0;  ///< in the file, from 1; XLSX: the row's number; Parquet: the row's position from 1
  std::string column;      ///< where the trouble has a column
  std::string reason;      ///< "12 cells where the header has 10"
  std::string_view raw;    ///< the text as it stands, at most k_raw_kept bytes, valid UTF-8; in the block's memory
  std::span<const std::string_view> cells;  ///< where it could be told apart into cells; else empty
};

class RowBlock {
 public:
  static constexpr std::size_t k_raw_kept = 4096;  ///< bytes of a rejected line that are kept

  RowBlock() = default;
  RowBlock(RowBlock&&) noexcept = default;
  RowBlock& operator=(RowBlock&&) noexcept = default;
  RowBlock(const RowBlock&) = delete;
  RowBlock& operator=(const RowBlock&) = delete;
  ~RowBlock() = default;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// The row's cells: as many as it has, at most as many as the reader has headers. Cells that it lacks are null.
  [[nodiscard]] std::span<const std::string_view> cells(std::size_t row) const {
    return {cells_.data() + rows_[row].first, rows_[row].count};
  }
  /// One cell, or a null cell behind the row's last one.
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const {
    return column < rows_[row].count ? cells_[rows_[row].first + column] : std::string_view{};
  }
  [[nodiscard]] std::uint64_t line(std::size_t row) const { return rows_[row].line; }

  /// Lines between these rows that can't be taken, by line.
  [[nodiscard]] std::span<const RejectedLine> rejected() const { return rejected_; }

  /// Bytes of text held.
  [[nodiscard]] std::size_t bytes() const { return used_ + kept_; }

  // For readers, and for tests that make blocks by hand.

  /// A new row at the end; add_cell() adds to it. `line` grows from row to row.
  void add_row(std::uint64_t line) { rows_.push_back({cell_count_, 0, line}); }
  /// `cell` stands in this block's memory (keep(), buffer()) or outlives the block.
  void add_cell(std::string_view cell) {
    if (cell_count_ == cells_.size()) grow_cells(1);
    cells_[cell_count_++] = cell;
    ++rows_.back().count;
  }
  /// Copies into the block's memory. Never gives a null cell.
  std::string_view keep(std::string_view text);
  /// Room for `bytes` in the block's memory, to be written at once.
  char* room(std::size_t bytes);
  void reject(std::uint64_t line, std::string reason, std::string_view raw, std::string column = {});
  /// Turns the last row into a rejected line that keeps its cells.
  void reject_last_row(std::string reason, std::string_view raw, std::string column = {});
  void drop_last_row();
  void drop_first_rows(std::size_t count);
  /// Rejects the rows for whose cells `why` gives a reason.
  template <class Why>
  void reject_rows(Why&& why);
  [[nodiscard]] std::size_t cell_count() const { return cell_count_; }

  /// Puts what `make` gives in the place of each cell.
  template <class Make>
  void each_cell(Make&& make) {
    for (std::size_t i = 0; i < cell_count_; ++i) cells_[i] = make(cells_[i]);
  }

  /// The stretch of the file that cells may point into. Growing keeps the bytes and moves them: call before cells are
  /// added.
  [[nodiscard]] std::span<char> buffer() { return {buffer_.get(), capacity_}; }
  void grow_buffer(std::size_t bytes);
  void set_used(std::size_t bytes) { used_ = bytes; }

  void clear();

 private:
  struct Row {
    std::size_t first;
    std::uint32_t count;
    std::uint64_t line;
  };
  struct Piece {
    std::unique_ptr<char[]> text;
    std::size_t size = 0, used = 0;
  };

  void grow_cells(std::size_t more);
  void reject_row(std::size_t row, std::string reason, std::string_view raw, std::string column);

  std::vector<std::string_view> cells_;  ///< the first cell_count_ are in use; its length is what there is room for
  std::size_t cell_count_ = 0;
  std::vector<Row> rows_;
  std::vector<RejectedLine> rejected_;
  std::vector<std::unique_ptr<std::string_view[]>> rejected_cells_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0, used_ = 0;
  std::vector<Piece> pieces_;  ///< what keep() fills, one after the other
  std::size_t piece_ = 0, kept_ = 0;

  friend class CsvSplitter;
};

template <class Why>
void RowBlock::reject_rows(Why&& why) {
  std::size_t kept = 0;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    std::string reason = why(cells(row));
    if (reason.empty()) {
      rows_[kept++] = rows_[row];
    } else {
      reject_row(row, std::move(reason), {}, {});
    }
  }
  rows_.resize(kept);
}

}  // namespace bellwether::listen
