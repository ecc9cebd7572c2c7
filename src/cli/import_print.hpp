// What an import did or would do, in words for a terminal and as JSON.
#pragma once

#include "listen/import/import.hpp"

#include <span>
#include <string>

namespace bellwether::cli {

/// {"files":[{"file","source","form","read","accepted","duplicate","rejected","undated","rejects_file","columns":[…],
/// "remarks":[…]}]}
[[nodiscard]] std::string import_json(std::span<const listen::FileSummary> files);

/// What each column was taken for, why, and how to say otherwise.
void print_columns(const listen::FileSummary& summary);
/// The count of rows, what was doubtful, and where rejected rows are.
void print_summary(const listen::FileSummary& summary);
/// Form, columns, and five signals as they would be stored.
void print_preview(const listen::Preview& preview);

}  // namespace bellwether::cli
