// The tables of the records store, and how a store of an older version becomes one of this. Forward only.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/records.hpp"

#include <filesystem>
#include <span>

#include <soci/soci.h>

namespace bellwether::records {

/// All steps, from nothing on. A step that was shipped is never changed.
[[nodiscard]] std::span<const Migration> migrations();

/// Brings the store to the last of `steps`, each in a transaction of its own, with a copy of the file before each where
/// the store holds something. Errors as of Records::open; a step that fails leaves the store as it was before it.
[[nodiscard]] Result<void> migrate(soci::session& session, const std::filesystem::path& file, store::Access access,
                                   std::span<const Migration> steps);

}  // namespace bellwether::records
