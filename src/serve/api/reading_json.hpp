// What was understood of a text, as the pages show it.
#pragma once

#include "understand/reader.hpp"

#include <string_view>

#include <nlohmann/json.hpp>

namespace bellwether::api {

/// [{"begin","end","theme","label","sentiment","confidence"}]: begin and end are characters (code points) of the text.
[[nodiscard]] nlohmann::ordered_json mentions_json(std::string_view text, const understand::Meaning& meaning,
                                                   const understand::ThemeBook& book);

}  // namespace bellwether::api
