// NDJSON and JSON as rows: objects flattened to dotted columns, arrays kept as JSON text.
#pragma once

#include "base/result.hpp"
#include "listen/rows/byte_source.hpp"
#include "listen/rows/rows.hpp"

#include <memory>
#include <string>

namespace bellwether::listen {

/// `text` is UTF-8 (single lines of Windows-1252 are mended). Errors: `bad_input` (no values), `too_large` (columns).
[[nodiscard]] Result<std::unique_ptr<RowReader>> open_json(std::unique_ptr<ByteSource> text, FileForm form,
                                                           std::string name, std::uint64_t bytes_of,
                                                           const RowLimits& limits);

}  // namespace bellwether::listen
