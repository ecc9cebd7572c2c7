#include "guard/pseudonym.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace bellwether::guard {
namespace {

class PseudonymFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "pseudonyms-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST(Pseudonyms, AreSipHash24) {
  // Test vectors of Aumasson & Bernstein's reference implementation (vectors_sip64): key 00 … 0f, input 00 01 02 …
  const Pseudonyms names({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  EXPECT_EQ(names.of(""), 0x726fdb47dd0e0e31U);
  const std::string eight("\x00\x01\x02\x03\x04\x05\x06\x07", 8);
  EXPECT_EQ(names.of(eight), 0x93f5f5799a932462U);
}

TEST(Pseudonyms, IgnoreBlanksAroundAndNothingElse) {
  const Pseudonyms names({1});
  EXPECT_EQ(names.of(" C-17 "), names.of("C-17"));
  EXPECT_NE(names.of("c-17"), names.of("C-17"));
  EXPECT_NE(names.of("C-17"), Pseudonyms({2}).of("C-17"));
}

TEST_F(PseudonymFolder, KeepTheirKeyToThemselves) {
  const auto directory = store::DataDirectory::open(folder_ / "data", store::Access::write, "test");
  ASSERT_TRUE(directory);
  const auto first = Pseudonyms::open(*directory);
  ASSERT_TRUE(first) << to_text(first.error());
  const auto again = Pseudonyms::open(*directory);
  ASSERT_TRUE(again);
  EXPECT_EQ(first->of("C-17"), again->of("C-17"));

  struct stat status{};
  ASSERT_EQ(::stat((directory->keys_folder() / "pseudonym.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(status.st_size, 16);
  for (const auto& entry : std::filesystem::directory_iterator(directory->keys_folder())) {
    EXPECT_EQ(entry.path().filename(), "pseudonym.key");
  }
}

TEST_F(PseudonymFolder, NeverReplaceAKeyThatIsDamaged) {
  const auto directory = store::DataDirectory::open(folder_ / "data", store::Access::write, "test");
  ASSERT_TRUE(directory);
  ASSERT_TRUE(Pseudonyms::open(*directory));
  std::ofstream(directory->keys_folder() / "pseudonym.key") << "short";
  const auto damaged = Pseudonyms::open(*directory);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, Code::damaged);
}

}  // namespace
}  // namespace bellwether::guard
