// The brief on a terminal: the same front page in characters, at most as wide as the terminal.
#pragma once

#include "tell/brief.hpp"
#include "tell/terminal.hpp"

#include <string>

namespace bellwether::tell {

/// Everything of the brief but the trends' single numbers. Notes are numbered as in the other forms.
[[nodiscard]] std::string brief_term(const Brief& brief, const Terminal& terminal);

}  // namespace bellwether::tell
