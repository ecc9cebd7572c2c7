// How we lead, on the page for a leader: a line for each framework, from its scorecard.
#pragma once

#include "lead/scorecard.hpp"
#include "tell/brief.hpp"

#include <span>
#include <string>

namespace bellwether::tell {

/// Adds a line per framework, which tells what to bring where its score is thin (thin_score.hpp); nothing where no framework knows anything. `period` is how the scores' time is asked for again
/// ("2026-W46"), empty for all time.
void add_lead(std::span<const lead::Scorecard> cards, const std::string& period, Brief& brief);

}  // namespace bellwether::tell
