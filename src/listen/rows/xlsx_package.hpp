// The parts of an XLSX file, which is a ZIP archive of XML documents (ECMA-376).
#pragma once

#include "base/result.hpp"
#include "listen/rows/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// One part of the archive as a stream, within the limits on unpacked size.
class PackagePart {
 public:
  /// Errors: `bad_input` (no ZIP), `not_found` (no such part), `unsupported` (encrypted), `io`.
  [[nodiscard]] static Result<std::unique_ptr<PackagePart>> open(const std::filesystem::path& file,
                                                                 std::string_view name, const RowLimits& limits);
  PackagePart(const PackagePart&) = delete;
  PackagePart& operator=(const PackagePart&) = delete;
  ~PackagePart();

  /// The next piece; empty at the end. Valid until the next call. Errors: `damaged`, `too_large` (a bomb).
  [[nodiscard]] Result<std::string_view> next();
  [[nodiscard]] std::uint64_t packed_bytes_read() const;

 private:
  struct State;
  explicit PackagePart(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Names of all parts. Errors as for PackagePart::open().
[[nodiscard]] Result<std::vector<std::string>> package_parts(const std::filesystem::path& file);

struct XlsxSheet {
  std::string name;
  std::string part;  ///< "xl/worksheets/sheet1.xml"
};

enum class XlsxFormat : std::uint8_t { number, date, date_time, time };

/// What a sheet's cells refer to.
struct XlsxBook {
  std::vector<XlsxSheet> sheets;    ///< in the workbook's order, visible ones first
  std::vector<XlsxFormat> formats;  ///< by style index
  std::string shared;               ///< all shared strings, one behind the other
  std::vector<std::uint64_t> ends;  ///< where each ends
  bool from_1904 = false;

  [[nodiscard]] std::string_view shared_text(std::size_t index) const {
    const std::uint64_t begin = index == 0 ? 0 : ends[index - 1];
    return std::string_view(shared).substr(begin, ends[index] - begin);
  }
};

/// Errors: `bad_input` for a ZIP that is no XLSX, saying what it is; `too_large` for shared strings over the limit.
[[nodiscard]] Result<XlsxBook> read_book(const std::filesystem::path& file, const RowLimits& limits);

/// What a number format shows: "dd.mm.yyyy hh:mm" a date with time, "0.00" a number.
[[nodiscard]] XlsxFormat format_of(std::string_view code);

/// A serial number as ISO text: 45292.4375 → "2024-01-01 10:30:00". Nothing for what is no date (negative, after 9999).
[[nodiscard]] std::string iso_from_serial(double serial, XlsxFormat format, bool from_1904);

}  // namespace bellwether::listen
