// Small charts as inline SVG. Colours come from the page's style sheet by class, so that light, dark and print agree.
#pragma once

#include "tell/brief.hpp"
#include "tell/interval_bar.hpp"

#include <string>

namespace bellwether::tell {

/// The trend as a line with its interval band; the period told as a dot with its value beside it, counts as bars from
/// zero. Where a period has no number the line breaks. Carries a sentence for screen readers as its label.
[[nodiscard]] std::string trend_svg(const Figure& figure);

/// The sentence: "Net Promoter Score by period, 2026-W34 to 2026-W46: 41 at first, 32 at last, lowest …".
[[nodiscard]] std::string trend_words(const Figure& figure);

/// One number as a thin interval with a dot, on the scale of its table; hidden from screen readers, which have the
/// numbers beside it.
[[nodiscard]] std::string interval_svg(const measure::Estimate& estimate, const BarScale& scale, Tone tone);

}  // namespace bellwether::tell
