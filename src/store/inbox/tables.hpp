// The tables of the inbox's file.
#pragma once

#include "base/result.hpp"
#include "store/inbox/sqlite.hpp"

#include <filesystem>

namespace bellwether::inbox {

/// Makes them in a new file, and brings those of an older version up to date. Errors: as of the engine, `conflict` for a newer version's.
[[nodiscard]] Result<void> make_tables(const Engine& engine, const std::filesystem::path& file);

}  // namespace bellwether::inbox
