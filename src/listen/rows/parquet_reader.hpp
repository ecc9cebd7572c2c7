// Parquet files as rows.
#pragma once

#include "base/result.hpp"
#include "listen/rows/rows.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace bellwether::listen {

/// `name` is what the user calls the file (it may have been unpacked elsewhere). Errors: those of facts::ParquetRows::open();
/// `bad_input` for a file without rows; `too_large` (columns).
[[nodiscard]] Result<std::unique_ptr<RowReader>> open_parquet(const std::filesystem::path& file, FileForm form,
                                                              const std::string& name, const RowLimits& limits);

}  // namespace bellwether::listen
