#include "base/text_file.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace bellwether {
namespace {

class TextFile : public testing::Test {
 protected:
  TextFile() { std::filesystem::create_directories(folder); }
  ~TextFile() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return folder / name;
  }
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("bellwether-text-file-" + std::to_string(getpid()));
};

TEST_F(TextFile, IsReadByteForByteUpToItsLimit) {
  const std::string text("line\r\n\0é", 9);
  const auto file = write("a.toml", text);
  EXPECT_EQ(text_of_file(file).value(), text);
  EXPECT_EQ(text_of_file(file, text.size()).value(), text);
  EXPECT_EQ(text_of_file(file, text.size() - 1).error().code, Code::too_large);
}

TEST_F(TextFile, SaysWhyItCantBeRead) {
  EXPECT_EQ(text_of_file(folder / "none.toml").error().code, Code::not_found);
  EXPECT_EQ(text_of_file(folder).error().code, Code::io) << "a folder is no file";
}

TEST_F(TextFile, OfAFolderStandInOrder) {
  for (const char* name : {"b.toml", "a.toml", "c.txt"}) write(name, "");
  EXPECT_EQ(files_in(folder, ".toml").value(),
            (std::vector<std::filesystem::path>{folder / "a.toml", folder / "b.toml"}));
  EXPECT_EQ(files_in(folder / "none", ".toml").error().code, Code::io);
}

TEST_F(TextFile, OfAFolderAreNotWithoutEnd) {
  for (std::size_t i = 0; i < k_files_of_folder; ++i) write(std::to_string(i) + ".toml", "");
  EXPECT_EQ(files_in(folder, ".toml").value().size(), k_files_of_folder);
  write("more.toml", "");
  EXPECT_EQ(files_in(folder, ".toml").error().code, Code::too_large);
}

}  // namespace
}  // namespace bellwether
