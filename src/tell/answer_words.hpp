// What an answer is called in print: the words that its table, its exports and the brief share.
#pragma once

#include "measure/ask.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::tell {

/// "higher", "lower", "neither".
[[nodiscard]] std::string_view better_word(measure::Better better);

/// "Net Promoter Score, in points"; "Care, of 5" and "Visits, per leader" for units that say so themselves.
[[nodiscard]] std::string in_unit(const std::string& label, std::string_view unit);
/// A measure by its label, or its id where it has none, in its unit.
[[nodiscard]] std::string in_unit(const measure::Measure& measure);

/// The calendar grain of which [from, to) is exactly one period; nothing for any other range.
[[nodiscard]] std::optional<Grain> grain_of(Day from, Day to);

/// What the small print says of weights: one line in common, one more per row where there are few, else from where to
/// where they go. Nothing where nothing is weighted.
[[nodiscard]] std::vector<std::string> weighting_lines(const measure::Answer& answer,
                                                       const std::vector<const measure::AnswerRow*>& rows);

/// "2026-W46", "2026-10", or "2026-11-03 … 2026-11-19" (both included) for a range that is no calendar period.
[[nodiscard]] std::string period_text(Day from, Day to);
/// For reading: "week 46, 2026", "October 2026", "9 November 2026", "3 to 19 November 2026".
[[nodiscard]] std::string period_words(Day from, Day to);
/// "9 to 15 November 2026", both included; `to` exclusive.
[[nodiscard]] std::string days_words(Day from, Day to);
/// "9 November 2026".
[[nodiscard]] std::string date_words(Day day);

}  // namespace bellwether::tell
