// How a CSV file is written, found out from its beginning: delimiter, quotes, escapes, and whether it stands inside another
// CSV. Every way is tried with the splitter that later reads the file, and the one that gives the steadiest table is taken.
#pragma once

#include "listen/rows/byte_source.hpp"
#include "listen/rows/csv_splitter.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace bellwether::listen {

struct CsvShape {
  CsvDialect dialect;
  bool wrapped = false;  ///< each line is quoted once more, and padded behind with `padding`
  char padding = '\0';
  bool spaces = false;      ///< cells stand apart by runs of spaces; the dialect is then the one behind split_spaces()
  std::size_t columns = 1;  ///< of most rows
  std::size_t skip = 0;     ///< bytes before the table: the line "sep=;"
};

/// `beginning` is the first megabyte of the text; `whole` says that there is no more.
[[nodiscard]] CsvShape csv_shape_of(std::string_view beginning, bool whole);

/// Takes off the outer CSV of a CSV in a CSV: the cells of a record, which `padding` divides, are joined again, and empty
/// ones at the end left out. Lines keep their numbers.
[[nodiscard]] std::unique_ptr<ByteSource> unwrap_csv(std::unique_ptr<ByteSource> outer, char padding);

/// Lines trimmed, and each run of blanks made one tab.
[[nodiscard]] std::unique_ptr<ByteSource> split_spaces(std::unique_ptr<ByteSource> text);

/// What the two sources do, on text in memory: appends to `out`, returns how much of `text` was used.
std::size_t unwrap_lines(std::string_view text, bool last, char padding, std::string& out, std::size_t& unwrapped);
void split_spaces_in(std::string_view text, bool& at_line_start, bool& blank_before, std::string& out);

}  // namespace bellwether::listen
