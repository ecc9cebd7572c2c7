// Which scale the numbers of a rating stand on, and which of them are codes for "no answer".
#pragma once

#include "listen/columns/column_map.hpp"
#include "listen/columns/profile.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::listen {

/// What the column's name says that it asks.
enum class Asks : std::uint8_t { nps, csat, ces, stars, other };

struct ScaleGuess {
  Scale scale;
  double sure = 0;
  std::string why;               ///< "1–5; 0 is no answer"
  std::uint64_t no_answer = 0;   ///< cells with codes
  std::optional<Scale> or_else;  ///< fits just as well, where it is a coin flip
};

/// Numbers with their counts, ascending, as ColumnProfile::numbers has them.
using NumberCounts = std::span<const std::pair<double, std::uint64_t>>;

/// Nothing: these numbers are no answers on a scale. `six_is_code`: sister columns show that 6 stands for "never used".
[[nodiscard]] std::optional<ScaleGuess> guess_scale(NumberCounts numbers, Asks asks, bool six_is_code = false);

/// Sister columns with the same codes 1–5 and 6, and perhaps 0: whether 6 means "no answer" there. It does where its share
/// goes up and down from column to column by far more than that of any answer would.
[[nodiscard]] bool is_six_a_code(std::span<const NumberCounts> sisters);

/// "1–5", "0–10", "1–4.5".
[[nodiscard]] std::string range_of(const Scale& scale);

}  // namespace bellwether::listen
