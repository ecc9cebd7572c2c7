// The tables of the records store, and how a store of an older version becomes one of this. Forward only.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/engine.hpp"
#include "store/records/records.hpp"

#include <cstdint>
#include <span>

#include <soci/soci.h>

namespace bellwether::records {

/// All steps, from nothing on. A step that was shipped is never changed.
[[nodiscard]] std::span<const Migration> migrations();

/// The schema that stands there; 0 where there is none. Throws what SOCI throws.
[[nodiscard]] std::int64_t schema_of(soci::session& session, const engine::Engine& engine);

/// Brings the store to the last of `steps`, each in a transaction of its own, with a copy before each where the store
/// holds something. Errors as of Records::open; a step that fails leaves the store as it was before it.
[[nodiscard]] Result<void> migrate(soci::session& session, const engine::Engine& engine, store::Access access,
                                   std::span<const Migration> steps);

}  // namespace bellwether::records
