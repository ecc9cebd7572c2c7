#include "listen/rows/csv_reader.hpp"

#include "listen/rows/csv_splitter.hpp"
#include "listen/rows/rows_for_tests.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Texts = std::vector<std::string>;

TEST(Csv, FindsTheDelimiterAndTheHeader) {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::string d(1, delimiter);
    const ReadAll read = read_text("date" + d + "score" + d + "comment\n2026-01-02" + d + "9" + d + "fine\n2026-01-03" +
                                   d + "3" + d + "slow\n");
    EXPECT_EQ(read.headers, (Texts{"date", "score", "comment"})) << delimiter;
    EXPECT_EQ(read.rows, (Rows{{"2026-01-02", "9", "fine"}, {"2026-01-03", "3", "slow"}}));
    EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{2, 3}));
  }
}

TEST(Csv, DecimalCommasDoNotMakeColumns) {
  const ReadAll read = read_text("a;b\n1,5;2,5\n3,5;4,5\n");
  EXPECT_EQ(read.headers, (Texts{"a", "b"}));
  EXPECT_EQ(read.rows, (Rows{{"1,5", "2,5"}, {"3,5", "4,5"}}));
}

TEST(Csv, TakesTheDelimiterThatExcelNames) {
  const ReadAll read = read_text("sep=;\r\na;b\r\n1;2\r\n");
  EXPECT_EQ(read.headers, (Texts{"a", "b"}));
  EXPECT_EQ(read.rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{3}));
}

TEST(Csv, ReadsQuotesAsPythonDoes) {
  const ReadAll read =
      read_text("id,text\n1,\"a \"\"b\"\" c\"\n2,\"two\nlines, one cell\"\n3,5\" pipe\n4,\"x\"y\n5,\"\"\n");
  EXPECT_EQ(read.rows,
            (Rows{{"1", "a \"b\" c"}, {"2", "two\nlines, one cell"}, {"3", "5\" pipe"}, {"4", "xy"}, {"5", ""}}));
  EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{2, 3, 5, 6, 7}));
}

TEST(Csv, ReadsBackslashesWhereTheFileMeansThem) {
  const ReadAll read = read_text("id,text\n1,\"he said \\\"no, never\\\"\"\n2,\"a \\\\ b\"\n3,\"c\"\n");
  EXPECT_EQ(read.rows, (Rows{{"1", "he said \"no, never\""}, {"2", "a \\ b"}, {"3", "c"}}));
}

TEST(Csv, ReadsAllLineBreaksAndLeavesBlankLinesOut) {
  const Rows expected{{"1", "x"}, {"2", "y"}};
  for (const std::string_view text :
       {"a,b\n1,x\n2,y", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "\n\n  \na,b\n\n1,x\n   \n2,y\n\n"}) {
    const ReadAll read = read_text(text);
    EXPECT_EQ(read.headers, (Texts{"a", "b"}));
    EXPECT_EQ(read.rows, expected) << text;
  }
}

TEST(Csv, ReadsEveryEncoding) {
  const Rows expected{{"1", "crème brûlée – 5 €"}};
  const std::string utf8 = "id,plat\n1,crème brûlée – 5 €\n";
  const std::string windows =
      "id,plat\n1,cr\xE8me br\xFBl\xE9"
      "e \x96 5 \x80\n";
  std::string wide, wide_big;
  for (const char16_t c : std::u16string_view(u"id,plat\n1,crème brûlée – 5 €\n")) {
    const char low = static_cast<char>(c & 0xFF), high = static_cast<char>(c >> 8);
    (wide += low) += high;
    (wide_big += high) += low;
  }
  EXPECT_EQ(read_text(utf8).rows, expected);
  EXPECT_EQ(read_text("\xEF\xBB\xBF" + utf8).rows, expected);
  EXPECT_EQ(read_text("\xEF\xBB\xBF" + utf8).form, "CSV, UTF-8 with BOM, comma, 1 header row");
  EXPECT_EQ(read_text(windows).rows, expected);
  EXPECT_EQ(read_text(windows).form, "CSV, Windows-1252, comma, 1 header row");
  EXPECT_EQ(read_text("\xFF\xFE" + wide).rows, expected);
  EXPECT_EQ(read_text(wide).form, "CSV, UTF-16LE, comma, 1 header row");
  EXPECT_EQ(read_text("\xFE\xFF" + wide_big).rows, expected);
  EXPECT_EQ(read_text(wide_big).headers, (Texts{"id", "plat"}));
}

