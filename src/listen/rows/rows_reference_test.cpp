// Real files of many hands, read without being told anything, against what Python's csv makes of them when it is told how
// each is written (rows_reference.py).
#include "listen/rows/rows.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <zlib.h>

namespace bellwether::listen {
namespace {

using Json = nlohmann::json;

std::filesystem::path data_folder() {
  if (const char* set = std::getenv("BELLWETHER_TEST_DATA"); set != nullptr) return set;
  return std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
}

class RowsReference : public testing::TestWithParam<std::string> {
 public:
  static const Json& all() {
    static const Json json = Json::parse(std::ifstream(BELLWETHER_SOURCE_DIR "/src/listen/rows/rows_reference.json"));
    return json;
  }
  static std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& [name, expected] : all().items()) names.push_back(name);
    return names;
  }
};

struct Read {
  std::uint64_t rows = 0, rejected = 0;
  uLong crc = 0;
};

void take(const RowBlock& block, Read& read) {
  std::string text;
  for (std::size_t row = 0; row < block.size(); ++row) {
    text.clear();
    for (const std::string_view cell : block.cells(row)) (text += cell) += '\x1f';
    text += '\x1e';
    read.crc = crc32(read.crc, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  }
  read.rows += block.size();
  read.rejected += block.rejected().size();
}

TEST_P(RowsReference, IsReadAsPythonReadsIt) {
  const std::filesystem::path file = data_folder() / GetParam();
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the data sets are not at " << data_folder();
  const Json& expected = all().at(GetParam());

  const auto reader = open_rows(file);
  ASSERT_TRUE(reader) << to_text(reader.error());
  Read read;
  RowBlock block;
  while (true) {
    const Result<bool> more = (*reader)->next(block);
    ASSERT_TRUE(more) << to_text(more.error());
    if (!*more) break;
    take(block, read);
    if (read.rejected > 0 && read.rejected < 5 && !block.rejected().empty()) {
      RecordProperty("rejected", std::string(block.rejected()[0].reason));
    }
  }
  EXPECT_EQ((*reader)->headers().size(), expected["columns"].get<std::size_t>()) << (*reader)->form().text();
  EXPECT_EQ((*reader)->form().header_rows, expected["header_rows"].get<std::size_t>()) << (*reader)->form().text();
  EXPECT_EQ(read.rows, expected["rows"].get<std::uint64_t>()) << (*reader)->form().text();
  EXPECT_EQ(read.rejected, expected["rejected"].get<std::uint64_t>());
  EXPECT_EQ(read.crc, expected["crc32"].get<std::uint64_t>()) << (*reader)->form().text();
  EXPECT_EQ((*reader)->bytes_read(), (*reader)->bytes_of());
  if (expected.contains("first_header") && !expected["first_header"].get<std::string>().empty()) {
    EXPECT_EQ((*reader)->headers()[0].name, expected["first_header"].get<std::string>());
  }
}

std::string as_test_name(const testing::TestParamInfo<std::string>& file) {
  std::string name = file.param;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, RowsReference, testing::ValuesIn(RowsReference::names()), as_test_name);

}  // namespace
}  // namespace bellwether::listen
