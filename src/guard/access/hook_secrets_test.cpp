#include "guard/access/hook_secrets.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

namespace fs = std::filesystem;

class HookSecrets : public testing::Test {
 protected:
  HookSecrets() {
    std::string name = (fs::temp_directory_path() / "bellwether-hooks-XXXXXX").string();
    folder = mkdtemp(name.data());
    directory = std::make_unique<store::DataDirectory>(store::DataDirectory::open_beside(folder).value());
  }
  ~HookSecrets() override {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  fs::path folder;
  std::unique_ptr<store::DataDirectory> directory;
};

TEST_F(HookSecrets, AreKeptForTheServerAlone) {
  EXPECT_FALSE(hook_secret(*directory, "zendesk"));
  ASSERT_TRUE(set_hook_secret(*directory, "zendesk", "first"));
  ASSERT_TRUE(set_hook_secret(*directory, "zendesk", "second"));
  EXPECT_EQ(hook_secret(*directory, "zendesk"), "second");
  const fs::path file = directory->keys_folder() / "hooks" / "zendesk";
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms::owner_all);
  ASSERT_TRUE(forget_hook_secret(*directory, "zendesk"));
  EXPECT_FALSE(hook_secret(*directory, "zendesk"));
  EXPECT_EQ(forget_hook_secret(*directory, "zendesk").error().code, Code::not_found);
}

TEST_F(HookSecrets, NamesLeadNowhereElse) {
  std::ofstream(folder / "elsewhere") << "x";
  for (const std::string name : {"", "../../elsewhere", "a/b", ".", "A", "x.new"}) {
    EXPECT_EQ(set_hook_secret(*directory, name, "x").error().code, Code::bad_input) << name;
    EXPECT_FALSE(hook_secret(*directory, name)) << name;
    EXPECT_EQ(forget_hook_secret(*directory, name).error().code, Code::not_found) << name;
  }
  EXPECT_TRUE(fs::exists(folder / "elsewhere"));
}

TEST_F(HookSecrets, AreOneLineOfSomeLength) {
  for (const std::string& secret : {std::string(), std::string("a\nb"), std::string(1'025, 'x')}) {
    const auto kept = set_hook_secret(*directory, "slack", secret);
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().message.find("xxx"), std::string::npos);  // it is told to nobody
  }
  EXPECT_TRUE(set_hook_secret(*directory, "slack", std::string(1'024, 'x')));
  EXPECT_EQ(hook_secret(*directory, "slack")->size(), 1'024U);
}

}  // namespace
}  // namespace bellwether::guard
