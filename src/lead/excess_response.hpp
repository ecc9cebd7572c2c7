// More of those who were asked answered than ever before: a campaign, or answers that were filled in for them.
#pragma once

#include "base/result.hpp"
#include "lead/field.hpp"
#include "lead/gaming_flags.hpp"
#include "measure/store_reader.hpp"

#include <vector>

namespace bellwether::lead {

/// Raised flags on units' share of invited customers who answered a survey in the field's last whole calendar month, held against the
/// unit's own months before (gaming.hpp). None where invitations are not counted by unit.
[[nodiscard]] Result<std::vector<GamingFlag>> read_excess_response(measure::StoreReader& signals,
                                                                   measure::StoreReader& acts, const Field& field);

}  // namespace bellwether::lead
