// The parts of a brief in the making: each function adds its part. Called by make_brief.cpp alone.
#pragma once

#include "base/result.hpp"
#include "tell/brief.hpp"
#include "tell/brief_findings.hpp"

#include <string>
#include <vector>

namespace bellwether::tell {

/// The note for an answer; the same query gives the same note.
[[nodiscard]] NoteIndex note_of(Brief& brief, const std::string& query, const std::string& snapshot,
                                const std::string& version);

/// Main measures that were ever answered, in the order of the page. Those with a sampling error and a better direction
/// make stories.
[[nodiscard]] Result<std::vector<measure::Measure>> main_measures(const Ground& ground);
[[nodiscard]] bool makes_stories(const measure::Measure& measure);

/// "Where we stand". A change is told as up or down where it is beyond chance among all changes told there (Benjamini &
/// Hochberg at 5 %), and rests on enough answers on either side.
[[nodiscard]] Result<void> add_figures(const Ground& ground, const std::vector<measure::Measure>& measures,
                                       Brief& brief);

/// The stories, the headline, and what else is beyond chance.
[[nodiscard]] Result<void> add_stories(const Ground& ground, const Findings& findings, Brief& brief);

/// What is too thin to say, and what it would take.
void add_thin(const Ground& ground, const std::vector<measure::Measure>& measures, const Findings& findings,
              Brief& brief);

}  // namespace bellwether::tell
