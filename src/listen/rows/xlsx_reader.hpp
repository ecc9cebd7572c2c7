// The first sheet with content of an XLSX workbook as rows.
#pragma once

#include "base/result.hpp"
#include "listen/rows/rows.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace bellwether::listen {

/// `name` is what the user calls the file (it may have been unpacked elsewhere). Errors: those of read_book(); `bad_input`
/// for a workbook without rows; `too_large` (columns).
[[nodiscard]] Result<std::unique_ptr<RowReader>> open_xlsx(const std::filesystem::path& file, FileForm form,
                                                           std::string name, const RowLimits& limits);

}  // namespace bellwether::listen
