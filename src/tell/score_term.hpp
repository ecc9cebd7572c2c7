// Scorecards for the terminal.
#pragma once

#include "lead/scorecard.hpp"
#include "tell/terminal.hpp"

#include <string>
#include <vector>

namespace bellwether::tell {

struct ScoreDrawing {
  bool show_work = false;  ///< every indicator, and the arithmetic that makes the scores of them
};

/// All frameworks in one table for several, else one with its dimensions, what moved it and what evidence to bring next.
[[nodiscard]] std::string draw_scores(const std::vector<lead::Scorecard>& cards, const ScoreDrawing& drawing,
                                      const Terminal& terminal);

}  // namespace bellwether::tell
