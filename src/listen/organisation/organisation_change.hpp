// What is told of the organisation, by whatever way it came, to a change of the records: laid over what is known, checked as a
// whole, previewed, and written with the log of changes and its line of the audit log.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "org/merge.hpp"
#include "store/records/records.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// What would change; nothing of it is written yet.
struct LaidOver {
  org::Merged merged;
  std::vector<std::string> doubts;  ///< what should be looked at, as it would stand on the day
  std::optional<Error> stopped;     ///< why it may not be: a cycle, two parents …
};
[[nodiscard]] LaidOver lay_over(std::span<const org::Thing> known, std::span<const org::Told> told,
                                const org::MergeOptions& options);

/// Writes it, unless it changes nothing; commits nothing. `who` stands in both logs, the audit log has counts alone. It must not be
/// stopped. Errors: of the store.
[[nodiscard]] Result<void> write_change(records::Transaction& transaction, const LaidOver& laid, std::string_view who,
                                        Instant at);

/// "12 people added, 1 unit moved".
[[nodiscard]] std::string counted(std::span<const org::Change> changes);

}  // namespace bellwether::listen
