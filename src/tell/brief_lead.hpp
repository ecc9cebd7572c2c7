// How we lead, on the page for a leader: a line for each framework, from its scorecard.
#pragma once

#include "lead/scorecard.hpp"
#include "tell/brief.hpp"

#include <span>
#include <string>

namespace bellwether::tell {

/// Below this coverage a score says more about the evidence than about the leading: the line then tells what to bring.
inline constexpr double k_least_coverage = 0.25;

/// Adds a line per framework; nothing where no framework knows anything. `period` is how the scores' time is asked for again
/// ("2026-W46"), empty for all time.
void add_lead(std::span<const lead::Scorecard> cards, const std::string& period, Brief& brief);

}  // namespace bellwether::tell
