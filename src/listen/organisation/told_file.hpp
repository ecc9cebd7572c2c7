// A file that tells of the organisation, as rows to be laid over what is known: a table (CSV, XLSX, JSON …) or TOML.
#pragma once

#include "base/result.hpp"
#include "listen/rows/remark.hpp"
#include "listen/rows/rows.hpp"
#include "org/merge.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bellwether::listen {

/// A row of a table that can't be taken, with its own text.
struct RefusedRow {
  std::uint64_t line = 0;
  std::string column, reason;
  std::vector<std::string> cells;
};

struct ToldFile {
  std::string form;             ///< "CSV, UTF-8, comma, 1 header row"; "TOML"
  std::vector<Header> headers;  ///< of a table
  std::vector<org::Told> told;
  std::vector<RefusedRow> refused;
  std::vector<Remark> remarks;
};

inline constexpr std::size_t k_most_told_rows = 2'000'000;
inline constexpr std::size_t k_most_id_bytes = 200;
inline constexpr std::size_t k_most_field_bytes = 4'000;

/// TOML where the name ends in ".toml", else a table. Errors: what makes the whole file senseless, at file:line.
[[nodiscard]] Result<ToldFile> read_told(const std::filesystem::path& file);

/// One kind of thing per table, told by its columns; or a column `record` (or `kind`, where each cell is the word of a
/// kind) says it row by row. Errors: of open_rows; `bad_input` where no column says what the rows are; `too_large`.
[[nodiscard]] Result<ToldFile> read_told_table(const std::filesystem::path& file);

/// [[unit]], [[person]] … with the same names as keys. Any mistake refuses the whole text, at "file:line".
[[nodiscard]] Result<ToldFile> read_told_toml(std::string_view text, std::string_view file);

}  // namespace bellwether::listen
