// What an import decides before the first row is taken: how the file is read, what its columns are, and under which source
// its rows are known.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "listen/columns/column_map.hpp"
#include "listen/import/import.hpp"
#include "listen/rows/rows.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::listen {

struct ImportPlan {
  std::unique_ptr<RowReader> reader;
  Sample sample;                ///< the first rows; the reader goes on behind them
  std::vector<Header> headers;  ///< as known from the sample
  ColumnMap map;
  std::vector<Remark> remarks;  ///< of the guess
};

/// Errors: those of open_rows(); `bad_input` for a wrong map, and for columns that only the user can tell, with the question.
[[nodiscard]] Result<ImportPlan> plan_import(const std::filesystem::path& file, const ImportOptions& options,
                                             Instant now);

/// A guess at how many rows the file has, by what its first ones take; at most 100 million. Room is made for so many at once.
[[nodiscard]] std::size_t expected_rows(const ImportPlan& plan);

/// "reviews.csv.gz" → "reviews".
[[nodiscard]] std::string default_source(const std::filesystem::path& file);

struct ImportSource {
  std::string name;
  std::optional<Remark> remark;
  bool known_whole = false;  ///< exactly these bytes were imported to the end under this name
};

/// The source of the file's rows: what the user says; else the source under which an earlier import knew the beginning of this
/// very file, whatever it was called then; else the file's name. Errors: `io`.
[[nodiscard]] Result<ImportSource> source_of(const std::filesystem::path& file, const ImportOptions& options,
                                             const std::vector<facts::ImportNote>& earlier);

}  // namespace bellwether::listen
