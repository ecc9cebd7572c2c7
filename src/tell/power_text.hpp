// How many answers it takes, in words and as JSON.
#pragma once

#include "measure/power_of_measure.hpp"
#include "tell/terminal.hpp"

#include <string>

namespace bellwether::tell {

/// A few sentences: what was asked, what the answers there are would show, and whether that rests on them or on the
/// worst case.
[[nodiscard]] std::string draw_power(const measure::Power& power, const Terminal& terminal);

/// One object on one line: measure, unit, level, power, spread, difference, answers_per_group, answers,
/// smallest_difference, now, snapshot; null where it was not asked or is not known. Days are first ones, `to`
/// exclusive.
[[nodiscard]] std::string power_json(const measure::Power& power);

}  // namespace bellwether::tell
