#include "store/facts/sql.hpp"

#include <fmt/format.h>

namespace bellwether::facts::dialect {

std::string map_value(std::string_view column, std::int32_t id) { return fmt::format("{}[{}]", column, id); }

std::string list_holds(std::string_view column) { return fmt::format("list_contains({}, CAST(? AS INTEGER))", column); }

// Both sides are folded by the engine, so that they are folded alike.
std::string text_holds(std::string_view column) { return fmt::format("contains(lower({}), lower(?))", column); }

std::string mentions(std::string_view condition) {
  return fmt::format(
      "(SELECT *, unnest(themes) AS theme, unnest(theme_sentiments) AS theme_sentiment FROM signals WHERE {}) AS "
      "mentions",
      condition);
}

}  // namespace bellwether::facts::dialect
