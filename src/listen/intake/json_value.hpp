// What a JSON value is, in words, where it stands, and what can be read from it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

namespace bellwether::listen {

/// Where in a document: a name below another place. Its text is made only where it is needed.
struct At {
  const At* up = nullptr;
  std::string_view name = {};
  [[nodiscard]] std::string pointer() const;
};

/// "a list", "a text", "a number" …
[[nodiscard]] std::string_view kind_of(simdjson::dom::element value);
/// In quotes, cut to a readable length.
[[nodiscard]] std::string quoted(std::string_view text);
[[nodiscard]] std::optional<double> number_of(simdjson::dom::element value);
/// Tabs and line breaks stand in texts; other control characters are no writing.
[[nodiscard]] bool has_control(std::string_view text);

}  // namespace bellwether::listen
