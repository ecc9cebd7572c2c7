// The organisation in the store of records: read as things, changed by what a merge rewrote.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "org/merge.hpp"
#include "org/organisation.hpp"
#include "store/records/records.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::org {

/// Everything that is stored, all days of it. Errors: of the store; `damaged` for a day that is none.
[[nodiscard]] Result<std::vector<Thing>> read_things(records::Transaction& transaction);

/// The number of the newest change: another one after each, 0 before the first.
[[nodiscard]] Result<std::int64_t> version_of(records::Transaction& transaction);

/// The whole organisation as values. Errors: of the store, and of Organisation::make, which refuses what only another
/// program can have written there.
[[nodiscard]] Result<Organisation> read_organisation(records::Records& records);

/// Writes what a merge rewrote, and a line of the log of changes for each. Nothing is committed here.
[[nodiscard]] Result<void> write_merged(records::Transaction& transaction, const Merged& merged, std::string_view who,
                                        Instant at);

/// One line of the log of changes.
struct LoggedChange {
  std::int64_t number = 0;
  std::string at;  ///< "2026-11-22T09:30:00Z"
  std::string who, what, id, how, words;
};
/// What is looked for in the log.
struct LogFilter {
  std::optional<Kind> kind = {};
  std::optional<std::string> id = {};
  std::optional<std::int64_t> before = {};  ///< only changes of lower numbers
};
/// The latest changes first.
[[nodiscard]] Result<std::vector<LoggedChange>> logged_changes(records::Transaction& transaction,
                                                               const LogFilter& filter, std::size_t most);

}  // namespace bellwether::org
