// The leadership shadow as JSON.
#pragma once

#include "lead/shadow_report.hpp"

#include <string>

namespace bellwether::tell {

/// What is not known is null, with the reason beside it in `why`.
[[nodiscard]] std::string shadow_json(const lead::ShadowReport& report);

}  // namespace bellwether::tell
