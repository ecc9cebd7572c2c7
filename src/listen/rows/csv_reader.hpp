// CSV and its kin as rows.
#pragma once

#include "base/result.hpp"
#include "listen/rows/byte_source.hpp"
#include "listen/rows/rows.hpp"

#include <memory>
#include <string>

namespace bellwether::listen {

/// `form` says what was found so far (compression, encoding); `text` is UTF-8, or bytes of Windows-1252 among it.
/// Errors: `bad_input` (no rows, only a header), `too_large` (columns), and those of `text`.
[[nodiscard]] Result<std::unique_ptr<RowReader>> open_csv(std::unique_ptr<ByteSource> text, FileForm form,
                                                          std::string name, std::uint64_t bytes_of,
                                                          const RowLimits& limits);

}  // namespace bellwether::listen
