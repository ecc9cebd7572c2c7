// The kinds of things that an organisation is made of, and what can be said of each. Files, tables and messages go by this.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::org {

enum class Kind : std::uint8_t { unit, person, touchpoint, journey, value, promise, goal };
inline constexpr std::size_t k_kinds = 7;
inline constexpr std::array<Kind, k_kinds> k_all_kinds = {Kind::unit,  Kind::person,  Kind::touchpoint, Kind::journey,
                                                          Kind::value, Kind::promise, Kind::goal};

enum class Form : std::uint8_t {
  text,
  list,    ///< texts with ';' between
  number,  ///< a decimal number
};

/// One thing that is said of a kind.
struct Field {
  std::string_view name;  ///< in files and in the table
  Form form = Form::text;
  bool moves = false;                              ///< another value is a move, and no mere change
  std::vector<std::string_view> also_called = {};  ///< other names that columns have
};

struct KindRules {
  Kind kind;
  std::string_view word;                       ///< "unit", also the heading in TOML: [[unit]]
  std::string_view many;                       ///< "units"
  std::string_view table;                      ///< where its rows stand in the records
  std::vector<std::string_view> id_is_called;  ///< beside "id"
  std::vector<Field> fields;                   ///< beside id, from and to
};

[[nodiscard]] const KindRules& rules_of(Kind kind);
/// The kind by its word or the word for many; nothing for any other.
[[nodiscard]] std::optional<Kind> kind_from(std::string_view word);
/// Place of a field of that name in its kind's fields.
[[nodiscard]] std::optional<std::size_t> field_of(Kind kind, std::string_view name);

/// Texts with ';' between, trimmed, without empty ones; and back.
[[nodiscard]] std::vector<std::string> list_from(std::string_view text);
[[nodiscard]] std::string list_text(std::span<const std::string> items);

}  // namespace bellwether::org
