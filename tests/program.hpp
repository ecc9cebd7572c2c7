// Runs the program as a user would, in a folder of the test's own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace bellwether::story {

struct Ran {
  int status = -1;  ///< exit status; 128 + signal where one ended it
  std::string out, err;
  /// The output read as JSON. Fails the test where it is none.
  [[nodiscard]] nlohmann::json json() const;
};

/// A temporary folder that goes with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file below the folder and returns its path.
  std::filesystem::path write(const std::string& name, const std::string& bytes) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  /// Runs `bellwether ARGUMENTS…` with the folder as working directory. Ends it by force after ten minutes, or, where
  /// `kill_after_ms` is given, by SIGKILL after that time.
  [[nodiscard]] Ran run(const std::vector<std::string>& arguments, std::optional<int> kill_after_ms = {}) const;

 private:
  std::filesystem::path path_;
};

/// The folder of the public data sets, or nothing where this machine has none.
[[nodiscard]] std::optional<std::filesystem::path> public_data();

/// Skips the test, saying why, where the public data sets are not there.
#define SKIP_WITHOUT_PUBLIC_DATA()         \
  if (!::bellwether::story::public_data()) \
  GTEST_SKIP() << "the public data sets are not at ../shared/data; name their folder in BELLWETHER_TEST_DATA"

}  // namespace bellwether::story
