#include "listen/rows/parquet_reader.hpp"

#include "base/text.hpp"
#include "listen/rows/table_head.hpp"
#include "store/facts/parquet_rows.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_rows_a_block = 4096;
constexpr std::size_t k_cells_a_block = std::size_t{1} << 18U;

class ParquetReader final : public RowReader {
 public:
  ParquetReader(std::unique_ptr<facts::ParquetRows> rows, FileForm form, std::uint64_t bytes_of,
                const RowLimits& limits)
      : rows_(std::move(rows)), form_(std::move(form)), bytes_of_(bytes_of), limits_(limits) {
    form_.kind = FileForm::Kind::parquet;
    form_.header_rows = 0;
    for (const std::string& name : rows_->names())
      headers_.push_back({.name = clean_name(name), .label = {}, .import_id = {}});
    make_unique(headers_);
  }

  const FileForm& form() const override { return form_; }
  std::span<const Header> headers() const override { return headers_; }
  Result<bool> next(RowBlock& block) override;
  std::vector<Remark> remarks() const override { return {}; }
  std::uint64_t bytes_of() const override { return bytes_of_; }
  /// The engine does not tell; rows are a fair measure.
  std::uint64_t bytes_read() const override {
    const auto rows = static_cast<double>(rows_->rows());
    return row_ >= rows_->rows()
               ? bytes_of_
               : static_cast<std::uint64_t>(static_cast<double>(bytes_of_) * (static_cast<double>(row_) / rows));
  }

 private:
  void take_row(std::span<const std::optional<std::string_view>> cells, RowBlock& block);

  std::unique_ptr<facts::ParquetRows> rows_;
  FileForm form_;
  std::uint64_t bytes_of_;
  RowLimits limits_;
  std::vector<Header> headers_;
  std::vector<std::optional<std::string_view>> cells_;
  std::uint64_t row_ = 0;
};

Result<bool> ParquetReader::next(RowBlock& block) {
  block.clear();
  const std::size_t width = headers_.size();
  const Result<std::size_t> got =
      rows_->next(cells_, std::max<std::size_t>(std::min(k_rows_a_block, k_cells_a_block / width), 1));
  if (!got) return std::unexpected(got.error());
  for (std::size_t row = 0; row < *got; ++row) take_row(std::span(cells_).subspan(row * width, width), block);
  return *got > 0;
}

void ParquetReader::take_row(std::span<const std::optional<std::string_view>> cells, RowBlock& block) {
  block.add_row(++row_);
  std::size_t too_long = 0;
  for (const std::optional<std::string_view>& cell : cells) {
    block.add_cell(cell ? block.keep(*cell) : std::string_view{});
    if (cell && cell->size() > limits_.cell_bytes) too_long = static_cast<std::size_t>(&cell - cells.data()) + 1;
  }
  if (too_long == 0) return;
  block.reject_last_row(
      fmt::format("the text has more than {} bytes", with_thousands(static_cast<long long>(limits_.cell_bytes))), {},
      headers_[too_long - 1].name);
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_parquet(const std::filesystem::path& file, FileForm form,
                                                const std::string& name, const RowLimits& limits) {
  Result<std::unique_ptr<facts::ParquetRows>> rows = facts::ParquetRows::open(file);
  if (!rows) return std::unexpected(rows.error());
  const std::size_t columns = (*rows)->names().size();
  if (columns > limits.columns || columns == 0) {
    return fail(columns == 0 ? Code::bad_input : Code::too_large,
                fmt::format("the file has {} columns; the limit is {}", columns, limits.columns), name);
  }
  if ((*rows)->rows() == 0) return fail(Code::bad_input, "the file has columns and no rows", name, "export it again");
  std::error_code none;
  return std::make_unique<ParquetReader>(std::move(*rows), std::move(form), std::filesystem::file_size(name, none),
                                         limits);
}

}  // namespace bellwether::listen
