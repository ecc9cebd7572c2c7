#include "base/text.hpp"
#include "listen/organisation/told_columns.hpp"
#include "listen/organisation/told_file.hpp"
#include "listen/organisation/told_row.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

/// Reads the rows of one table.
class TableTelling {
 public:
  TableTelling(const RowReader& reader, std::string file) : file_(std::move(file)) {
    told_.headers.assign(reader.headers().begin(), reader.headers().end());
    told_.form = reader.form().text();
  }

  Result<void> read(RowReader& reader) {
    std::vector<RowBlock> blocks;
    std::size_t rows = 0;
    while (true) {
      const Result<bool> more = reader.next(blocks.emplace_back());
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      rows += blocks.back().size();
      if (rows > k_most_told_rows) {
        return fail(Code::too_large, fmt::format("the file has more than {} rows", with_thousands(k_most_told_rows)),
                    file_, "import it in parts");
      }
    }
    auto columns = TableColumns::of(reader.headers(), blocks, file_);
    if (!columns) return std::unexpected(columns.error());
    told_.headers.assign(reader.headers().begin(), reader.headers().end());
    told_.remarks = reader.remarks();
    for (Remark& remark : columns->remarks()) told_.remarks.push_back(std::move(remark));
    for (const RowBlock& block : blocks) take(block, *columns);
    return {};
  }

  ToldFile finish() { return std::move(told_); }

 private:
  void take(const RowBlock& block, const TableColumns& columns) {
    for (const RejectedLine& line : block.rejected()) {
      RefusedRow& refused = told_.refused.emplace_back(
          RefusedRow{.line = line.line, .column = line.column, .reason = line.reason, .cells = {}});
      refused.cells.assign(line.cells.begin(), line.cells.end());
      if (line.cells.empty()) refused.cells.emplace_back(line.raw);
    }
    for (std::size_t row = 0; row < block.size(); ++row) take_row(block, row, columns);
  }

  void take_row(const RowBlock& block, std::size_t row, const TableColumns& columns) {
    const auto refuse = [&](std::size_t column, Reason reason) {
      RefusedRow& refused = told_.refused.emplace_back(
          RefusedRow{.line = block.line(row),
                     .column = column < told_.headers.size() ? told_.headers[column].name : std::string(),
                     .reason = std::move(reason),
                     .cells = {}});
      for (const std::string_view cell : block.cells(row)) refused.cells.emplace_back(cell);
    };
    const auto kind = columns.kind_of(block, row);
    if (!kind) return refuse(columns.record_column(), kind.error());
    const KindColumns& of = columns.of_kind(*kind);
    const auto id = told_id(of.id == k_no_column ? std::string_view{} : block.cell(row, of.id));
    if (!id) return refuse(of.id, id.error());
    org::Told told{.kind = *kind, .id = *id, .said = {}, .where = fmt::format("{}:{}", file_, block.line(row))};
    told.said.resize(of.fields.size());
    const auto& fields = org::rules_of(*kind).fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (of.fields[i] == k_no_column) continue;
      auto field = told_field(fields[i], block.cell(row, of.fields[i]));
      if (!field) return refuse(of.fields[i], field.error());
      told.said[i] = std::move(*field);
    }
    const auto from = told_first_day(of.from == k_no_column ? std::string_view{} : block.cell(row, of.from));
    if (!from) return refuse(of.from, from.error());
    const auto to = told_last_day(of.to == k_no_column ? std::string_view{} : block.cell(row, of.to));
    if (!to) return refuse(of.to, to.error());
    told.from = *from;
    told.to = *to;
    if (Reason reason = wrong_days(told); !reason.empty()) return refuse(of.to, std::move(reason));
    told_.told.push_back(std::move(told));
  }

  std::string file_;
  ToldFile told_;
};

}  // namespace

Result<ToldFile> read_told_table(const std::filesystem::path& file) {
  auto reader = open_rows(file);
  if (!reader) return std::unexpected(reader.error());
  TableTelling telling(**reader, file.string());
  if (auto read = telling.read(**reader); !read) return std::unexpected(read.error());
  ToldFile told = telling.finish();
  std::ranges::stable_sort(told.refused, {}, &RefusedRow::line);
  return told;
}

}  // namespace bellwether::listen
