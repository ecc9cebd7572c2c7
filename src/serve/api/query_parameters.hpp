// What a request's query says, where only certain parameters may stand.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "serve/http/message.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::api {

/// By name; an empty value is left out. Error: `bad_input` for a parameter that stands twice, or is none of the known ones (the nearest
/// is told).
[[nodiscard]] Result<std::map<std::string, std::string, std::less<>>> query_parameters(
    const http::Request& request, std::span<const std::string_view> known);

/// The days of `from` and `to`, each a day, week, month, quarter or year, or empty; the second is the first day after.
struct Days {
  std::optional<Day> from, to;
};
/// Error: `bad_input` naming the parameter.
[[nodiscard]] Result<Days> days_from(const std::string& from, const std::string& to);

}  // namespace bellwether::api
