// The days of facts are cut in the organisation's zone and stored. When the zone is changed, they are cut anew.
#pragma once

#include "base/result.hpp"
#include "base/zone.hpp"
#include "store/directory/data_directory.hpp"
#include "store/facts/duck.hpp"

namespace bellwether::facts {

/// Makes our own cutting of days known to an engine, once, as `zone_period(TIMESTAMP, number of the Grain)`. The zone must
/// outlive the database.
[[nodiscard]] Result<void> register_zone(const Connection& connection, const Zone& zone);

/// Columns `day … year` as they should be, for a SELECT * REPLACE (…) and for comparing. Needs register_zone().
[[nodiscard]] const char* cut_anew();

/// Rewrites days and rollups if the settings name another zone than the store was cut in. Error: `conflict` where that would be
/// needed and the directory was opened for reading. Needs register_zone().
[[nodiscard]] Result<void> fit_zone(const Connection& connection, const store::DataDirectory& directory);

}  // namespace bellwether::facts