TEST(Csv, MendsSingleCellsOfAnotherEncodingAndSaysHowMany) {
  const ReadAll read = read_text("id,text\n1,très bien\n2,tr\xE8s mal\n3,déjà vu\n");
  EXPECT_EQ(read.rows, (Rows{{"1", "très bien"}, {"2", "très mal"}, {"3", "déjà vu"}}));
  EXPECT_EQ(read.remarks, (Texts{"1 cell was not valid UTF-8 and read as Windows-1252"}));
}

TEST(Csv, NamesColumnsThatHaveNoNameOrTheSame) {
  const ReadAll read = read_text(",score, score ,\"two\n lines\"\n1,2,3,4\n5,6,7,8\n");
  EXPECT_EQ(read.headers, (Texts{"column 1", "score", "score (2)", "two lines"}));
  EXPECT_EQ(read_text("9,2026-01-02\n8,2026-01-03\n").headers, (Texts{"column 1", "column 2"}));
}

TEST(Csv, RejectsRowsOfAnotherWidthAndTakesTheRest) {
  const ReadAll read = read_text("a,b,c\n1,2,3\n1,2\n1,2,3,4\n4,5,6\n7,8,9,,\n" + [] {
    std::string more;
    for (int i = 0; i < 30; ++i) more += "1,2,3\n";
    return more;
  }());
  EXPECT_EQ(read.rows.size(), 33U);
  EXPECT_EQ(read.rejected, (Texts{"3: 2 cells where there are 3 columns", "4: 4 cells where there are 3 columns"}));
  EXPECT_EQ(read.remarks,
            (Texts{"1 row has more cells than there are columns, all of them empty; these were left out"}));
}

TEST(Csv, AStrayQuoteCostsOneLineNotTheFile) {
  std::string text = "id,text\n";
  for (int i = 1; i <= 200; ++i) text += std::to_string(i) + ",\"fine, thanks\"\n";
  text += "201,\"never closed\n";
  for (int i = 202; i <= 400; ++i) text += std::to_string(i) + ",\"fine, thanks\"\n";
  const ReadAll read = read_text(text);
  EXPECT_EQ(read.rows.size(), 399U);
  EXPECT_EQ(read.rejected, (Texts{"202: a quote is opened here and not closed as it should be"}));
  const ReadAll end = read_text("id,text\n1,\"a,b\"\n2,\"c,d\"\n3,\"never closed\n4,fine\n");
  EXPECT_EQ(end.rows, (Rows{{"1", "a,b"}, {"2", "c,d"}, {"4", "fine"}}));
  EXPECT_EQ(end.rejected, (Texts{"4: a quote is opened here and not closed as it should be"}));
}

TEST(Csv, KeepsBothSidesOfAMergeConflict) {
  const ReadAll read =
      read_text("<<<<<<< HEAD\nid,text\n1,ours\n=======\nid,text\n2,theirs\n>>>>>>> 4f10d78\n3,after\n");
  EXPECT_EQ(read.rows, (Rows{{"1", "ours"}, {"2", "theirs"}, {"3", "after"}}));
  EXPECT_EQ(read.rejected, (Texts{"1: a conflict marker of git, not a row", "4: a conflict marker of git, not a row",
                                  "5: the header line again, not a row", "7: a conflict marker of git, not a row"}));
  ASSERT_FALSE(read.remarks.empty());
  EXPECT_EQ(read.remarks[0].substr(0, 18), "3 conflict markers");
}

