#include "listen/rows/rows.hpp"

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

using Kind = FileForm::Kind;

std::string_view name_of(const FileForm& form) {
  switch (form.kind) {
    case Kind::ndjson:
      return "NDJSON";
    case Kind::json:
      return "JSON";
    case Kind::xlsx:
      return "XLSX";
    case Kind::parquet:
      return "Parquet";
    case Kind::csv:
      break;
  }
  return form.delimiter == '\t' ? "TSV" : "CSV";
}

std::string_view tool_of(const FileForm& form) {
  switch (form.survey_tool) {
    case FileForm::SurveyTool::qualtrics:
    case FileForm::SurveyTool::qualtrics_legacy:
      return "Qualtrics ";
    case FileForm::SurveyTool::surveymonkey:
      return "SurveyMonkey ";
    case FileForm::SurveyTool::limesurvey:
      return "LimeSurvey ";
    case FileForm::SurveyTool::none:
      break;
  }
  return "";
}

std::string_view encoding_of(const FileForm& form) {
  switch (form.encoding) {
    case FileForm::Encoding::utf16le:
      return "UTF-16LE";
    case FileForm::Encoding::utf16be:
      return "UTF-16BE";
    case FileForm::Encoding::windows1252:
      return "Windows-1252";
    case FileForm::Encoding::utf8:
      break;
  }
  return form.byte_order_mark ? "UTF-8 with BOM" : "UTF-8";
}

std::string delimiter_of(const FileForm& form) {
  switch (form.delimiter) {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    case '|':
      return "pipe";
    case ' ':
      return "spaces";
    default:
      return fmt::format("\"{}\"", form.delimiter);
  }
}

std::string header_rows_of(const FileForm& form) {
  if (form.header_rows == 0) return "no header";
  return fmt::format("{} header row{}", form.header_rows, form.header_rows == 1 ? "" : "s");
}

}  // namespace

std::string FileForm::text() const {
  std::string text = fmt::format("{}{}", tool_of(*this), name_of(*this));
  if (kind == Kind::csv) {
    text += fmt::format(", {}, {}, {}", encoding_of(*this), delimiter_of(*this), header_rows_of(*this));
    if (wrapped) text += ", in the cells of another CSV";
  }
  if (kind == Kind::json && !inside.empty()) text += fmt::format(", the array \"{}\"", inside);
  if ((kind == Kind::json || kind == Kind::ndjson) && encoding != Encoding::utf8)
    text += fmt::format(", {}", encoding_of(*this));
  if (kind == Kind::xlsx) text += fmt::format(", sheet \"{}\", {}", sheet, header_rows_of(*this));
  if (compression == Compression::gzip) text += ", gzip";
  return text;
}

}  // namespace bellwether::listen
