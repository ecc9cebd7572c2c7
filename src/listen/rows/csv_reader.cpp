#include "listen/rows/csv_reader.hpp"

#include "base/text.hpp"
#include "listen/rows/csv_shape.hpp"
#include "listen/rows/csv_splitter.hpp"
#include "listen/rows/pieces.hpp"
#include "listen/rows/table_head.hpp"
#include "listen/rows/windows1252.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_beginning_bytes = std::size_t{1} << 20U;
constexpr double k_habit = 0.1;  ///< share of short rows from which they are how the file is written, not damage

bool is_valid_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

class CsvReader final : public RowReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> text, FileForm form, std::string name, std::uint64_t bytes_of,
            const RowLimits& limits)
      : text_(std::move(text)),
        form_(std::move(form)),
        name_(std::move(name)),
        bytes_of_(bytes_of),
        limits_(limits),
        splitter_({}, limits) {}

  Result<void> begin();

  const FileForm& form() const override { return form_; }
  std::span<const Header> headers() const override { return headers_; }
  Result<bool> next(RowBlock& block) override;
  std::vector<Remark> remarks() const override;
  std::uint64_t bytes_read() const override { return text_->bytes_read(); }
  std::uint64_t bytes_of() const override { return bytes_of_; }

 private:
  Result<void> read_head(const CsvShape& shape, std::string_view beginning, bool whole);
  void read_encoding(std::string_view beginning, bool whole);
  Result<void> leave_out_header(std::string_view beginning, bool whole, bool short_rows);
  void mend_encoding(RowBlock& block, std::string_view text);

  std::unique_ptr<ByteSource> text_;
  FileForm form_;
  std::string name_;
  std::uint64_t bytes_of_;
  RowLimits limits_;
  CsvSplitter splitter_;
  std::vector<Header> headers_;
  RowBlock before_;  ///< what stood before the header and is no row
  Pieces pieces_;
  std::uint64_t cells_mended_ = 0;
};

Result<void> CsvReader::begin() {
  std::string beginning(k_beginning_bytes, '\0');
  const Result<std::size_t> got = text_->read(beginning);
  if (!got) return std::unexpected(got.error());
  beginning.resize(*got);
  const bool whole = *got < k_beginning_bytes;
  if (beginning.starts_with("\xEF\xBB\xBF")) {
    form_.byte_order_mark = true;
    beginning.erase(0, 3);
  }
  if (trim(beginning).empty())
    return fail(Code::bad_input, "the file holds nothing but blank lines", name_, "export it again");
  read_encoding(beginning, whole);
  const CsvShape shape = csv_shape_of(beginning, whole);
  std::uint64_t line = 1;
  if (shape.skip > 0) {
    beginning.erase(0, shape.skip);
    ++line;
  }
  text_ = put_back(beginning, std::move(text_));
  if (shape.wrapped) {
    text_ = unwrap_csv(std::move(text_), shape.padding);
    std::string inner;
    std::size_t unwrapped = 0;
    unwrap_lines(beginning, whole, shape.padding, inner, unwrapped);
    beginning = std::move(inner);
  } else if (shape.spaces) {
    text_ = split_spaces(std::move(text_));
    std::string tabbed;
    bool at_line_start = true, blank_before = false;
    split_spaces_in(beginning, at_line_start, blank_before, tabbed);
    beginning = std::move(tabbed);
  }
  form_.delimiter = shape.spaces ? ' ' : shape.dialect.delimiter;
  form_.quote = shape.dialect.quote;
  form_.backslash = shape.dialect.backslash;
  form_.wrapped = shape.wrapped;
  splitter_ = CsvSplitter(shape.dialect, limits_);
  splitter_.set_line(line);
  return read_head(shape, beginning, whole);
}

