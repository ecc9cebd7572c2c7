// Keys of the organisation's own, a file each in keys/ of the data directory (mode 0600): made once, of random bits, and never replaced.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <span>
#include <string_view>

namespace bellwether::guard {

struct KeyFile {
  std::string_view name;  ///< "pseudonym.key"
  std::string_view what;  ///< as errors call it: "the key of the customers' pseudonyms"
  std::string_view mend;  ///< what to do where it is gone
};

/// Fills `key` from the file; with write access makes it of random bits where it is not there.
/// Errors: `not_found`, `damaged` (another length), `io`.
[[nodiscard]] Result<void> read_or_make_key(const store::DataDirectory& directory, const KeyFile& file,
                                            std::span<unsigned char> key);

}  // namespace bellwether::guard
