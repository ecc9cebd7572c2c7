#include "base/text.hpp"
#include "listen/rows/byte_source.hpp"
#include "listen/rows/csv_reader.hpp"
#include "listen/rows/json_reader.hpp"
#include "listen/rows/json_scan.hpp"
#include "listen/rows/parquet_reader.hpp"
#include "listen/rows/rows.hpp"
#include "listen/rows/xlsx_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_looked_at = std::size_t{64} << 10U;

struct Signature {
  std::string_view bytes;
  std::string_view what;
  std::string_view mend;
};

/// Files that come along with exports and are no tables.
constexpr auto k_no_tables = std::to_array<Signature>({
    {"\x89PNG", "a PNG picture", "import the table that it shows"},
    {"\xFF\xD8\xFF", "a JPEG picture", "import the table that it shows"},
    {"GIF8", "a GIF picture", "import the table that it shows"},
    {"%PDF", "a PDF document", "export the answers as CSV or XLSX instead"},
    {"\x7F"
     "ELF",
     "a program", ""},
    {"MZ", "a program", ""},
    {"\xD0\xCF\x11\xE0", "an old Office file (XLS, DOC) or an encrypted one",
     "open it and save it as XLSX or CSV without a password"},
    {"BZh", "compressed with bzip2", "unpack it first, or use gzip"},
    {"\xFD"
     "7zXZ",
     "compressed with xz", "unpack it first, or use gzip"},
    {"\x28\xB5\x2F\xFD", "compressed with zstd", "unpack it first, or use gzip"},
    {"7z\xBC\xAF", "a 7z archive", "unpack it first"},
    {"Rar!", "a RAR archive", "unpack it first"},
    {"SQLite format 3", "an SQLite database", "export the table as CSV"},
    {"{\\rtf", "a rich-text document", "save the table as CSV"},
    {"$FL2", "an SPSS file", "save it as CSV"},
    {"$FL3", "an SPSS file", "save it as CSV"},
    {"RDX", "an R data file", "write the table with write.csv"},
    {"<?xml", "an XML document", "export the answers as CSV or JSON instead"},
    {"<!DOCTYPE html", "a web page", "download the file itself: this may be a log-in page"},
    {"<html", "a web page", "download the file itself: this may be a log-in page"},
});

Result<std::string> look(ByteSource& source) {
  std::string beginning(k_looked_at, '\0');
  const Result<std::size_t> got = source.read(beginning);
  if (!got) return std::unexpected(got.error());
  beginning.resize(*got);
  return beginning;
}

/// UTF-16 without a mark: in western text every second byte is nought; elsewhere it at least holds many noughts.
std::optional<FileForm::Encoding> wide_encoding(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) return FileForm::Encoding::utf16le;
  if (text.starts_with("\xFE\xFF")) return FileForm::Encoding::utf16be;
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    even += text[i] == '\0' ? 1U : 0U;
    odd += text[i + 1] == '\0' ? 1U : 0U;
  }
  const std::size_t pairs = text.size() / 2;
  if (pairs < 2) return {};
  if (2 * odd > pairs && 20 * even < pairs) return FileForm::Encoding::utf16le;
  if (2 * even > pairs && 20 * odd < pairs) return FileForm::Encoding::utf16be;
  return {};
}

/// Share of control characters from which bytes are no text.
bool is_binary(std::string_view text) {
  const auto strange = std::ranges::count_if(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1A' && c != '\x1B';
  });
  return 50 * static_cast<std::size_t>(strange) > text.size();
}

std::unexpected<Error> no_table(std::string_view what, const std::string& name, std::string_view mend) {
  return fail(Code::bad_input, fmt::format("this is {}, not a table of feedback", what), name, std::string(mend));
}

Result<std::unique_ptr<RowReader>> open_text(std::unique_ptr<ByteSource> source, const std::string& beginning,
                                             FileForm form, const std::string& name, std::uint64_t bytes_of,
                                             const RowLimits& limits) {
  for (const Signature& signature : k_no_tables) {
    if (beginning.starts_with(signature.bytes)) return no_table(signature.what, name, signature.mend);
  }
  source = put_back(beginning, std::move(source));
  if (const std::optional<FileForm::Encoding> wide = wide_encoding(beginning)) {
    form.encoding = *wide;
    source = from_utf16(std::move(source), *wide == FileForm::Encoding::utf16be);
  } else if (is_binary(beginning)) {
    return no_table("a binary file", name,
                    "CSV, NDJSON, JSON, XLSX and Parquet can be read, also compressed with gzip");
  }
  std::string_view text = beginning;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string narrow;
  if (form.encoding != FileForm::Encoding::utf8) {
    Result<std::string> looked = look(*source);
    if (!looked) return std::unexpected(looked.error());
    narrow = std::move(*looked);
    text = narrow;
    source = put_back(narrow, std::move(source));
  }
  if (looks_like_json(text)) return open_json(std::move(source), std::move(form), name, bytes_of, limits);
  return open_csv(std::move(source), std::move(form), name, bytes_of, limits);
}

}  // namespace

