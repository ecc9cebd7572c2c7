// The log of the facts' engine, where it ends in the middle of what was being written when the machine stopped.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace bellwether::facts {

/// What was put aside of a log.
struct TornLog {
  std::filesystem::path kept;  ///< the log as it was found
  std::uint64_t from = 0;      ///< its first byte that is no longer read
  std::uint64_t bytes = 0;     ///< from there to its end
};

/// The engine reads a log that breaks off in an entry up to there, but refuses one whose last block has its length and not its content, as a
/// power cut leaves it. `why` is what opening the facts said: where it tells of such an entry, the log is copied to FILE.wal.torn and cut
/// before it, and the facts can be opened. A commit is on disk before anybody is told of it, so what is cut was never answered for, unless
/// the disk itself has lost it: whoever knows up to where the facts were must compare (House does, with the inbox).
/// Nothing where `why` tells of something else. Errors: `io`.
[[nodiscard]] Result<std::optional<TornLog>> cut_torn_log(const std::filesystem::path& facts_file, const Error& why);

}  // namespace bellwether::facts
