// What the output can show, and how text is made fit for it: width, colour, Unicode, nothing that steers a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::tell {

struct Terminal {
  std::size_t columns = 72;  ///< to draw in; from 40
  bool colour = false;
  bool unicode = true;
};
inline constexpr std::size_t k_widest = 100;   ///< wider pages are hard to read
inline constexpr std::size_t k_fallback = 72;  ///< where the width is not known

/// What the output on a file descriptor can show. Colour only on a terminal that is not "dumb" and not under NO_COLOR
/// (no-color.org); Unicode where LC_ALL, LC_CTYPE or LANG (the first that is set) names UTF-8.
[[nodiscard]] Terminal terminal_of(int file_descriptor);

/// The few styles that text on a terminal has. Better and worse never stand alone: a word or an arrow says the same.
enum class Style { plain, strong, grey, better, worse };

/// The text with its style, where the terminal shows colour.
[[nodiscard]] std::string paint(std::string_view text, Style style, const Terminal& terminal);

/// Foreign text without anything that would steer a terminal or turn the line around: control characters become a
/// space, direction overrides and isolates go.
[[nodiscard]] std::string printable(std::string_view text);

/// Our own signs in ASCII where the terminal has no Unicode ("−" "-", "…" "...", "▲" "^"); foreign letters stay.
[[nodiscard]] std::string signs(std::string_view text, const Terminal& terminal);

/// Lines of at most `columns`, broken at spaces; a longer word is broken behind a hyphen, else where the line ends. At least one line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace bellwether::tell
