// What themes do to a score: how far the answers of those who speak of a theme lie from those of others at the same unit and channel.
#pragma once

#include "base/result.hpp"
#include "measure/adjusted_difference.hpp"
#include "measure/ask.hpp"
#include "measure/guards.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::measure {

struct ThemeEffect {
  std::string theme;
  std::int64_t n = 0;                             ///< answers whose text speaks of it; 0 where not to be shown
  std::variant<AdjustedDifference, Withheld> is;  ///< in the measure's unit
};

struct ThemeEffects {
  Measure measure;
  std::vector<ThemeEffect> themes;  ///< those that move the score most first, withheld ones last
  std::string snapshot;
  std::vector<std::string> notes;
};

/// Fewest answers that speak of a theme, and that do not, for its effect to be told.
inline constexpr std::int64_t k_fewest_of_effect = 20;

/// Of `question` its measure, filter, days, snapshot and level count. Held against each other are answers that carry a text. Answers of
/// employees are left out. Errors: as ask(); `unsupported` for a measure that is no share, net share or mean of signals' ratings, or counts
/// employees alone.
[[nodiscard]] Result<ThemeEffects> theme_effects(const Catalogue& catalogue, const facts::Facts& facts,
                                                 const Guards& guards, const Question& question,
                                                 const Reach& reach = {});

}  // namespace bellwether::measure
