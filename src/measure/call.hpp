// Measures made on the spot: mean(rating.x), top(rating.x, 4), distribution(rating.x).
#pragma once

#include "base/result.hpp"
#include "measure/catalogue.hpp"

#include <optional>
#include <string_view>

namespace bellwether::measure {

/// A rating whose scale and direction everybody means the same by.
struct KnownRating {
  std::string_view name;
  AnswerScale scale;
  double top;             ///< answers from here up are the top box
  std::string_view unit;  ///< of its mean
};
/// nps, csat, ces and stars; nothing for others.
[[nodiscard]] std::optional<KnownRating> known_rating(std::string_view name);

/// Reads a call. Errors: `bad_input` that points at what does not read, `not_found` for an unknown function.
[[nodiscard]] Result<Measure> measure_from_call(std::string_view text);

}  // namespace bellwether::measure