namespace {

/// A file that goes away with the reader: what XLSX and Parquet need, which are read from their end.
class Unpacked {
 public:
  static Result<Unpacked> from(ByteSource& source, const RowLimits& limits) {
    std::error_code trouble;
    std::filesystem::path folder = std::filesystem::temp_directory_path(trouble);
    if (trouble) folder = "/tmp";
    std::string pattern = (folder / "bellwether-unpacked-XXXXXX").string();
    const int descriptor = ::mkstemp(pattern.data());
    if (descriptor < 0)
      return fail(Code::io, "can't make a temporary file for unpacking", pattern, "set TMPDIR to a folder with room");
    Unpacked unpacked{std::filesystem::path(pattern)};
    std::vector<char> piece(std::size_t{1} << 20U);
    std::uint64_t bytes = 0;
    Result<std::size_t> got = source.read(piece);
    for (; got && *got > 0; got = source.read(piece)) {
      bytes += *got;
      if (bytes > limits.xlsx_unpacked_bytes) {
        got = fail(Code::too_large, "the gzip file unpacks to more than a table of its kind has", pattern,
                   "unpack it yourself");
        break;
      }
      if (::write(descriptor, piece.data(), *got) != static_cast<ssize_t>(*got)) {
        got =
            fail(Code::io, "can't write the temporary file for unpacking", pattern, "set TMPDIR to a folder with room");
        break;
      }
    }
    ::close(descriptor);
    if (!got) return std::unexpected(got.error());
    return unpacked;
  }

  Unpacked(Unpacked&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Unpacked& operator=(Unpacked&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;
  ~Unpacked() {
    std::error_code none;
    if (!path_.empty()) std::filesystem::remove(path_, none);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit Unpacked(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// A reader with the unpacked file that it reads.
class UnpackedReader final : public RowReader {
 public:
  UnpackedReader(Unpacked unpacked, std::unique_ptr<RowReader> reader)
      : unpacked_(std::move(unpacked)), reader_(std::move(reader)) {}
  const FileForm& form() const override { return reader_->form(); }
  std::span<const Header> headers() const override { return reader_->headers(); }
  Result<bool> next(RowBlock& block) override { return reader_->next(block); }
  std::vector<Remark> remarks() const override { return reader_->remarks(); }
  std::uint64_t bytes_read() const override { return reader_->bytes_read(); }
  std::uint64_t bytes_of() const override { return reader_->bytes_of(); }

 private:
  Unpacked unpacked_;
  std::unique_ptr<RowReader> reader_;
};

bool is_zip(std::string_view text) { return text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06"); }
bool is_parquet(std::string_view text) { return text.starts_with("PAR1"); }

Result<std::unique_ptr<RowReader>> open_packed(const std::filesystem::path& file, std::string_view beginning,
                                               FileForm form, const std::string& name, const RowLimits& limits) {
  return is_zip(beginning) ? open_xlsx(file, std::move(form), name, limits)
                           : open_parquet(file, std::move(form), name, limits);
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_rows(const std::filesystem::path& file, const RowLimits& limits) {
  const std::string name = file.string();
  Result<std::unique_ptr<ByteSource>> source = open_bytes(file);
  if (!source) return std::unexpected(source.error());
  std::error_code none;
  const std::uint64_t bytes_of = std::filesystem::file_size(file, none);
  FileForm form;
  Result<std::string> beginning = look(**source);
  if (!beginning) return std::unexpected(beginning.error());
  if (beginning->empty()) return fail(Code::bad_input, "the file is empty", name, "export it again");
  if (is_zip(*beginning) || is_parquet(*beginning)) return open_packed(file, *beginning, std::move(form), name, limits);
  if (!beginning->starts_with("\x1F\x8B")) {
    return open_text(std::move(*source), *beginning, std::move(form), name, bytes_of, limits);
  }

  if (const Result<void> sound = verify_gzip(file, limits.expansion); !sound) return std::unexpected(sound.error());
  form.compression = FileForm::Compression::gzip;
  source = gunzip(put_back(std::move(*beginning), std::move(*source)), name);
  beginning = look(**source);
  if (!beginning) return std::unexpected(beginning.error());
  if (beginning->empty()) return fail(Code::bad_input, "the gzip file holds an empty file", name, "export it again");
  if (beginning->starts_with("\x1F\x8B")) return no_table("gzip inside gzip", name, "unpack it once");
  if (!is_zip(*beginning) && !is_parquet(*beginning)) {
    return open_text(std::move(*source), *beginning, std::move(form), name, bytes_of, limits);
  }
  const std::unique_ptr<ByteSource> whole = put_back(*beginning, std::move(*source));
  Result<Unpacked> unpacked = Unpacked::from(*whole, limits);
  if (!unpacked) return std::unexpected(unpacked.error());
  Result<std::unique_ptr<RowReader>> reader = open_packed(unpacked->path(), *beginning, std::move(form), name, limits);
  if (!reader) return reader;
  return std::make_unique<UnpackedReader>(std::move(*unpacked), std::move(*reader));
}

Result<Sample> read_sample(RowReader& reader, std::size_t rows, std::size_t bytes) {
  Sample sample;
  std::size_t held = 0;
  while (sample.rows < rows && held < bytes) {
    RowBlock block;
    const Result<bool> more = reader.next(block);
    if (!more) return std::unexpected(more.error());
    if (!*more) {
      sample.whole = true;
      break;
    }
    sample.rows += block.size();
    held += block.bytes();
    sample.blocks.push_back(std::move(block));
  }
  return sample;
}

}  // namespace bellwether::listen
