// A rough look at a cell, for telling headers from rows. What a column means is judged in guess.hpp.
#pragma once

#include <cstdint>
#include <string_view>

namespace bellwether::listen {

enum class CellKind : std::uint8_t {
  nothing,  ///< empty, or one of the words that programs write for nothing: NA, nan, null …
  number,   ///< also with currency, per cent, thousands
  moment,   ///< a date or a time
  text,
};

[[nodiscard]] CellKind kind_of(std::string_view cell);

}  // namespace bellwether::listen
