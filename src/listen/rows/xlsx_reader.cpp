#include "listen/rows/xlsx_reader.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "listen/rows/table_head.hpp"
#include "listen/rows/xlsx_package.hpp"
#include "listen/rows/xml_stream.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_rows_a_block = 4096;
constexpr std::size_t k_bytes_a_block = std::size_t{1} << 20U;
constexpr std::size_t k_cells_a_block = std::size_t{1} << 18U;
constexpr std::size_t k_most_excel_columns = 16'384;

/// "AB12" → 27; too large where it is none.
std::size_t column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    if (column > k_most_excel_columns) return k_most_excel_columns;
  }
  return column == 0 ? k_most_excel_columns : column - 1;
}

/// Turns a sheet's XML into rows of a block.
class SheetRows {
 public:
  SheetRows(const XlsxBook& book, const RowLimits& limits, std::string where)
      : book_(book), limits_(limits), stream_(std::move(where)) {
    stream_.on_start = [this](std::string_view name, const XmlAttributes& attributes) { start(name, attributes); };
    stream_.on_end = [this](std::string_view name) { end(name); };
    stream_.on_text = [this](std::string_view text) {
      if (in_value_ && value_.size() <= limits_.cell_bytes) value_ += text;
    };
  }

  Result<void> feed(std::string_view piece, RowBlock& block) {
    block_ = &block;
    Result<void> fed = stream_.feed(piece, piece.empty());
    block_ = nullptr;
    return fed;
  }

 private:
  void start(std::string_view name, const XmlAttributes& attributes) {
    if (name == "row") {
      const std::string_view given = attributes["r"];
      ++row_number_;
      std::from_chars(given.data(), given.data() + given.size(), row_number_);
      row_.clear();
      too_long_ = 0;
    } else if (name == "c") {
      const std::string_view reference = attributes["r"];
      column_ = reference.empty() ? row_.size() : column_of(reference);
      type_ = attributes["t"];
      style_ = 0;
      const std::string_view style = attributes["s"];
      std::from_chars(style.data(), style.data() + style.size(), style_);
      value_.clear();
      has_value_ = false;
    } else if (name == "v" || name == "t") {
      in_value_ = !in_reading_;
      has_value_ = has_value_ || in_value_;
    } else if (name == "rPh") {
      in_reading_ = true;
    }
  }

  void end(std::string_view name) {
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "rPh") in_reading_ = false;
    if (name == "c") end_cell();
    if (name == "row") end_row();
  }

  void end_cell() {
    if (!has_value_ || column_ >= k_most_excel_columns) return;
    if (value_.size() > limits_.cell_bytes) too_long_ = column_ + 1;
    const std::string_view cell = text_of_cell();
    if (column_ >= row_.size()) row_.resize(column_ + 1);
    row_[column_] = cell;
  }

  std::string_view text_of_cell() {
    if (type_ == "s") {
      std::size_t index = book_.ends.size();
      std::from_chars(value_.data(), value_.data() + value_.size(), index);
      return index < book_.ends.size() ? block_->keep(book_.shared_text(index)) : std::string_view{};
    }
    if (type_ == "b") return block_->keep(value_ == "1" ? "true" : "false");
    if (type_ == "str" || type_ == "inlineStr" || type_ == "e" || type_ == "d") return block_->keep(value_);
    double number = 0;
    const auto read = std::from_chars(value_.data(), value_.data() + value_.size(), number);
    if (read.ec != std::errc{} || read.ptr != value_.data() + value_.size()) return block_->keep(value_);
    const XlsxFormat format = style_ < book_.formats.size() ? book_.formats[style_] : XlsxFormat::number;
    if (format != XlsxFormat::number) {
      const std::string iso = iso_from_serial(number, format, book_.from_1904);
      if (!iso.empty()) return block_->keep(iso);
    }
    // 4.5999999999999996 is how Excel writes 4.6; whole numbers stand as they are.
    if (value_.find_first_of(".eE") == value_.npos) return block_->keep(value_);
    return block_->keep(to_text(number));
  }

  void end_row() {
    while (!row_.empty() && row_.back().empty()) row_.pop_back();
    if (row_.empty()) return;
    block_->add_row(row_number_);
    for (const std::string_view cell : row_) block_->add_cell(cell);
    if (too_long_ > 0) {
      block_->reject_last_row(fmt::format("cell {} has more than {} bytes", too_long_,
                                          with_thousands(static_cast<long long>(limits_.cell_bytes))),
                              {});
    }
  }

  const XlsxBook& book_;
  const RowLimits& limits_;
  XmlStream stream_;
  RowBlock* block_ = nullptr;
  std::vector<std::string_view> row_;
  std::uint64_t row_number_ = 0;
  std::size_t column_ = 0, style_ = 0, too_long_ = 0;
  std::string type_, value_;
  bool in_value_ = false, has_value_ = false, in_reading_ = false;
};

class XlsxReader final : public RowReader {
 public:
  XlsxReader(std::filesystem::path file, FileForm form, std::string name, const RowLimits& limits)
      : file_(std::move(file)), form_(std::move(form)), name_(std::move(name)), limits_(limits) {
    std::error_code none;
    bytes_of_ = std::filesystem::file_size(name_, none);
  }

  Result<void> begin();

  const FileForm& form() const override { return form_; }
  std::span<const Header> headers() const override { return headers_; }
  Result<bool> next(RowBlock& block) override;
  std::vector<Remark> remarks() const override;
  std::uint64_t bytes_read() const override {
    return ended_ ? bytes_of_ : std::min(bytes_of_, part_ ? part_->packed_bytes_read() : 0);
  }
  std::uint64_t bytes_of() const override { return bytes_of_; }

