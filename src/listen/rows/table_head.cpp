#include "listen/rows/table_head.hpp"

#include "base/text.hpp"
#include "listen/rows/cell_kind.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

namespace bellwether::listen {

namespace {

using SurveyTool = FileForm::SurveyTool;

constexpr std::size_t k_rows_looked_at = 500;
constexpr std::size_t k_name_bytes = 200;
constexpr std::size_t k_plain_name_bytes = 40;

bool is_any_of(std::string_view cell, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [cell](std::string_view word) { return equals_ignoring_case(trim(cell), word); });
}

/// What a column's body says about whether its first cell names it: above 0, it does.
int column_says(const RowBlock& rows, std::size_t column) {
  const std::string_view head = trim(rows.cell(0, column));
  if (head.empty() || rows.size() < 2) return 0;
  const CellKind head_kind = kind_of(head);
  if (head_kind == CellKind::nothing) return 0;

  std::size_t known = 0, numbers = 0, moments = 0, bytes = 0;
  bool again = false;
  std::unordered_set<std::string_view> different;
  const std::size_t end = std::min(rows.size(), k_rows_looked_at);
  for (std::size_t row = 1; row < end; ++row) {
    const std::string_view cell = trim(rows.cell(row, column));
    const CellKind kind = kind_of(cell);
    if (kind == CellKind::nothing || (cell == head && std::ranges::equal(rows.cells(row), rows.cells(0)))) continue;
    ++known;
    numbers += kind == CellKind::number ? 1U : 0U;
    moments += kind == CellKind::moment ? 1U : 0U;
    bytes += cell.size();
    again = again || cell == head;
    different.insert(cell);
  }
  if (known == 0) return 0;
  for (const auto& [kind, count] : {std::pair{CellKind::number, numbers}, std::pair{CellKind::moment, moments}}) {
    if (5 * count >= 4 * known) return head_kind == kind ? -2 : head_kind == CellKind::text ? 2 : 0;
  }
  if (again) return -2;
  if (head_kind != CellKind::text) return -1;
  if (known >= 4 && 2 * different.size() <= known) return 1;
  return head.size() <= k_plain_name_bytes && bytes > 2 * known * head.size() ? 1 : 0;
}

/// Whether a first row that nothing speaks for or against looks like names.
bool looks_like_names(const RowBlock& rows) {
  const std::span<const std::string_view> cells = rows.cells(0);
  std::set<std::string_view> different;
  for (const std::string_view cell : cells) {
    const std::string_view name = trim(cell);
    const bool plain = kind_of(name) == CellKind::text && name.size() <= k_plain_name_bytes &&
                       name.find_last_of(".!?") != name.size() - 1;
    if (!plain || !different.insert(name).second) return false;
  }
  return cells.size() >= 2;
}

bool has_header(const RowBlock& rows, std::size_t columns) {
  if (rows.empty()) return false;
  int says = 0;
  for (std::size_t column = 0; column < columns; ++column) says += column_says(rows, column);
  return says > 0 || (says == 0 && looks_like_names(rows));
}

// Survey tools.

constexpr std::array<std::string_view, 2> k_qualtrics_ids{"ResponseID", "Response ID"};
constexpr std::array<std::string_view, 8> k_qualtrics_words{
    "ResponseSet",           "IPAddress", "IP Address", "StartDate", "Start Date", "EndDate",
    "ExternalDataReference", "Finished"};

/// {"ImportId":"startDate","timeZone":"America/Denver"}, also with single quotes: startDate; else nothing.
std::string_view import_id_of(std::string_view cell) {
  cell = trim(cell);
  if (!cell.starts_with('{') || !cell.ends_with('}')) return {};
  std::size_t at = cell.find("ImportId");
  if (at == cell.npos) return {};
  at = cell.find(':', at);
  if (at == cell.npos) return {};
  const std::size_t begin = cell.find_first_of("\"'", at);
  if (begin == cell.npos) return {};
  const std::size_t end = cell.find(cell[begin], begin + 1);
  return end == cell.npos ? std::string_view{} : cell.substr(begin + 1, end - begin - 1);
}

bool has_import_ids(const RowBlock& rows) {
  if (rows.size() < 3) return false;
  std::size_t found = 0, known = 0;
  for (const std::string_view cell : rows.cells(2)) {
    known += trim(cell).empty() ? 0U : 1U;
    found += import_id_of(cell).empty() ? 0U : 1U;
  }
  return found > 0 && 2 * found > known;
}

bool is_qualtrics_legacy(const RowBlock& rows) {
  if (rows.size() < 2 || rows.cells(1).empty() || !is_any_of(rows.cell(1, 0), k_qualtrics_ids)) return false;
  const auto known = std::ranges::count_if(rows.cells(1), [](auto cell) { return is_any_of(cell, k_qualtrics_words); });
  return known >= 3;
}

/// The second header row of SurveyMonkey begins blank, and says under each question which answer a column holds.
bool has_surveymonkey_options(const RowBlock& rows) {
  if (rows.size() < 2 || trim(rows.cell(0, 0)).empty() || !trim(rows.cell(1, 0)).empty()) return false;
  constexpr std::array<std::string_view, 3> k_words{"Response", "Open-Ended Response", "Other (please specify)"};
  std::size_t words = 0, filled = 0, blank = 0;
  for (std::size_t column = 1; column < rows.cells(0).size(); ++column) {
    words += is_any_of(rows.cell(1, column), k_words) ? 1U : 0U;
    if (!trim(rows.cell(0, column)).empty()) continue;
    ++blank;
    filled += trim(rows.cell(1, column)).empty() ? 0U : 1U;
  }
  return words > 0 || (blank > 0 && filled == blank);
}

bool is_surveymonkey_id(std::string_view cell) {
  constexpr std::array<std::string_view, 2> k_ids{"RespondentID", "Respondent ID"};
  return is_any_of(cell, k_ids);
}

bool is_limesurvey(const RowBlock& rows) {
  static constexpr std::array<std::string_view, 8> k_words{"Date submitted", "Last page",       "Start language",
                                                           "Seed",           "submitdate",      "lastpage",
                                                           "startlanguage",  "Date last action"};
  constexpr std::array<std::string_view, 2> k_ids{"Response ID", "id"};
  if (rows.empty() || !is_any_of(rows.cell(0, 0), k_ids)) return false;
  return std::ranges::count_if(rows.cells(0), [](auto cell) { return is_any_of(cell, k_words); }) >= 3;
}

/// V1 … V10: what the oldest Qualtrics exports call the columns that have a name of their own below.
bool is_numbered(std::string_view name) {
  return name.size() >= 2 && name.front() == 'V' &&
         std::ranges::all_of(name.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Header> qualtrics_headers(const RowBlock& rows, std::size_t columns, bool legacy) {
  std::vector<Header> headers(columns);
  for (std::size_t column = 0; column < columns; ++column) {
    Header& header = headers[column];
    header.name = clean_name(rows.cell(0, column));
    header.label = clean_name(rows.cell(1, column));
    if (!legacy) header.import_id = import_id_of(rows.cell(2, column));
    if (legacy && is_numbered(header.name) && !header.label.empty()) header.name = header.label;
    if (header.label == header.name) header.label.clear();
  }
  return headers;
}

std::vector<Header> surveymonkey_headers(const RowBlock& rows, std::size_t columns) {
  std::vector<Header> headers(columns);
  std::string question;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::string above = clean_name(rows.cell(0, column));
    const std::string option = clean_name(rows.cell(1, column));
    if (!above.empty()) question = above;
    Header& header = headers[column];
    header.name = question;
    if (option.empty() || option == "Response") continue;
    header.name = clean_name(question + " [" + option + "]");
    header.label = question;
  }
  return headers;
}

std::vector<Header> plain_headers(const RowBlock& rows, std::size_t columns) {
  std::vector<Header> headers(columns);
  const std::size_t named = rows.cells(0).size();
  // R writes row names without a header above them.
  const std::size_t shift = columns == named + 1 && !trim(rows.cell(0, 0)).empty() ? 1 : 0;
  for (std::size_t column = shift; column < columns; ++column) {
    headers[column].name = clean_name(rows.cell(0, column - shift));
    const std::string_view whole = trim(rows.cell(0, column - shift));
    if (headers[column].name.size() < whole.size()) headers[column].label = whole;
  }
  return headers;
}

}  // namespace

TableHead head_of(const RowBlock& first, std::size_t columns) {
  TableHead head;
  if (first.empty()) return head;
  // A header may name more columns than most rows fill; blank names at its end name none.
  std::size_t named = first.cells(0).size();
  while (named > columns && trim(first.cell(0, named - 1)).empty()) --named;
  const std::size_t wide = std::max(columns, named);

  if (has_import_ids(first)) {
    head = {3, SurveyTool::qualtrics, qualtrics_headers(first, wide, false)};
  } else if (is_qualtrics_legacy(first)) {
    head = {2, SurveyTool::qualtrics_legacy, qualtrics_headers(first, wide, true)};
  } else if (has_surveymonkey_options(first)) {
    head = {2, SurveyTool::surveymonkey, surveymonkey_headers(first, wide)};
  } else if (is_limesurvey(first)) {
    head = {1, SurveyTool::limesurvey, plain_headers(first, wide)};
  } else if (has_header(first, wide)) {
    const bool monkey = is_surveymonkey_id(first.cell(0, 0));
    head = {1, monkey ? SurveyTool::surveymonkey : SurveyTool::none, plain_headers(first, wide)};
  } else {
    head = {0, SurveyTool::none, unnamed_headers(columns)};
  }
  make_unique(head.headers);
  return head;
}

std::vector<Header> unnamed_headers(std::size_t columns) {
  std::vector<Header> headers(columns);
  make_unique(headers);
  return headers;
}

std::string clean_name(std::string_view name) {
  std::string clean;
  bool blank = false;
  for (const char c : trim(name)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7F) {
      blank = true;
      continue;
    }
    if (std::exchange(blank, false) && !clean.empty()) clean += ' ';
    clean += c;
  }
  if (clean.size() > k_name_bytes) {
    std::size_t end = k_name_bytes;
    while (end > 0 && (static_cast<unsigned char>(clean[end]) & 0xC0U) == 0x80U) --end;
    clean.resize(end);
  }
  return std::string(trim(clean));
}

void make_unique(std::span<Header> headers, std::size_t from) {
  std::map<std::string, std::size_t, std::less<>> met;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    std::string& name = headers[i].name;
    if (name.empty()) name = "column " + std::to_string(i + 1);
    if (i < from) {
      ++met[name];
      continue;
    }
    const std::string base = name;
    while (met.contains(name)) name = base + " (" + std::to_string(++met[base]) + ")";
    ++met[name];
  }
}

}  // namespace bellwether::listen
