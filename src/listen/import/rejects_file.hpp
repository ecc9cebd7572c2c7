// FILE.rejected.csv: the rows that could not be taken, each with its line, column and reason, ready to be mended and imported.
#pragma once

#include "base/result.hpp"
#include "listen/rows/row_block.hpp"
#include "listen/rows/rows.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::listen {

/// Appends a cell as CSV that no spreadsheet runs: one that begins with = + - @, a tab or a line break gets an apostrophe in
/// front, unless it is a number (OWASP, "CSV Injection").
void append_safe_cell(std::string_view cell, std::string& out);

/// Written beside the file, or below `otherwise` where that folder can't be written; under its own name only when it is whole.
class RejectsFile {
 public:
  RejectsFile(std::filesystem::path file, std::filesystem::path otherwise, std::span<const Header> headers);
  RejectsFile(const RejectsFile&) = delete;
  RejectsFile& operator=(const RejectsFile&) = delete;
  ~RejectsFile();  ///< removes what was not finished

  [[nodiscard]] Result<void> add(const RejectedLine& line);
  [[nodiscard]] Result<void> add(std::uint64_t line, std::string_view column, std::string_view reason,
                                 std::span<const std::string_view> cells);
  /// Gives the file its name; nothing where no row was rejected.
  [[nodiscard]] Result<std::optional<std::filesystem::path>> finish();

 private:
  struct Out;
  Result<void> open();
  Result<void> write(bool all);

  std::filesystem::path file_, otherwise_;
  std::string header_;
  std::string text_;  ///< what waits to be written
  std::unique_ptr<Out> out_;
};

}  // namespace bellwether::listen
