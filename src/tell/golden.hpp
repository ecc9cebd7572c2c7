// For tests: what a drawing must look like is kept as a text file under golden/, read by eye before it is kept.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace bellwether::tell {

/// Compares with src/tell/golden/NAME. Where it differs, the drawing is left in the temp folder and the message says how
/// to look at the difference and how to keep it.
inline void expect_golden(std::string_view name, const std::string& drawn) {
  const auto kept = std::filesystem::path(BELLWETHER_SOURCE_DIR) / "src/tell/golden" / name;
  std::ifstream file(kept, std::ios::binary);
  const std::string expected{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (expected == drawn) return;
  const auto now = std::filesystem::temp_directory_path() / name;
  std::ofstream(now, std::ios::binary) << drawn;
  ADD_FAILURE() << "The drawing is not the kept one. Look:  diff " << kept.string() << " " << now.string()
                << "\nIf the new one is right:  cp " << now.string() << " " << kept.string();
}

}  // namespace bellwether::tell
