// For tests: what holds of every drawing, whatever is in it.
#pragma once

#include "base/text.hpp"
#include "tell/terminal.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace bellwether::tell {

/// What a hostile name tries: to clear the screen, to turn the line around, to ring, to begin a line of its own.
inline constexpr std::string_view k_hostile = " \x1b[2J\u202E\x07\n\u0085x";

/// A zero with a minus before it, as "−0.0" or "-0": the place of it, else npos.
inline std::size_t negative_zero_in(std::string_view text) {
  for (const std::string_view minus : {std::string_view("−"), std::string_view("-")}) {
    for (std::size_t at = text.find(minus); at != std::string_view::npos; at = text.find(minus, at + 1)) {
      const bool begins = at == 0 || std::string_view(" (\n:[,\u00A0").find(text[at - 1]) != std::string_view::npos;
      const std::size_t first = at + minus.size();
      if (!begins || first >= text.size() || text[first] != '0') continue;
      const std::size_t end = text.find_first_not_of("0.", first);
      const bool is_more = end != std::string_view::npos && text[end] >= '1' && text[end] <= '9';
      if (!is_more) return at;
    }
  }
  return std::string_view::npos;
}

/// No line is wider than the terminal, nothing steers it, no zero has a minus. Drawn without colour.
inline void expect_fits(const std::string& drawn, const Terminal& terminal) {
  for (const std::string_view line : split(drawn, '\n')) EXPECT_LE(width(line), terminal.columns) << line;
  for (const std::string_view steering : {"\x1b", "\x07", "\r", "\u202E", "\u0085"}) {
    EXPECT_EQ(drawn.find(steering), std::string::npos) << drawn;
  }
  EXPECT_EQ(negative_zero_in(drawn), std::string_view::npos) << drawn;
}

/// Our own words and signs are ASCII where the terminal is; names in the drawing must be so, too.
inline void expect_ascii(const std::string& drawn) {
  for (const std::string_view line : split(drawn, '\n')) {
    for (const char sign : line) {
      if (static_cast<unsigned char>(sign) < 0x80U) continue;
      ADD_FAILURE() << line;
      break;
    }
  }
}

/// As it is read: on one line, however it was broken, with plain spaces.
[[nodiscard]] inline std::string as_read(std::string_view drawn) {
  std::string line;
  for (std::size_t at = 0; at < drawn.size(); ++at) {
    const bool no_break = drawn.substr(at).starts_with("\u00A0");
    const bool is_space = no_break || drawn[at] == ' ' || drawn[at] == '\n';
    if (!is_space || !line.ends_with(' ')) line += is_space ? ' ' : drawn[at];
    if (no_break) ++at;
  }
  return line;
}

[[nodiscard]] inline bool holds(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

[[nodiscard]] inline bool reads(std::string_view drawn, std::string_view words) { return holds(as_read(drawn), words); }

/// The first line that holds the words; empty where none does.
[[nodiscard]] inline std::string line_with(std::string_view drawn, std::string_view words) {
  for (const std::string_view line : split(drawn, '\n')) {
    if (holds(line, words)) return std::string(line);
  }
  return {};
}

}  // namespace bellwether::tell
