// How a score moved since the one before, in words: what chance could have done is said to be no change.
#pragma once

#include "lead/scorecard.hpp"

#include <string>
#include <vector>

namespace bellwether::tell {

/// Whether it may be called a change: beyond chance, and neither end thin.
[[nodiscard]] bool is_change(const lead::Scorecard& card);

/// "Up 10 (4 … 16) since 16 August 2026, from 47"; "+3 (−1 … 7) since 16 August 2026, from 54, which can't be told from chance yet";
/// says where it is over some of the indicators only. Empty where either score is unknown.
[[nodiscard]] std::string change_words(const lead::Scorecard& card);

/// Of several frameworks: "Since 16 August 2026 CORE is up 10 (4 … 16). No other change can be told from chance yet, all of them held
/// against it at once." Empty where none has a score before.
[[nodiscard]] std::string change_words(const std::vector<lead::Scorecard>& cards);

/// "Units under South changed between the two: +2 (Lyon, Nice with 3 below it), −1 (Metz)"; empty where none did, or where there is
/// no score before.
[[nodiscard]] std::string units_words(const lead::Scorecard& card);

}  // namespace bellwether::tell
