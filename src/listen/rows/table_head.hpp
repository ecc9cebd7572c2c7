// Which of a table's first rows are its header, and what the columns are called. Survey tools write two or three header rows.
#pragma once

#include "listen/rows/row_block.hpp"
#include "listen/rows/rows.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

struct TableHead {
  std::size_t header_rows = 0;
  FileForm::SurveyTool survey_tool = FileForm::SurveyTool::none;
  std::vector<Header> headers;
};

/// Judges a table by its first rows (a few hundred are enough); `columns` is how many cells most rows have. There may come
/// out more headers than that, where the header names more columns than most rows fill.
[[nodiscard]] TableHead head_of(const RowBlock& first, std::size_t columns);

/// Headers of a table without any: "column 1" …
[[nodiscard]] std::vector<Header> unnamed_headers(std::size_t columns);

/// A name as a header may carry it: trimmed, white space and control characters made single blanks, at most 200 bytes.
[[nodiscard]] std::string clean_name(std::string_view name);

/// Gives blank names "column N", and later ones of equal names " (2)", " (3)" …
void make_unique(std::span<Header> headers, std::size_t from = 0);

}  // namespace bellwether::listen
