#include "listen/rows/json_reader.hpp"

#include "listen/rows/json_scan.hpp"
#include "listen/rows/rows_for_tests.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Texts = std::vector<std::string>;

TEST(Json, FlattensObjectsAndKeepsNumbersAsTheyStand) {
  const ReadAll read = read_text(R"({"id":"a","ratings":{"nps":9,"csat":4.50},"ok":true,"tags":["x", "y"]}
{"id":"b","ratings":{"nps":null},"ok":false,"tags":[]}
)");
  EXPECT_EQ(read.form, "NDJSON");
  EXPECT_EQ(read.headers, (Texts{"id", "ratings.nps", "ratings.csat", "ok", "tags"}));
  EXPECT_EQ(read.rows, (Rows{{"a", "9", "4.50", "true", R"(["x", "y"])"}, {"b", "∅", "∅", "false"}}));
}

TEST(Json, ColumnsGrowAtTheEnd) {
  const ReadAll read =
      read_text("{\"a\":1}\n{\"b\":12345678901234567890123,\"a\":2}\n{\"c\":{\"d\":\"\\u00e9\\n\"}}\n");
  EXPECT_EQ(read.headers, (Texts{"a", "b", "c.d"}));
  EXPECT_EQ(read.rows, (Rows{{"1"}, {"2", "12345678901234567890123"}, {"∅", "∅", "é\n"}}));
}

TEST(Json, TakesAnArrayElementByElement) {
  const ReadAll read = read_text("[\n {\"a\": 1, \"b\": \"]},{\"},\n {\"a\": 2}\n]\n");
  EXPECT_EQ(read.form, "JSON");
  EXPECT_EQ(read.rows, (Rows{{"1", "]},{"}, {"2"}}));
  EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{2, 3}));
}

TEST(Json, TakesTheOneListInsideAnObject) {
  const ReadAll read =
      read_text("{\"page\": 1, \"data\": {\"responses\": [{\"id\": 1}, {\"id\": 2}]}, \"next\": null}");
  EXPECT_EQ(read.form, "JSON, the array \"data.responses\"");
  EXPECT_EQ(read.rows, (Rows{{"1"}, {"2"}}));
  // A signal of its own is a row, though it holds a list of themes.
  const ReadAll signal = read_text(
      R"({"id":"s","text":"the room was clean and the breakfast late, so we left","themes":[{"theme":"room"}]})");
  EXPECT_EQ(signal.rows.size(), 1U);
  EXPECT_EQ(signal.headers, (Texts{"id", "text", "themes"}));
}

TEST(Json, TakesObjectsOneAfterTheOther) {
  const ReadAll read = read_text("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n");
  EXPECT_EQ(read.rows, (Rows{{"1"}, {"2"}}));
  EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{1, 4}));
}

TEST(Json, RejectsWhatCantBeReadAndTakesTheRest) {
  const ReadAll read = read_text(
      "{\"a\":1}\n{\"a\":\n{\"a\":01}\n[1]\n{\"a\":2} {\"a\":3}\n{\"a\":tru}\n{\"a\":4},\n\n{\"a\":\"tr\xE8s\"}\n");
  EXPECT_EQ(read.rows, (Rows{{"1"}, {"4"}, {"très"}}));
  ASSERT_EQ(read.rejected.size(), 5U);
  EXPECT_EQ(read.rejected[0].substr(0, 17), "2: no valid JSON:");
  EXPECT_EQ(read.rejected[1].substr(0, 17), "3: no valid JSON:");
  EXPECT_EQ(read.rejected[2], "4: a row must be a JSON object, {…}");
  EXPECT_EQ(read.rejected[3].substr(0, 2), "5:");
  EXPECT_EQ(read.rejected[4].substr(0, 2), "6:");
  EXPECT_EQ(read.remarks, (Texts{"1 value was not valid UTF-8 and read as Windows-1252"}));
}

TEST(Json, SaysWhenTheFileIsCutOff) {
  const ReadAll read = read_text("[{\"a\":1},{\"a\":2},{\"a\":");
  EXPECT_EQ(read.rows, (Rows{{"1"}, {"2"}}));
  EXPECT_EQ(read.rejected, (Texts{"1: the file ends inside this value: it may be cut off"}));
  EXPECT_EQ(read_text("[{\"a\":1},{\"a\":2}").remarks,
            (Texts{"the list is not closed at the end of the file: it may be cut off"}));
}

TEST(Json, HoldsItsLimits) {
  RowLimits limits;
  limits.columns = 3;
  limits.cell_bytes = 100;
  limits.row_bytes = 5000;
  limits.json_depth = 5;
  const ReadAll wide = read_text("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}\n", limits);
  EXPECT_EQ(wide.error.code, Code::too_large);

  const ReadAll cell = read_text("{\"a\":\"" + std::string(200, 'x') + "\"}\n{\"a\":1}\n", limits);
  EXPECT_EQ(cell.rows, (Rows{{"1"}}));
  EXPECT_EQ(cell.rejected, (Texts{"1: the text has 200 bytes; the limit is 100"}));

  const ReadAll deep = read_text("{\"a\":1}\n{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}\n", limits);
  EXPECT_EQ(deep.rejected, (Texts{"2: objects inside objects, more than 5 deep"}));

  const ReadAll deeper =
      read_text("{\"a\":1}\n{\"a\":" + std::string(2000, '[') + std::string(2000, ']') + "}\n{\"a\":2}\n", {});
  EXPECT_EQ(deeper.rows.size() + deeper.rejected.size(), 3U);

  const ReadAll line = read_text("{\"a\":1}\n{\"a\":\"" + std::string(3'000'000, 'x') + "\"}\n{\"a\":2}\n", limits);
  EXPECT_EQ(line.rows, (Rows{{"1"}, {"2"}}));
  ASSERT_EQ(line.rejected.size(), 1U);
  EXPECT_EQ(line.rejected[0].substr(0, 26), "2: the line has more than ");
}

TEST(Json, RefusesAnEmptyList) {
  EXPECT_EQ(read_text("[]").error.message, "the file holds no values: its list is empty");
  EXPECT_EQ(read_text("{\"data\": [ ]}").rows.size(), 1U);
}

RC_GTEST_PROP(JsonScan, EndsNeverStandOutside, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::element('{', '}', '[', ']', '"', '\\', ',', ':', ' ', 'a', '1', '\n'));
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = value_end(text, at);
    RC_ASSERT(end == k_unfinished || (end >= at && end <= text.size()));
  }
  const JsonShape shape = json_shape_of("{" + text, true);
  RC_ASSERT(shape.begin <= text.size() + 1);
}

}  // namespace
}  // namespace bellwether::listen
