// Any file as rows of text cells: CSV and its kin, NDJSON, JSON, XLSX, Parquet, each also gzip-compressed, and the
// exports of survey tools. What the file is, is found out from its bytes; nothing is asked of the user and the name
// does not count.
//
//   auto reader = open_rows("reviews.csv.gz");          // (*reader)->form().text(): "CSV, UTF-8, comma, 1 header row,
//   gzip" auto sample = read_sample(**reader);                // the first rows, for guessing columns RowBlock block;
//   while (next = (*reader)->next(block), next && *next) …   // goes on behind the sample
//
// A row that can't be read comes out as a RejectedLine of the block it was met in, with line, text and reason; it never
// stops the file and is never lost silently. An error is what makes the file as a whole senseless, or the disk.
#pragma once

#include "base/result.hpp"
#include "listen/rows/remark.hpp"
#include "listen/rows/row_block.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// What a file turned out to be.
struct FileForm {
  enum class Kind : std::uint8_t { csv, ndjson, json, xlsx, parquet };
  enum class Compression : std::uint8_t { none, gzip };
  enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, windows1252 };
  enum class SurveyTool : std::uint8_t { none, qualtrics, qualtrics_legacy, surveymonkey, limesurvey };

  Kind kind = Kind::csv;
  Compression compression = Compression::none;
  Encoding encoding = Encoding::utf8;
  bool byte_order_mark = false;
  char delimiter = ',';         ///< CSV: , ; TAB | or a space, which stands for runs of spaces
  char quote = '"';             ///< CSV: '\0' where quotes are ordinary characters
  bool backslash = false;       ///< CSV: a backslash takes the meaning of the next character
  bool wrapped = false;         ///< CSV: each line stood quoted in a cell of another CSV, and was unwrapped
  std::size_t header_rows = 1;  ///< CSV, XLSX: 0 … 3
  SurveyTool survey_tool = SurveyTool::none;
  std::string sheet;   ///< XLSX: the sheet's name
  std::string inside;  ///< JSON: the member whose array was taken, "data.responses"

  /// "CSV, Windows-1252, comma, 1 header row", "Qualtrics CSV, UTF-8 with BOM, comma, 3 header rows", "XLSX, sheet
  /// Answers, …"
  [[nodiscard]] std::string text() const;
};

/// A column as the file names it.
struct Header {
  std::string name;       ///< unique in the file, trimmed, on one line; "column 3" where the file has none
  std::string label;      ///< question text, where the file has one beside the name; else empty
  std::string import_id;  ///< Qualtrics: the column's lasting id; else empty
};

/// Limits on what a file may hold. A file over `columns` is refused; a row over another limit is a rejected line.
struct RowLimits {
  std::size_t columns = 2048;
  std::size_t cell_bytes = std::size_t{1} << 20U;
  std::size_t row_bytes = std::size_t{16} << 20U;
  std::size_t json_depth = 64;
  std::uint64_t expansion = 200;  ///< gzip, XLSX: unpacked bytes per packed byte, looked at beyond the first 64 MB
  std::uint64_t xlsx_unpacked_bytes = std::uint64_t{8} << 30U;
  std::size_t xlsx_shared_bytes = std::size_t{512} << 20U;  ///< text of shared strings, held in memory
};

class RowReader {
 public:
  RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  virtual ~RowReader() = default;

  /// May become more exact while rows are read (an encoding that shows late); never changes the rows already given.
  [[nodiscard]] virtual const FileForm& form() const = 0;

  /// The columns known so far. A column never moves or changes its name. JSON may meet new members later: they are
  /// added at the end, before next() gives the first block whose rows carry them; earlier rows simply have fewer cells.
  [[nodiscard]] virtual std::span<const Header> headers() const = 0;

  /// Clears the block and fills it with the next rows, in the file's order: about 1 MB of them (a block may hold none,
  /// only rejected lines). False: the file has ended and the block is empty. After an error nothing more comes.
  [[nodiscard]] virtual Result<bool> next(RowBlock& block) = 0;

  /// What was found so far that a user should know: conflict markers, cells of another encoding, unwrapping.
  [[nodiscard]] virtual std::vector<Remark> remarks() const = 0;

  /// Bytes of the file on disk that were read so far, and all of them.
  [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
  [[nodiscard]] virtual std::uint64_t bytes_of() const = 0;
};

/// Recognises the file and reads its headers.
/// Errors: `not_found`; `io` (unreadable, folder); `bad_input` with what it is instead (empty, PNG, program, PDF, other
/// ZIP, only a header, truncated gzip …); `too_large` (columns); `unsupported` (encrypted XLSX …).
[[nodiscard]] Result<std::unique_ptr<RowReader>> open_rows(const std::filesystem::path& file,
                                                           const RowLimits& limits = {});

/// The first rows of a file, by which its columns are judged. The import goes on to use these blocks: nothing is read
/// twice.
struct Sample {
  std::vector<RowBlock> blocks;
  std::size_t rows = 0;
  bool whole = false;  ///< the file has no further rows
};

/// Reads until there are `rows` rows or `bytes` of text, whichever comes first; the last block is not cut.
[[nodiscard]] Result<Sample> read_sample(RowReader& reader, std::size_t rows = 10'000,
                                         std::size_t bytes = std::size_t{32} << 20U);

}  // namespace bellwether::listen
