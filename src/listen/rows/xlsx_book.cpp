#include "base/time.hpp"
#include "listen/rows/xlsx_package.hpp"
#include "listen/rows/xml_stream.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_styles = 100'000;
constexpr std::int64_t k_ms_per_day = 86'400'000;

std::uint64_t number_in(std::string_view text, std::uint64_t otherwise) {
  std::uint64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Feeds a part to a stream. A part that is not there is left out where `optional`.
Result<void> read_part(const std::filesystem::path& file, std::string_view name, bool optional, const RowLimits& limits,
                       XmlStream& stream) {
  Result<std::unique_ptr<PackagePart>> part = PackagePart::open(file, name, limits);
  if (!part) {
    if (optional && part.error().code == Code::not_found) return {};
    return std::unexpected(part.error());
  }
  while (true) {
    const Result<std::string_view> piece = (*part)->next();
    if (!piece) return std::unexpected(piece.error());
    if (Result<void> fed = stream.feed(*piece, piece->empty()); !fed) return fed;
    if (piece->empty()) return {};
  }
}

Result<void> read_workbook(const std::filesystem::path& file, const RowLimits& limits, XlsxBook& book) {
  std::map<std::string, std::string, std::less<>> targets;
  XmlStream relations(file.string());
  relations.on_start = [&targets](std::string_view name, const XmlAttributes& attributes) {
    if (name == "Relationship") targets[std::string(attributes["Id"])] = attributes["Target"];
  };
  if (Result<void> read = read_part(file, "xl/_rels/workbook.xml.rels", false, limits, relations); !read) return read;

  std::vector<XlsxSheet> hidden;
  XmlStream workbook(file.string());
  workbook.on_start = [&](std::string_view name, const XmlAttributes& attributes) {
    if (name == "workbookPr") {
      const std::string_view set = attributes["date1904"];
      book.from_1904 = set == "1" || set == "true";
    }
    if (name != "sheet") return;
    const auto target = targets.find(attributes["r:id"]);
    if (target == targets.end() || target->second.find("worksheets/") == std::string::npos) return;  // A chart.
    const std::string& path = target->second;
    XlsxSheet sheet{std::string(attributes["name"]), path.starts_with('/') ? path.substr(1) : "xl/" + path};
    (attributes["state"].empty() || attributes["state"] == "visible" ? book.sheets : hidden)
        .push_back(std::move(sheet));
  };
  if (Result<void> read = read_part(file, "xl/workbook.xml", false, limits, workbook); !read) return read;
  std::ranges::move(hidden, std::back_inserter(book.sheets));
  return {};
}

/// Formats that have a number and no text (ECMA-376 part 1, 18.8.30).
XlsxFormat built_in_format(std::uint64_t id) {
  if (id == 22) return XlsxFormat::date_time;
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47) || (id >= 32 && id <= 35)) return XlsxFormat::time;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return XlsxFormat::date;
  return XlsxFormat::number;
}

Result<void> read_styles(const std::filesystem::path& file, const RowLimits& limits, XlsxBook& book) {
  std::map<std::uint64_t, XlsxFormat> own;
  bool in_cell_formats = false;
  XmlStream styles(file.string());
  styles.on_start = [&](std::string_view name, const XmlAttributes& attributes) {
    if (name == "cellXfs") in_cell_formats = true;
    if (name == "numFmt" && own.size() < k_most_styles) {
      own[number_in(attributes["numFmtId"], 0)] = format_of(attributes["formatCode"]);
    }
    if (name == "xf" && in_cell_formats && book.formats.size() < k_most_styles) {
      const std::uint64_t id = number_in(attributes["numFmtId"], 0);
      const auto found = own.find(id);
      book.formats.push_back(found != own.end() ? found->second : built_in_format(id));
    }
  };
  styles.on_end = [&in_cell_formats](std::string_view name) {
    if (name == "cellXfs") in_cell_formats = false;
  };
  return read_part(file, "xl/styles.xml", true, limits, styles);
}

Result<void> read_shared(const std::filesystem::path& file, const RowLimits& limits, XlsxBook& book) {
  bool in_text = false, in_reading = false, too_large = false;
  XmlStream shared(file.string());
  shared.on_start = [&](std::string_view name, const XmlAttributes&) {
    if (name == "t") in_text = true;
    if (name == "rPh") in_reading = true;  // How Japanese and Chinese names are read aloud: no part of the text.
  };
  shared.on_text = [&](std::string_view text) {
    if (!in_text || in_reading || too_large) return;
    too_large = book.shared.size() + text.size() + book.ends.size() * sizeof(std::uint64_t) > limits.xlsx_shared_bytes;
    if (!too_large) book.shared += text;
  };
  shared.on_end = [&](std::string_view name) {
    if (name == "t") in_text = false;
    if (name == "rPh") in_reading = false;
    if (name == "si" && !too_large) book.ends.push_back(book.shared.size());
  };
  if (Result<void> read = read_part(file, "xl/sharedStrings.xml", true, limits, shared); !read) return read;
  if (too_large) {
    return fail(Code::too_large,
                fmt::format("the texts of the workbook have more than {} MB", limits.xlsx_shared_bytes >> 20U),
                file.string(), "save the sheet as CSV");
  }
  return {};
}

