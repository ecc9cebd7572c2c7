// From a file to facts: recognise, read, map, take out what is personal, and commit in large batches.
#pragma once

#include "base/result.hpp"
#include "listen/columns/column_map.hpp"
#include "listen/rows/remark.hpp"
#include "store/directory/data_directory.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::understand {
struct Knowledge;
}

namespace bellwether::listen {

/// What the store needs at most while a file goes in; more would only hold what was written already. The rows under way
/// take some 400 MB besides, and 16 to 24 bytes for each row of the source that is known.
inline constexpr std::size_t k_store_memory_mb = 512;

struct ImportOptions {
  facts::Table as = facts::Table::signals;
  std::optional<std::filesystem::path> map;  ///< MAP.toml; nothing: guess
  std::string source;                        ///< empty: the file's name without its endings
  bool dry_run = false;
  const understand::Knowledge* knowledge = nullptr;  ///< what texts are read with; nothing: they are not
};

/// Told between batches, at most a few times a second.
struct Progress {
  std::uint64_t bytes = 0, bytes_of = 0;  ///< of the file as it lies on disk
  std::uint64_t rows = 0;
};

struct FileSummary {
  std::string file;
  std::string source;
  std::string form;  ///< "CSV, Windows-1252, comma, 1 header row"
  std::uint64_t read = 0, accepted = 0, duplicate = 0, rejected = 0;
  std::uint64_t undated = 0;                          ///< accepted without a date
  std::optional<std::filesystem::path> rejects_file;  ///< there only if rows were rejected
  std::vector<ColumnUse> columns;                     ///< what each column was taken for, and why
  std::vector<Remark> remarks;
};

/// What a file would become, without writing anything.
struct Preview {
  FileSummary so_far;                         ///< form, columns, remarks from the sample
  ColumnMap map;                              ///< as guessed or given; print with to_toml()
  std::vector<facts::StoredSignal> examples;  ///< the first five signals as they would be stored
};

/// Errors: everything that makes the file as a whole unusable, with nothing of it in the store: `not_found`,
/// `bad_input` (empty, binary, no rows, coin-flip columns that need a map …), `too_large` (columns, cell).
[[nodiscard]] Result<Preview> preview(const std::filesystem::path& file, const ImportOptions& options,
                                      const store::DataDirectory* directory);

/// Imports one file. Rows that can't be taken go to `FILE.rejected.csv` beside it (or into the data directory where
/// that folder can't be written) with line, column and reason; the rest is taken.
[[nodiscard]] Result<FileSummary> import_file(const std::filesystem::path& file, const ImportOptions& options,
                                              const store::DataDirectory& directory, facts::Facts& facts,
                                              const std::function<void(const Progress&)>& tell);

}  // namespace bellwether::listen
