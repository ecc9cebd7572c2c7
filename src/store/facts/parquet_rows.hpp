// A Parquet file read as a table of text cells, in blocks, with bounded memory. Stands in the store because the store
// is the only place that knows the engine which can read it.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::facts {

/// An open Parquet file, read once from front to end.
class ParquetRows {
 public:
  /// Errors: `not_found`; `bad_input` for what is no (whole) Parquet file; `too_large` above `k_most_columns`; `io`.
  [[nodiscard]] static Result<std::unique_ptr<ParquetRows>> open(const std::filesystem::path& file);
  static constexpr std::size_t k_most_columns = 2'000;

  ParquetRows(const ParquetRows&) = delete;
  ParquetRows& operator=(const ParquetRows&) = delete;
  ~ParquetRows();

  /// The columns, in the file's order.
  [[nodiscard]] std::span<const std::string> names() const;
  /// One word for each column's type: "text" "whole" "number" "date" "instant" (UTC) "walltime" "time" "yes/no"
  /// "other".
  [[nodiscard]] std::span<const std::string_view> types() const;
  /// Rows in the file, by its own footer.
  [[nodiscard]] std::uint64_t rows() const;

  /// Puts the next block into `cells`, row by row (row-major, names().size() cells each), at most `max_rows` rows, and
  /// returns how many rows it put: 0 at the end. A cell without a value is nothing, which is not the same as empty.
  /// Written as: 12.85, true, 2026-11-22, 2026-11-22 09:30:00.5 (a walltime), 2026-11-22 09:30:00+00 (an instant).
  /// Views hold until the next call. Errors: `damaged`, `io`.
  [[nodiscard]] Result<std::size_t> next(std::vector<std::optional<std::string_view>>& cells, std::size_t max_rows);

 private:
  struct State;
  explicit ParquetRows(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::facts
