// The leadership shadow for the terminal.
#pragma once

#include "lead/shadow_report.hpp"
#include "tell/terminal.hpp"

#include <string>

namespace bellwether::tell {

[[nodiscard]] std::string draw_shadow(const lead::ShadowReport& report, const Terminal& terminal);

}  // namespace bellwether::tell
