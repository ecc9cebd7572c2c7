// What other systems sign their webhooks with: a file each in keys/hooks of the data directory, for the server's own eyes (mode 0600).
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::guard {

inline constexpr std::size_t k_most_hook_secret_bytes = 1'024;

/// Keeps a secret under a name (1 to 60 of a-z, 0-9, _ and -), in place of one of before; on disk as a whole or not at all.
/// Errors: `bad_input` for a name or a secret that can't be (empty, longer than k_most_hook_secret_bytes, control characters); `io`.
[[nodiscard]] Result<void> set_hook_secret(const store::DataDirectory& directory, std::string_view name,
                                           std::string_view secret);
/// Nothing where none is set, or the name can't be one. Read afresh each time: a change counts from the next request on.
[[nodiscard]] std::optional<std::string> hook_secret(const store::DataDirectory& directory, std::string_view name);
/// Error: `not_found`.
[[nodiscard]] Result<void> forget_hook_secret(const store::DataDirectory& directory, std::string_view name);

}  // namespace bellwether::guard
