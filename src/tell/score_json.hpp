// Scorecards as JSON: docs/frameworks/README.md tells the fields.
#pragma once

#include "lead/scorecard.hpp"

#include <string>
#include <vector>

namespace bellwether::tell {

/// One object for one framework; for several {"frameworks": [object, …]}. Where nothing is known score, low and high are null
/// and coverage is 0.
[[nodiscard]] std::string score_json(const std::vector<lead::Scorecard>& cards);

}  // namespace bellwether::tell
