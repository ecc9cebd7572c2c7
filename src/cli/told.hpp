// What subcommands share: where data stands by default, how an error is told, files written.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace bellwether::cli {

inline constexpr const char* k_default_folder = "./bellwether-data";

/// Prints the error on standard error and returns the exit status that fits it: 2 for wrong usage, else 1.
int tell_error(const Error& error);

/// Writes through a temporary file beside it, so that a reader never sees half.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace bellwether::cli
