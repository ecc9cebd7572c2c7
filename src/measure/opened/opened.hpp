// What whoever asks needs: the data directory, its facts, and the measures of both the house and the user.
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

namespace bellwether::measure {

struct Opened {
  /// Held by pointer: the facts keep a reference to it.
  std::unique_ptr<store::DataDirectory> directory;
  std::unique_ptr<facts::Facts> facts;
  Catalogue catalogue;
  Guards guards;  ///< as the organisation stood when it was opened
};

/// The organisation's rules, with the units as they stand today, those that have ended where they stood last; nothing: no units.
[[nodiscard]] Guards guards_over(const store::Settings& settings, const org::Tree* tree);

/// `command` is what another process is told that holds the lock: "bellwether measure".
[[nodiscard]] Result<Opened> open_data(const std::filesystem::path& folder, store::Access access,
                                       std::string_view command,
                                       std::size_t most_memory_mb = facts::Facts::k_any_memory);

/// The organisation as its records have it; empty where none was imported.
[[nodiscard]] Result<org::Organisation> organisation_of(const store::DataDirectory& directory);

}  // namespace bellwether::measure
