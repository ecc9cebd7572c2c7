#include "listen/rows/row_block.hpp"

#include "base/text.hpp"
#include "listen/rows/windows1252.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_piece_bytes = std::size_t{256} << 10U;
constexpr char k_nothing[] = "";

/// The first bytes of a text, not cut inside a character, and readable whatever they are.
std::string readable(std::string_view raw, std::size_t most) {
  std::size_t end = std::min(raw.size(), most);
  while (end > 0 && end < raw.size() && (static_cast<unsigned char>(raw[end]) & 0xC0U) == 0x80U) --end;
  if (end == 0) end = std::min(raw.size(), most);
  raw = raw.substr(0, end);
  if (is_utf8(raw)) return std::string(raw);
  std::string text;
  append_windows1252(raw, text);
  return text;
}

}  // namespace

std::string_view RowBlock::keep(std::string_view text) {
  if (text.empty()) return k_nothing;
  char* at = room(text.size());
  std::memcpy(at, text.data(), text.size());
  return {at, text.size()};
}

char* RowBlock::room(std::size_t bytes) {
  while (piece_ < pieces_.size() && pieces_[piece_].size - pieces_[piece_].used < bytes) ++piece_;
  if (piece_ == pieces_.size()) {
    const std::size_t size = std::max(k_piece_bytes, bytes);
    pieces_.push_back({std::make_unique_for_overwrite<char[]>(size), size, 0});
  }
  Piece& piece = pieces_[piece_];
  char* at = piece.text.get() + piece.used;
  piece.used += bytes;
  kept_ += bytes;
  return at;
}

void RowBlock::reject(std::uint64_t line, std::string reason, std::string_view raw, std::string column) {
  rejected_.push_back({.line = line,
                       .column = std::move(column),
                       .reason = std::move(reason),
                       .raw = keep(readable(raw, k_raw_kept)),
                       .cells = {}});
}

void RowBlock::reject_last_row(std::string reason, std::string_view raw, std::string column) {
  reject_row(rows_.size() - 1, std::move(reason), raw, std::move(column));
  drop_last_row();
}

void RowBlock::reject_row(std::size_t row, std::string reason, std::string_view raw, std::string column) {
  const std::span<const std::string_view> from = cells(row);
  auto kept = std::make_unique_for_overwrite<std::string_view[]>(from.size());
  std::size_t left = k_raw_kept;
  for (std::size_t i = 0; i < from.size(); ++i) {
    kept[i] = keep(readable(from[i], left));
    left -= std::min(left, kept[i].size());
  }
  reject(rows_[row].line, std::move(reason), raw, std::move(column));
  rejected_.back().cells = {kept.get(), from.size()};
  rejected_cells_.push_back(std::move(kept));
}

void RowBlock::drop_last_row() {
  cell_count_ = rows_.back().first;
  rows_.pop_back();
}

void RowBlock::drop_first_rows(std::size_t count) {
  rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(count));
}

void RowBlock::grow_cells(std::size_t more) {
  cells_.resize(std::max({cells_.size() * 2, cell_count_ + more, std::size_t{1024}}));
}

void RowBlock::grow_buffer(std::size_t bytes) {
  if (bytes <= capacity_) return;
  auto larger = std::make_unique_for_overwrite<char[]>(bytes);
  if (capacity_ > 0) std::memcpy(larger.get(), buffer_.get(), capacity_);
  buffer_ = std::move(larger);
  capacity_ = bytes;
}

void RowBlock::clear() {
  cell_count_ = 0;
  rows_.clear();
  rejected_.clear();
  rejected_cells_.clear();
  // A block that once held something huge gives that back.
  std::erase_if(pieces_, [](const Piece& piece) { return piece.size > k_piece_bytes; });
  for (Piece& piece : pieces_) piece.used = 0;
  piece_ = kept_ = used_ = 0;
}

}  // namespace bellwether::listen
