// The words that stand in dates: months and weekdays in seven languages, halves of the day, zones.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::listen {

/// 1 … 12, or 0 for a word that names no month. Any case, whole or short, without its full stop.
[[nodiscard]] unsigned month_named(std::string_view word);
[[nodiscard]] bool is_weekday(std::string_view word);
/// Seconds east of UTC of an abbreviation with one meaning: "Z", "UTC", "PDT", "CEST". Nothing for "IST" and "CST"-like
/// ones that several countries use for different times (CST, EST … are taken as North America's).
[[nodiscard]] std::optional<std::int32_t> zone_named(std::string_view word);

/// The letters (ASCII, and any byte of a longer UTF-8 sequence) that `text` begins with.
[[nodiscard]] std::string_view letters_at(std::string_view text);

}  // namespace bellwether::listen
