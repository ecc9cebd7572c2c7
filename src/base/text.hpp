// Small things about text that every module needs, on UTF-8.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether {

[[nodiscard]] bool is_utf8(std::string_view text);

/// Without white space (also no-break and ideographic space) at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// ASCII letters only; the rest as it is. Enough for keywords and headers written by programs.
[[nodiscard]] std::string lower_ascii(std::string_view text);

/// Unicode case folding (ICU), for comparing what people wrote.
[[nodiscard]] std::string fold(std::string_view text);

/// Equal but for ASCII case.
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char by);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view between);

/// Number of code points.
[[nodiscard]] std::size_t length(std::string_view text);
/// Columns on a terminal: wide characters count two, combining marks none.
[[nodiscard]] std::size_t width(std::string_view text);
/// The text's first `columns` terminal columns, with "…" as the last one where something was cut.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

/// Damerau–Levenshtein distance in bytes after ASCII lower-casing (optimal string alignment).
[[nodiscard]] std::size_t distance(std::string_view a, std::string_view b);

/// The known word nearest to `word`, or empty where none is near enough to be meant (a third of its length, at least
/// 2).
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> known);

/// 1234567 → "1,234,567".
[[nodiscard]] std::string with_thousands(long long number);

}  // namespace bellwether