std::unexpected<Error> no_workbook(const std::filesystem::path& file, const std::vector<std::string>& parts) {
  const auto has = [&parts](std::string_view begin) {
    return std::ranges::any_of(parts, [begin](const std::string& part) { return part.starts_with(begin); });
  };
  std::string_view what = "a ZIP archive";
  std::string mend = "unpack it and import the files in it";
  if (has("word/")) what = "a Word document", mend = "save its table as CSV or XLSX";
  if (has("ppt/")) what = "a presentation", mend = "save its table as CSV or XLSX";
  if (has("xl/workbook.bin")) what = "an XLSB workbook", mend = "save it as XLSX or CSV";
  if (has("META-INF/manifest.xml")) what = "an OpenDocument file", mend = "save it as XLSX or CSV";
  return fail(Code::bad_input, fmt::format("this is {}, not a table of feedback", what), file.string(),
              std::move(mend));
}

}  // namespace

Result<XlsxBook> read_book(const std::filesystem::path& file, const RowLimits& limits) {
  const Result<std::vector<std::string>> parts = package_parts(file);
  if (!parts) return std::unexpected(parts.error());
  if (std::ranges::find(*parts, "xl/workbook.xml") == parts->end()) return no_workbook(file, *parts);
  XlsxBook book;
  if (Result<void> read = read_workbook(file, limits, book); !read) return std::unexpected(read.error());
  if (Result<void> read = read_styles(file, limits, book); !read) return std::unexpected(read.error());
  if (Result<void> read = read_shared(file, limits, book); !read) return std::unexpected(read.error());
  if (book.sheets.empty()) return fail(Code::bad_input, "the workbook has no sheets", file.string());
  return book;
}

XlsxFormat format_of(std::string_view code) {
  bool date = false, time = false, month_or_minute = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = static_cast<char>(code[i] | 0x20);
    if (code[i] == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      ++i;
    } else if (code[i] == '[') {
      const std::string_view inside = code.substr(i + 1, 1);
      time = time || inside == "h" || inside == "m" || inside == "s" || inside == "H" || inside == "M" || inside == "S";
      i = std::min(code.find(']', i), code.size());
    } else if (code[i] == ';') {
      break;  // What follows is for negative numbers.
    } else if (c == 'y' || c == 'd') {
      date = true;
    } else if (c == 'h' || c == 's') {
      time = true;
    } else if (c == 'm') {
      month_or_minute = true;
    } else if (c == 'g' && code.substr(i).starts_with("General")) {
      return XlsxFormat::number;
    } else if (c == 'e' && (i + 1 < code.size() && (code[i + 1] == '+' || code[i + 1] == '-'))) {
      return XlsxFormat::number;
    }
  }
  if (date && time) return XlsxFormat::date_time;
  if (date || (month_or_minute && !time)) return XlsxFormat::date;
  return time ? XlsxFormat::time : XlsxFormat::number;
}

std::string iso_from_serial(double serial, XlsxFormat format, bool from_1904) {
  if (!(serial >= 0) || serial >= 2'958'466) return {};  // 9999-12-31
  const auto ms = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(k_ms_per_day)));
  std::int64_t day = ms / k_ms_per_day;
  const std::int64_t of_day = ms % k_ms_per_day;
  std::string text;
  const bool only_time = format == XlsxFormat::time;
  const std::int64_t hours = of_day / 3'600'000 + (only_time ? day * 24 : 0);
  if (!only_time) {
    // Day 60 of the 1900 system is 29 February 1900, a day that never was; before it, days are one higher.
    const int first = from_1904 ? day_from({1904, 1, 1})->days : day_from({1899, 12, 30})->days + (day < 60 ? 1 : 0);
    if (!from_1904 && day == 60) day = 61;
    text = to_text(Day{static_cast<std::int32_t>(first + day)});
    if (format == XlsxFormat::date && of_day == 0) return text;
    text += ' ';
  }
  text += fmt::format("{:02}:{:02}:{:02}", hours, of_day / 60'000 % 60, of_day / 1000 % 60);
  if (of_day % 1000 != 0) text += fmt::format(".{:03}", of_day % 1000);
  return text;
}

}  // namespace bellwether::listen
