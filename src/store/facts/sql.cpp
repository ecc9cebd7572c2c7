#include "store/facts/sql.hpp"

#include "base/invariant.hpp"

#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace bellwether::facts {

Sql& Sql::put(std::string_view more, Parameter value) {
  std::string written;
  if (const auto* number = std::get_if<std::int64_t>(&value)) written = fmt::format("{}", *number);
  if (const auto* day = std::get_if<Day>(&value)) written = fmt::format("DATE '{}'", to_text(*day));
  if (written.empty()) {
    text += more;
    parameters.push_back(std::move(value));
    return *this;
  }
  const std::size_t at = more.find('?');
  invariant(at != std::string_view::npos);
  text.append(more.substr(0, at)).append(written).append(more.substr(at + 1));
  return *this;
}

namespace dialect {

std::string map_value(std::string_view column, std::int32_t id) { return fmt::format("{}[{}]", column, id); }

std::string list_holds(std::string_view column) { return fmt::format("list_contains({}, CAST(? AS INTEGER))", column); }

// Both sides are folded by the engine, so that they are folded alike.
std::string text_holds(std::string_view column) { return fmt::format("contains(lower({}), lower(?))", column); }

std::string moment(Instant instant) { return fmt::format("make_timestamp({})", instant.us); }

std::string mentions(std::string_view condition) {
  return fmt::format(
      "(SELECT *, unnest(themes) AS theme, unnest(theme_sentiments) AS theme_sentiment FROM signals WHERE {}) AS "
      "mentions",
      condition);
}

std::string quotient(std::string_view whole, std::int64_t by) { return fmt::format("({} // {})", whole, by); }

std::string key_hash(std::string_view column) { return fmt::format("hash({})", column); }

std::string count_different(std::string_view column) { return fmt::format("count_different({})", column); }

}  // namespace dialect

}  // namespace bellwether::facts
