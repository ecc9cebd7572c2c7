// For tests: a file with some content, and everything that is read from it as plain strings.
#pragma once

#include "listen/rows/rows.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// A folder of its own that goes away with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bellwether-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code none;
    std::filesystem::remove_all(path_, none);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

struct ReadAll {
  Error error;  ///< with a message where the file is refused
  std::string form;
  std::vector<std::string> headers;
  std::vector<Header> whole_headers;
  std::vector<std::vector<std::string>> rows;  ///< a null cell reads "∅"
  std::vector<std::uint64_t> lines;
  std::vector<std::string> rejected;  ///< "3: reason"
  std::vector<std::string> remarks;
};

inline ReadAll read_all(const std::filesystem::path& file, const RowLimits& limits = {}) {
  ReadAll all;
  auto reader = open_rows(file, limits);
  if (!reader) {
    all.error = reader.error();
    return all;
  }
  RowBlock block;
  while (true) {
    const Result<bool> more = (*reader)->next(block);
    if (!more) all.error = more.error();
    if (!more || !*more) break;
    for (std::size_t row = 0; row < block.size(); ++row) {
      std::vector<std::string>& cells = all.rows.emplace_back();
      for (const std::string_view cell : block.cells(row)) cells.emplace_back(is_null(cell) ? "∅" : cell);
      all.lines.push_back(block.line(row));
    }
    for (const RejectedLine& line : block.rejected()) {
      all.rejected.push_back(std::to_string(line.line) + ": " + line.reason);
    }
  }
  all.form = (*reader)->form().text();
  all.whole_headers.assign((*reader)->headers().begin(), (*reader)->headers().end());
  for (const Header& header : all.whole_headers) all.headers.push_back(header.name);
  for (const Remark& remark : (*reader)->remarks()) all.remarks.push_back(remark.what);
  return all;
}

inline ReadAll read_text(std::string_view text, const RowLimits& limits = {}) {
  const TestFolder folder;
  return read_all(folder.write("file", text), limits);
}

}  // namespace bellwether::listen
