// Small files as texts: those that people write (settings, measures, frameworks, mappings), with a limit on each.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether {

inline constexpr std::uintmax_t k_text_file_bytes = 1'000'000;
inline constexpr std::size_t k_files_of_folder = 1'000;

/// The whole file. Errors: `not_found` where it is not there; `too_large` over the limit; `io`.
[[nodiscard]] Result<std::string> text_of_file(const std::filesystem::path& file,
                                               std::uintmax_t most_bytes = k_text_file_bytes);

/// The files of a folder whose names end so (".toml"), by name. Errors: `io`; `too_large` for more than k_files_of_folder.
[[nodiscard]] Result<std::vector<std::filesystem::path>> files_in(const std::filesystem::path& folder,
                                                                  std::string_view ending);

}  // namespace bellwether