TEST(Csv, UnwrapsACsvInsideACsv) {
  const ReadAll read = read_text(
      "id,text,place;;;\r\n\"1,\"\"fine, thanks\"\",Lyon\";;;\r\n2,slow,Paris;;;\r\n\"3,\"\"so; so\";\" and, "
      "so\"\",Rome\";;\r\n");
  EXPECT_EQ(read.headers, (Texts{"id", "text", "place"}));
  EXPECT_EQ(read.rows, (Rows{{"1", "fine, thanks", "Lyon"}, {"2", "slow", "Paris"}, {"3", "so; so; and, so", "Rome"}}));
}

TEST(Csv, HoldsItsLimits) {
  RowLimits limits;
  limits.cell_bytes = 1000;
  limits.row_bytes = 100'000;
  limits.columns = 10;
  const ReadAll cell = read_text("id,text\n1," + std::string(2000, 'x') + "\n2,fine\n", limits);
  EXPECT_EQ(cell.rows, (Rows{{"2", "fine"}}));
  EXPECT_EQ(cell.rejected, (Texts{"2: cell 2 has 2,000 bytes; the limit is 1,000"}));

  const ReadAll line = read_text("id,text\n1,fine\n2," + std::string(5'000'000, 'x') + "\n3,fine\n", limits);
  EXPECT_EQ(line.rows, (Rows{{"1", "fine"}, {"3", "fine"}}));
  ASSERT_EQ(line.rejected.size(), 1U);
  EXPECT_EQ(line.rejected[0].substr(0, 25), "3: the line has more than");

  const ReadAll wide = read_text("a,b,c,d,e,f,g,h,i,j,k\n1,2,3,4,5,6,7,8,9,10,11\n", limits);
  EXPECT_EQ(wide.error.code, Code::too_large);
  EXPECT_EQ(wide.error.message, "the file has 11 columns; the limit is 10");
}

TEST(Csv, RefusesWhatHoldsNoRows) {
  EXPECT_EQ(read_text("").error.message, "the file is empty");
  EXPECT_EQ(read_text(" \n\n").error.message, "the file holds nothing but blank lines");
  EXPECT_EQ(read_text("date,score,comment\n").error.message, "the file has a header and no rows");
}

TEST(Csv, RejectsRowsWithNulBytes) {
  const ReadAll read = read_text(
      std::string("id,text\n1,a\0b\n2,fine text that is long enough to be no binary file at all, surely\n", 82));
  EXPECT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rejected, (Texts{"2: the row holds a NUL byte, which no text has"}));
}

std::string quoted(const std::string& cell) {
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

/// Whatever is in the cells and wherever the blocks are cut, quoted cells come back as they were.
RC_GTEST_PROP(CsvSplitter, GivesBackWhatWasWritten, ()) {
  const auto width = *rc::gen::inRange<std::size_t>(1, 6);
  const auto cells = *rc::gen::container<std::vector<std::string>>(
      width * *rc::gen::inRange<std::size_t>(1, 40),
      rc::gen::container<std::string>(rc::gen::element('a', ',', '"', '\n', '\r', ' ', ';', '\\', '<', '=')));
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) (text += quoted(cells[i])) += i % width + 1 == width ? '\n' : ',';
  const auto cut = *rc::gen::inRange<std::size_t>(1, 2 * text.size());
  const std::size_t size = text.size();
  text.append(CsvSplitter::k_padding, '\0');

  CsvSplitter splitter({});
  splitter.expect(width, false, {});
  std::vector<std::string> read;
  std::size_t from = 0;
  for (std::size_t to = std::min(cut, size); from < size; to = std::min(to + cut, size)) {
    RowBlock block;
    from += splitter.split(std::string_view(text).substr(from, to - from), to == size, false, block);
    for (std::size_t row = 0; row < block.size(); ++row) {
      for (const std::string_view cell : block.cells(row)) read.emplace_back(cell);
    }
    RC_ASSERT(block.rejected().empty());
  }
  RC_ASSERT(read == cells);
}

}  // namespace
}  // namespace bellwether::listen
