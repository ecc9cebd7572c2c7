#include "listen/rows/rows_for_tests.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <zlib.h>

namespace bellwether::listen {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  std::string input(text);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string many_rows(std::size_t rows) {
  std::string text = "id,score\n";
  for (std::size_t i = 0; i < rows; ++i) text += std::to_string(i) + "," + std::to_string(i * 7919 % 11) + "\n";
  return text;
}

TEST(OpenRows, ReadsGzipWhateverTheNameSays) {
  const ReadAll read = read_text(gzip("id,score\n1,9\n") + gzip("2,8\n"));  // Two members one behind the other.
  EXPECT_EQ(read.rows, (Rows{{"1", "9"}, {"2", "8"}}));
  EXPECT_EQ(read.form, "CSV, UTF-8, comma, 1 header row, gzip");
}

TEST(OpenRows, RefusesGzipThatIsCutOffOrDamagedBeforeAnyRow) {
  const std::string whole = gzip(many_rows(100'000));
  const ReadAll cut = read_text(whole.substr(0, whole.size() - 10));
  EXPECT_EQ(cut.error.code, Code::damaged);
  EXPECT_EQ(cut.error.message, "the gzip file is cut off: its end is missing");
  EXPECT_TRUE(cut.rows.empty());

  std::string damaged = whole;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  EXPECT_EQ(read_text(damaged).error.code, Code::damaged);
}

TEST(OpenRows, RefusesABomb) {
  const ReadAll read = read_text(gzip(std::string(std::size_t{200} << 20U, 'a')));
  EXPECT_EQ(read.error.code, Code::too_large);
}

TEST(OpenRows, SaysWhatAFileIsThatIsNoTable) {
  const auto message = [](std::string_view text) { return read_text(text).error.message; };
  EXPECT_EQ(message("\x89PNG\r\n\x1A\n…"), "this is a PNG picture, not a table of feedback");
  EXPECT_EQ(message("\x7F"
                    "ELF…"),
            "this is a program, not a table of feedback");
  EXPECT_EQ(message("%PDF-1.7\n…"), "this is a PDF document, not a table of feedback");
  EXPECT_EQ(message(std::string("\x01\x02\x03\x00\x05\x06", 6)), "this is a binary file, not a table of feedback");
  EXPECT_EQ(message(gzip(gzip("a,b\n1,2\n"))), "this is gzip inside gzip, not a table of feedback");
}

TEST(OpenRows, SaysWhatIsWrongWithThePath) {
  const TestFolder folder;
  EXPECT_EQ(read_all(folder.path() / "none.csv").error.code, Code::not_found);
  EXPECT_EQ(read_all(folder.path()).error.message, "this is a folder, not a file");
  ASSERT_EQ(::symlink("/dev/zero", (folder.path() / "endless").c_str()), 0);
  EXPECT_EQ(read_all(folder.path() / "endless").error.message, "this is not an ordinary file");
}

TEST(OpenRows, GoesOnBehindTheSample) {
  const TestFolder folder;
  const auto reader = open_rows(folder.write("many.csv", many_rows(400'000)));
  ASSERT_TRUE(reader);
  const Result<Sample> sample = read_sample(**reader, 1000);
  ASSERT_TRUE(sample);
  EXPECT_FALSE(sample->whole);
  EXPECT_GE(sample->rows, 1000U);
  std::size_t rows = sample->rows;
  std::uint64_t line = sample->blocks.back().line(sample->blocks.back().size() - 1);
  RowBlock block;
  while ((*reader)->next(block).value()) {
    for (std::size_t row = 0; row < block.size(); ++row) ASSERT_EQ(block.line(row), ++line);
    rows += block.size();
  }
  EXPECT_EQ(rows, 400'000U);
}

}  // namespace
}  // namespace bellwether::listen