/// The whole is called Windows-1252 when most of what is not ASCII is no UTF-8; single cells are mended as they come.
void CsvReader::read_encoding(std::string_view beginning, bool whole) {
  if (form_.encoding != FileForm::Encoding::utf8) return;
  std::size_t wrong = 0, right = 0;
  const std::size_t end = whole ? beginning.size() : beginning.size() - std::min<std::size_t>(beginning.size(), 4);
  for (std::size_t at = 0; at < end;) {
    const auto byte = static_cast<unsigned char>(beginning[at]);
    if (byte < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    const bool valid = at + length <= beginning.size() && is_valid_utf8(beginning.substr(at, length));
    ++(valid ? right : wrong);
    at += valid ? length : 1;
  }
  if (wrong > right) form_.encoding = FileForm::Encoding::windows1252;
}

/// Reads the header from the beginning; the rows are read again by next(), which then leaves the header out.
Result<void> CsvReader::read_head(const CsvShape& shape, std::string_view beginning, bool whole) {
  RowBlock first;
  first.grow_buffer(beginning.size() + CsvSplitter::k_padding);
  std::memcpy(first.buffer().data(), beginning.data(), beginning.size());
  const std::string_view text(first.buffer().data(), beginning.size());
  CsvSplitter splitter(shape.dialect, limits_);
  splitter.split(text, whole, false, first);
  mend_encoding(first, text);
  cells_mended_ = 0;
  if (first.empty())
    return fail(Code::bad_input, "no line of the file can be read as a row", name_,
                "look at the file in an editor: it is no table");

  TableHead head = head_of(first, shape.columns);
  if (head.headers.size() > limits_.columns) {
    return fail(Code::too_large,
                fmt::format("the file has {} columns; the limit is {}",
                            with_thousands(static_cast<long long>(head.headers.size())),
                            with_thousands(static_cast<long long>(limits_.columns))),
                name_, "leave columns out that say nothing about customers, or split the file");
  }
  if (whole && first.size() <= head.header_rows && first.rejected().empty()) {
    return fail(Code::bad_input, "the file has a header and no rows", name_, "export it again with answers in it");
  }
  std::size_t short_rows = 0;
  for (std::size_t row = head.header_rows; row < first.size(); ++row) {
    short_rows += first.cells(row).size() < head.headers.size() ? 1U : 0U;
  }
  const auto rows = static_cast<double>(first.size() - std::min(first.size(), head.header_rows));
  form_.header_rows = head.header_rows;
  form_.survey_tool = head.survey_tool;
  headers_ = std::move(head.headers);
  return leave_out_header(text, whole, static_cast<double>(short_rows) > k_habit * rows);
}

/// Moves behind the header. Lines before it that are no rows (conflict markers) are kept for the first block.
Result<void> CsvReader::leave_out_header(std::string_view beginning, bool whole, bool short_rows) {
  std::string header;
  if (form_.header_rows > 0) {
    const std::size_t used = splitter_.split_head(beginning, whole, form_.header_rows, before_, header);
    std::string skipped(used, '\0');
    if (const Result<std::size_t> got = text_->read(skipped); !got) return std::unexpected(got.error());
    while (!before_.empty()) before_.drop_last_row();
  }
  splitter_.expect(headers_.size(), short_rows, form_.header_rows == 1 ? std::move(header) : std::string{});
  return {};
}

Result<bool> CsvReader::next(RowBlock& block) {
  block.clear();
  if (!before_.rejected().empty()) {
    std::swap(block, before_);
    before_ = RowBlock();
    return true;
  }
  return pieces_.fill(*text_, block, CsvSplitter::k_padding, [&](std::string_view text) {
    std::size_t used = splitter_.split(text, pieces_.ended(), false, block);
    if (used == 0 && text.size() >= limits_.row_bytes) used = splitter_.split(text, pieces_.ended(), true, block);
    if (!block.empty() || !block.rejected().empty()) mend_encoding(block, text.substr(0, used));
    return used;
  });
}

/// Cells that are no UTF-8 are read as Windows-1252, each by itself: files joined from two programs are like that.
void CsvReader::mend_encoding(RowBlock& block, std::string_view text) {
  if (is_valid_utf8(text)) return;
  block.each_cell([&](std::string_view cell) {
    if (is_valid_utf8(cell)) return cell;
    ++cells_mended_;
    std::size_t size = 0;
    for (const char c : cell) size += static_cast<unsigned char>(c) < 0x80 ? 1U : 3U;
    char* const begin = block.room(size);
    char* to = begin;
    for (const char c : cell) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x80)
        *to++ = c;
      else
        to += windows1252_to_utf8(byte, to);
    }
    return std::string_view(begin, static_cast<std::size_t>(to - begin));
  });
}

std::vector<Remark> CsvReader::remarks() const {
  std::vector<Remark> remarks;
  const auto add = [&remarks](std::uint64_t count, std::string_view one, std::string_view many, std::string_view what) {
    if (count == 0) return;
    remarks.push_back(
        {{}, fmt::format("{} {} {}", with_thousands(static_cast<long long>(count)), count == 1 ? one : many, what)});
  };
  const CsvTally& tally = splitter_.tally();
  if (form_.wrapped) remarks.push_back({{}, "each line stood quoted in a cell of another CSV; it was unwrapped"});
  add(tally.conflict_markers, "conflict marker", "conflict markers",
      "of git left out; the rows of both sides are kept as they stand, so that rows of both may be there twice");
  add(tally.repeated_headers, "line", "lines", "with the header again left out");
  if (form_.encoding != FileForm::Encoding::windows1252) {
    add(cells_mended_, "cell was", "cells were", "not valid UTF-8 and read as Windows-1252");
  }
  add(tally.cut, "row has", "rows have", "more cells than there are columns, all of them empty; these were left out");
  add(tally.short_rows, "row has", "rows have",
      "fewer cells than there are columns; the missing ones are taken as not known");
  return remarks;
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_csv(std::unique_ptr<ByteSource> text, FileForm form, std::string name,
                                            std::uint64_t bytes_of, const RowLimits& limits) {
  auto reader = std::make_unique<CsvReader>(std::move(text), std::move(form), std::move(name), bytes_of, limits);
  if (Result<void> begun = reader->begin(); !begun) return std::unexpected(begun.error());
  return reader;
}

}  // namespace bellwether::listen