 private:
  Result<bool> read(RowBlock& block);
  Result<void> read_head();
  void leave_out_titles();
  void judge_widths(RowBlock& block);

  std::filesystem::path file_;
  FileForm form_;
  std::string name_;
  RowLimits limits_;
  std::uint64_t bytes_of_ = 0;
  XlsxBook book_;
  std::unique_ptr<PackagePart> part_;
  std::unique_ptr<SheetRows> rows_;
  std::vector<Header> headers_;
  RowBlock first_;
  bool has_first_ = false, ended_ = false;
  std::size_t empty_sheets_ = 0, titles_ = 0;
};

Result<void> XlsxReader::begin() {
  Result<XlsxBook> book = read_book(file_, limits_);
  if (!book) return std::unexpected(book.error());
  book_ = std::move(*book);
  form_.kind = FileForm::Kind::xlsx;
  for (const XlsxSheet& sheet : book_.sheets) {
    Result<std::unique_ptr<PackagePart>> part = PackagePart::open(file_, sheet.part, limits_);
    if (!part) return std::unexpected(part.error());
    part_ = std::move(*part);
    rows_ = std::make_unique<SheetRows>(book_, limits_, name_ + " (" + sheet.name + ")");
    ended_ = false;
    form_.sheet = sheet.name;
    const Result<bool> more = read(first_);
    if (!more) return std::unexpected(more.error());
    if (*more) return read_head();
    ++empty_sheets_;
  }
  return fail(Code::bad_input, "no sheet of the workbook has rows", name_, "export it again with answers in it");
}

Result<void> XlsxReader::read_head() {
  leave_out_titles();
  std::size_t columns = 0;
  for (std::size_t row = 0; row < first_.size(); ++row) columns = std::max(columns, first_.cells(row).size());
  if (columns > limits_.columns) {
    return fail(
        Code::too_large,
        fmt::format("the sheet has {} columns; the limit is {}", with_thousands(static_cast<long long>(columns)),
                    with_thousands(static_cast<long long>(limits_.columns))),
        name_, "leave columns out that say nothing about customers");
  }
  TableHead head = head_of(first_, columns);
  if (ended_ && first_.size() <= head.header_rows && first_.rejected().empty()) {
    return fail(Code::bad_input, "the sheet has a header and no rows", name_, "export it again with answers in it");
  }
  headers_ = std::move(head.headers);
  form_.header_rows = head.header_rows;
  form_.survey_tool = head.survey_tool;
  first_.drop_first_rows(head.header_rows);
  judge_widths(first_);
  has_first_ = true;
  return {};
}

/// A title over the table stands in one cell, where the table has several columns.
void XlsxReader::leave_out_titles() {
  const auto filled = [this](std::size_t row) {
    return std::ranges::count_if(first_.cells(row), [](auto cell) { return !cell.empty(); });
  };
  std::size_t wide = 0;
  const std::size_t rows = std::min<std::size_t>(first_.size(), 100);
  for (std::size_t row = 0; row < rows; ++row) wide += filled(row) >= 3 ? 1U : 0U;
  if (2 * wide <= rows) return;
  std::size_t titles = 0;
  while (titles < rows && filled(titles) == 1) ++titles;
  for (std::size_t row = 0; row < titles; ++row) {
    first_.reject(first_.line(row), "stands above the table's header", first_.cells(row).back());
  }
  first_.drop_first_rows(titles);
  titles_ = titles;
}

/// Cells behind the last column that has a name.
void XlsxReader::judge_widths(RowBlock& block) {
  block.reject_rows([this](std::span<const std::string_view> cells) -> std::string {
    if (cells.size() <= headers_.size()) return {};
    return fmt::format("{} cells where there are {} columns", cells.size(), headers_.size());
  });
}

Result<bool> XlsxReader::next(RowBlock& block) {
  block.clear();
  if (std::exchange(has_first_, false)) {
    std::swap(block, first_);
    first_ = RowBlock();
    return true;
  }
  Result<bool> more = read(block);
  if (more) judge_widths(block);
  return more;
}

Result<bool> XlsxReader::read(RowBlock& block) {
  while (!ended_ && block.size() < k_rows_a_block && block.bytes() < k_bytes_a_block &&
         block.cell_count() < k_cells_a_block) {
    const Result<std::string_view> piece = part_->next();
    if (!piece) return std::unexpected(piece.error());
    ended_ = piece->empty();
    if (Result<void> fed = rows_->feed(*piece, block); !fed) return std::unexpected(fed.error());
  }
  return !block.empty() || !block.rejected().empty();
}

std::vector<Remark> XlsxReader::remarks() const {
  std::vector<Remark> remarks;
  if (book_.sheets.size() > 1) {
    remarks.push_back({{},
                       fmt::format("the workbook has {} sheets; \"{}\" was taken, the first with rows",
                                   book_.sheets.size(), form_.sheet)});
  }
  if (titles_ > 0)
    remarks.push_back({{}, fmt::format("{} line{} above the table left out", titles_, titles_ == 1 ? "" : "s")});
  return remarks;
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_xlsx(const std::filesystem::path& file, FileForm form, std::string name,
                                             const RowLimits& limits) {
  auto reader = std::make_unique<XlsxReader>(file, std::move(form), std::move(name), limits);
  if (Result<void> begun = reader->begin(); !begun) return std::unexpected(begun.error());
  return reader;
}

}  // namespace bellwether::listen
