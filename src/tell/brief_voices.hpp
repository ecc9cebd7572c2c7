// Which voices stand behind a finding: real ones, about just that slice and measure, in its direction.
#pragma once

#include "base/result.hpp"
#include "tell/brief.hpp"
#include "tell/brief_findings.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::tell {

/// At most k_voices voices of the finding's slice and period: answers that pull the measure down where the news is bad and
/// up where it is good, the strongest first, the newest among equals; of readable length, from different people, not
/// saying the same in the same words. Employees are never quoted: a manager could know them by their words.
/// Voices in `told` stand on the page already and are not taken again.
[[nodiscard]] Result<std::vector<Voice>> voices_for(const Ground& ground, const Finding& finding,
                                                    const std::vector<Id>& told);

/// The choice among candidates, best first; pure.
[[nodiscard]] std::vector<Voice> choose_voices(const std::vector<facts::StoredSignal>& candidates);

/// The filter, in the filter language, that all voices of a finding fit.
[[nodiscard]] std::string voices_filter(const Finding& finding);

/// A comparison in the filter language: `unit = "Lyon"`; empty for the whole.
[[nodiscard]] std::string filter_of(const Place& place);

inline constexpr std::size_t k_longest_voice = 320;  ///< characters; a longer one is cut at a word and says so
inline constexpr std::size_t k_shortest_voice = 12;  ///< "ok" and "good" tell nothing

/// Share of words that two voices have in common, 0 … 1.
[[nodiscard]] double likeness(std::string_view a, std::string_view b);

}  // namespace bellwether::tell
