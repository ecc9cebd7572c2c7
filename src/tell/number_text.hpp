// How numbers are written for people: as many decimals as their interval supports, a true minus, thousands marks,
// and no-break spaces, so that no line ends between a number and what belongs to it.
#pragma once

#include "measure/estimate.hpp"

#include <string>
#include <string_view>

namespace bellwether::tell {

/// Decimals that an interval supports, 0 … 3: the fewest with which it is at least three steps wide. Exact numbers need
/// none when whole, and else two.
[[nodiscard]] int decimals_for(const measure::Estimate& estimate);

/// "1,204", "−12.5"; never "−0".
[[nodiscard]] std::string number_text(double value, int decimals);
/// A difference: "+12.5", "−0.3"; where nothing is left at these decimals "0.0", which claims no side.
[[nodiscard]] std::string signed_text(double value, int decimals);
/// The number with what it is counted in: "42 %", "4.2 stars", "1,204 signals". Points go without a word, as people say
/// them ("NPS 12"); they get it in differences ("24 points").
[[nodiscard]] std::string number_text(double value, int decimals, std::string_view unit);
/// An amount of difference, without its sign: "24 points", "3 percentage points", "0.4 stars".
[[nodiscard]] std::string amount_text(double value, int decimals, std::string_view unit);
/// "3 … 21".
[[nodiscard]] std::string interval_text(double low, double high, int decimals);
/// "p 0.012", "p < 0.001".
[[nodiscard]] std::string p_text(double p);
/// The level of an interval: "95 %".
[[nodiscard]] std::string level_text(double level);

}  // namespace bellwether::tell
