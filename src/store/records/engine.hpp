// What only SQLite says, and how SOCI's exceptions become errors. Another engine would have this file's functions too.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <soci/soci.h>

namespace bellwether::records::engine {

/// How long a statement waits for another process that holds the file.
inline constexpr int k_busy_timeout_ms = 10'000;

/// A connection that writes ahead (WAL), acknowledges only what is on disk (synchronous FULL), keeps foreign keys, and
/// waits for others. For reading it can't write. Error: `damaged` for a file that is no SQLite database; `io`.
[[nodiscard]] Result<std::unique_ptr<soci::session>> connect(const std::filesystem::path& file, store::Access access);

/// Whether there is a table of that name.
[[nodiscard]] Result<bool> has_table(soci::session& session, std::string_view name);

/// A whole copy of the store at `copy`, with what stands only in the log too, and on disk when this returns.
[[nodiscard]] Result<void> copy_to(soci::session& session, const std::filesystem::path& copy);

/// What the engine finds wrong with the whole file, at most twenty lines.
[[nodiscard]] Result<std::vector<std::string>> problems(soci::session& session);

/// What SOCI threw, as an error: `damaged`, `io` or `conflict` by what the engine said.
[[nodiscard]] Error error_of(const std::exception& thrown, const std::filesystem::path& file);

}  // namespace bellwether::records::engine
