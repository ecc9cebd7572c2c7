// Text of a statement with the values that are bound to it. What came from outside as text is only ever bound; names that stand
// in the text are ones that this store made. Whole numbers and days are written out: the engine plans a statement before it
// knows what is bound, and a question with a list of numbers took twice as long.
#pragma once

#include "store/facts/duck.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::facts {

struct Sql {
  std::string text;
  std::vector<Parameter> parameters;  ///< in the order of the `?` in the text

  Sql& put(std::string_view more) {
    text += more;
    return *this;
  }
  /// `more` holds one `?` for the value.
  Sql& put(std::string_view more, Parameter value);
  Sql& put(const Sql& more) {
    text += more.text;
    parameters.insert(parameters.end(), more.parameters.begin(), more.parameters.end());
    return *this;
  }
};

/// What can't be said in SQL that all engines share. Another engine has its own of each.
namespace dialect {
/// The value under an id in a map column; NULL where there is none.
[[nodiscard]] std::string map_value(std::string_view column, std::int32_t id);
/// Whether a list column holds a number (one `?`).
[[nodiscard]] std::string list_holds(std::string_view column);
/// Whether a text holds words (one `?`), ignoring case.
[[nodiscard]] std::string text_holds(std::string_view column);
/// Signals with a row for each of their mentions: columns `theme` and `theme_sentiment` beside the others.
[[nodiscard]] std::string mentions(std::string_view condition);
/// A point in time, to the microsecond.
[[nodiscard]] std::string moment(Instant instant);
/// A whole number divided by another, towards zero.
[[nodiscard]] std::string quotient(std::string_view whole, std::int64_t by);
/// A number of 64 bits that is equal where the values of a column are.
[[nodiscard]] std::string key_hash(std::string_view column);
/// Different values of a column of numbers, for answers with few slices over a table that is not too long (distinct.hpp).
[[nodiscard]] std::string count_different(std::string_view column);
}  // namespace dialect

}  // namespace bellwether::facts
