// Workbooks are put together here part by part, as the standard (ECMA-376) says, so that the tests hold what other programs
// write and not what one library does.
#include "listen/rows/xlsx_reader.hpp"

#include "listen/rows/rows_for_tests.hpp"
#include "listen/rows/xlsx_package.hpp"

#include <map>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Texts = std::vector<std::string>;
using Parts = std::map<std::string, std::string>;

void write_zip(const std::filesystem::path& file, const Parts& parts) {
  archive* out = archive_write_new();
  archive_write_set_format_zip(out);
  archive_write_open_filename(out, file.c_str());
  for (const auto& [name, text] : parts) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(out, entry);
    archive_write_data(out, text.data(), text.size());
    archive_entry_free(entry);
  }
  archive_write_close(out);
  archive_write_free(out);
}

Parts workbook(const std::string& rows, const std::string& workbook_properties = "") {
  const std::string sheet =
      R"(<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)";
  return {
      {"[Content_Types].xml", "<Types/>"},
      {"xl/workbook.xml",
       R"(<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">)" +
           workbook_properties +
           R"(<sheets><sheet name="Notes" sheetId="1" r:id="rId1"/><sheet name="Answers" sheetId="2" r:id="rId2"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>)"},
      {"xl/styles.xml",
       R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy\ hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>)"
       R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/></cellXfs></styleSheet>)"},
      {"xl/sharedStrings.xml",
       R"(<sst><si><t>when</t></si><si><t>score</t></si><si><r><t>comm</t></r><r><t xml:space="preserve">ent </t></r><rPh><t>x</t></rPh></si><si><t>great &amp; clean</t></si></sst>)"},
      {"xl/worksheets/sheet1.xml", sheet + "</sheetData></worksheet>"},
      {"xl/worksheets/sheet2.xml", sheet + rows + "</sheetData></worksheet>"},
  };
}

ReadAll read_workbook(const Parts& parts, const RowLimits& limits = {}) {
  const TestFolder folder;
  write_zip(folder.path() / "file", parts);
  return read_all(folder.path() / "file", limits);
}

constexpr const char* k_head =
    R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>)";

TEST(Xlsx, ReadsEveryKindOfCell) {
  const ReadAll read = read_workbook(workbook(
      std::string(k_head) +
      R"(<row r="2"><c r="A2" s="2"><v>45292.4375</v></c><c r="B2"><v>4.5999999999999996</v></c><c r="C2" t="s"><v>3</v></c></row>)"
      R"(<row r="4"><c r="A4" s="1"><v>45293</v></c><c r="C4" t="inlineStr"><is><t>späte</t></is></c></row>)"
      R"(<row><c s="3"><v>0.5</v></c><c t="b"><v>1</v></c><c t="str"><f>A1</f><v>from a formula</v></c></row>)"));
  EXPECT_EQ(read.form, "XLSX, sheet \"Answers\", 1 header row");
  EXPECT_EQ(read.headers, (Texts{"when", "score", "comment"}));
  EXPECT_EQ(read.rows, (Rows{{"2024-01-01 10:30:00", "4.6", "great & clean"},
                             {"2024-01-02", "∅", "späte"},
                             {"12:00:00", "true", "from a formula"}}));
  EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{2, 4, 5}));
  EXPECT_EQ(read.remarks, (Texts{"the workbook has 2 sheets; \"Answers\" was taken, the first with rows"}));
}

TEST(Xlsx, LeavesTitlesAboveTheTableOut) {
  const ReadAll read = read_workbook(workbook(
      R"(<row r="1"><c r="A1" t="str"><v>Report of March</v></c></row>)"
      R"(<row r="3"><c r="A3" t="str"><v>when</v></c><c r="B3" t="str"><v>score</v></c><c r="C3" t="str"><v>text</v></c></row>)"
      R"(<row r="4"><c r="A4" s="1"><v>45293</v></c><c r="B4"><v>9</v></c><c r="C4" t="str"><v>fine</v></c></row>)"));
  EXPECT_EQ(read.headers, (Texts{"when", "score", "text"}));
  EXPECT_EQ(read.rows, (Rows{{"2024-01-02", "9", "fine"}}));
  EXPECT_EQ(read.rejected, (Texts{"1: stands above the table's header"}));
}

