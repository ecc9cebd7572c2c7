#include "guard/access/seal.hpp"

#include "store/records/places_for_test.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

namespace fs = std::filesystem;

const Seal::Key k_key{1, 2, 3};

TEST(Seal, OpensWhatItClosedAndShowsNothingOfIt) {
  const Seal seal(k_key);
  for (const std::string secret : {"", "x", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
    const std::string kept = seal.close(secret, "webhook:1");
    EXPECT_TRUE(is_sealed(kept));
    EXPECT_EQ(*seal.open_text(kept, "webhook:1"), secret);
    EXPECT_TRUE(secret.size() < 2 || kept.find(secret) == std::string::npos);
  }
  EXPECT_NE(seal.close("x", "a"), seal.close("x", "a")) << "who reads two of them does not see that they are the same";
}

TEST(Seal, OpensNothingThatWasChangedMovedOrSealedByAnother) {
  const Seal seal(k_key);
  const std::string kept = seal.close("secret", "user:1");
  EXPECT_EQ(seal.open_text(kept, "user:2").error().code, Code::damaged);
  EXPECT_EQ(Seal({9}).open_text(kept, "user:1").error().code, Code::damaged);
  for (std::size_t i = std::string("sealed:1:").size(); i < kept.size(); ++i) {
    std::string other = kept;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    if (other.back() != kept.back()) continue;  // the last letter holds bits that mean nothing
    EXPECT_FALSE(seal.open_text(other, "user:1")) << i;
  }
  for (const std::string& text : {std::string(), std::string("secret"), std::string("sealed:1:"),
                                  std::string("sealed:1:!!"), kept.substr(0, 30)}) {
    EXPECT_EQ(seal.open_text(text, "user:1").error().code, Code::damaged) << text;
  }
}

TEST(Seal, KeepsItsKeyInTheDataDirectory) {
  std::string pattern = (fs::temp_directory_path() / "bellwether-seal-XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  std::string kept;
  {
    const auto directory = store::DataDirectory::open(folder, store::Access::write, "test");
    const auto seal = Seal::open(*directory);
    ASSERT_TRUE(seal) << to_text(seal.error());
    kept = seal->close("secret", "x");
    EXPECT_EQ(*Seal::open(*directory)->open_text(kept, "x"), "secret");
    EXPECT_EQ(fs::status(directory->keys_folder() / "seal.key").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(fs::file_size(directory->keys_folder() / "seal.key"), 32U);
    std::ofstream(directory->keys_folder() / "seal.key") << "short";
    EXPECT_EQ(Seal::open(*directory).error().code, Code::damaged);
    fs::remove(directory->keys_folder() / "seal.key");
    EXPECT_EQ(Seal::open(*directory)->open_text(kept, "x").error().code, Code::damaged);
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace bellwether::guard
