// Reads bellwether.toml, the organisation's settings.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <filesystem>
#include <string_view>

namespace bellwether::store {

/// The settings in `toml`; `file` stands in messages. Errors: `bad_input` with file:line; an unknown key names the
/// nearest right one.
[[nodiscard]] Result<Settings> settings_from(std::string_view toml, std::string_view file);

/// The settings in a file; the defaults where there is none. Errors also: `io`, `too_large`.
[[nodiscard]] Result<Settings> settings_of(const std::filesystem::path& file);

}  // namespace bellwether::store