TEST(Xlsx, CountsFrom1904WhereTheWorkbookDoes) {
  // 2024-01-01 is day 43830 of the 1904 system: 45292 − 1462.
  const ReadAll read = read_workbook(
      workbook(std::string(k_head) + R"(<row r="2"><c r="A2" s="1"><v>43830</v></c><c r="B2"><v>9</v></c></row>)",
               R"(<workbookPr date1904="1"/>)"));
  EXPECT_EQ(read.rows, (Rows{{"2024-01-01", "9"}}));
}

TEST(Xlsx, KnowsDatesFromOtherNumbers) {
  EXPECT_EQ(format_of("yyyy-mm-dd"), XlsxFormat::date);
  EXPECT_EQ(format_of("m/d/yy h:mm AM/PM"), XlsxFormat::date_time);
  EXPECT_EQ(format_of("[h]:mm:ss"), XlsxFormat::time);
  EXPECT_EQ(format_of("0.00"), XlsxFormat::number);
  EXPECT_EQ(format_of("0.00E+00"), XlsxFormat::number);
  EXPECT_EQ(format_of("General"), XlsxFormat::number);
  EXPECT_EQ(format_of("#,##0 \"days\";[Red]-0"), XlsxFormat::number);
  EXPECT_EQ(format_of("[$-407]d. mmmm yyyy;@"), XlsxFormat::date);
}

TEST(Xlsx, WritesSerialNumbersAsExcelShowsThem) {
  EXPECT_EQ(iso_from_serial(1, XlsxFormat::date, false), "1900-01-01");
  EXPECT_EQ(iso_from_serial(59, XlsxFormat::date, false), "1900-02-28");
  EXPECT_EQ(iso_from_serial(61, XlsxFormat::date, false), "1900-03-01");
  EXPECT_EQ(iso_from_serial(1.1, XlsxFormat::time, false), "26:24:00");  // 1.1 days.
  EXPECT_EQ(iso_from_serial(-1, XlsxFormat::date, false), "");
}

TEST(Xlsx, SaysWhatAnArchiveIsThatIsNoWorkbook) {
  EXPECT_EQ(read_workbook({{"word/document.xml", "<x/>"}}).error.message,
            "this is a Word document, not a table of feedback");
  EXPECT_EQ(read_workbook({{"a.csv", "a,b\n1,2\n"}}).error.message, "this is a ZIP archive, not a table of feedback");
  EXPECT_EQ(read_workbook(workbook("")).error.message, "no sheet of the workbook has rows");
}

TEST(Xlsx, RefusesEntitiesBombsAndDamage) {
  Parts entities = workbook(k_head);
  entities["xl/sharedStrings.xml"] = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sst><si><t>&a;</t></si></sst>";
  EXPECT_EQ(read_workbook(entities).error.message, "a part of the file has a document type, which no spreadsheet has");

  Parts bomb = workbook(k_head);
  bomb["xl/sharedStrings.xml"] = "<sst><si><t>" + std::string(std::size_t{100} << 20U, 'a') + "</t></si></sst>";
  EXPECT_EQ(read_workbook(bomb).error.code, Code::too_large);

  Parts cut = workbook(k_head);
  cut["xl/worksheets/sheet2.xml"].resize(200);
  EXPECT_EQ(read_workbook(cut).error.code, Code::bad_input);

  RowLimits limits;
  limits.columns = 2;
  EXPECT_EQ(read_workbook(workbook(k_head), limits).error.message, "the sheet has 3 columns; the limit is 2");
}

}  // namespace
}  // namespace bellwether::listen
