// What a subcommand that asks needs: the data directory, its facts, and the measures of both the house and the user.
#pragma once

#include "base/result.hpp"
#include "measure/catalogue.hpp"
#include "measure/guards.hpp"
#include "org/organisation.hpp"
#include "store/directory/data_directory.hpp"
#include "store/facts/facts.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace bellwether::cli {

inline constexpr const char* k_default_folder = "./bellwether-data";

struct Opened {
  /// Held by pointer: the facts keep a reference to it.
  std::unique_ptr<store::DataDirectory> directory;
  std::unique_ptr<facts::Facts> facts;
  measure::Catalogue catalogue;
  measure::Guards guards;
};

/// `command` is what another process is told that holds the lock: "bellwether measure".
[[nodiscard]] Result<Opened> open_data(const std::filesystem::path& folder, store::Access access,
                                       std::string_view command,
                                       std::size_t most_memory_mb = facts::Facts::k_any_memory);

/// The organisation as its records have it; empty where none was imported.
[[nodiscard]] Result<org::Organisation> organisation_of(const store::DataDirectory& directory);

/// Prints the error on standard error and returns the exit status that fits it: 2 for wrong usage, else 1.
int tell_error(const Error& error);

/// Writes through a temporary file beside it, so that a reader never sees half.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& file, std::string_view text);
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file, std::size_t most_bytes);

}  // namespace bellwether::cli
