// The arithmetic of a score, line by line, so that it can be made again by hand.
#pragma once

#include "lead/scorecard.hpp"
#include "tell/terminal.hpp"

#include <string>

namespace bellwether::tell {

/// Per dimension its indicators (figure, interval, n, the score that the curve makes of it, weight), then the weighted mean.
[[nodiscard]] std::string draw_work(const lead::Scorecard& card, const Terminal& terminal);

}  // namespace bellwether::tell
