#include "tell/terminal.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

namespace bellwether::tell {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read once, before any thread of ours writes
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

bool speaks_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view value = environment(name);
    if (value.empty()) continue;
    const std::string lower = lower_ascii(value);
    return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
  }
  return false;
}

// Bytes of the character that begins at `at`, by its first byte; text is UTF-8 or gets cut bytewise.
std::size_t character_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(bytes, text.size() - at);
}

bool turns_the_line(std::string_view character) {
  // U+202A … 202E, U+2066 … 2069, U+200E, U+200F, U+061C; in bytes, since compilers and editors are turned by them, too.
  static constexpr std::array<std::string_view, 12> k_turning = {
      "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6",
      "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xD8\x9C"};
  return std::ranges::find(k_turning, character) != k_turning.end();
}

bool steers(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (first < 0x20 || first == 0x7F) return true;
  if (character == "\u2028" || character == "\u2029") return true;
  return first == 0xC2 && character.size() == 2 && static_cast<unsigned char>(character[1]) < 0xA0;  // C1
}

}  // namespace

Terminal terminal_of(int file_descriptor) {
  Terminal terminal{.columns = k_fallback, .colour = false, .unicode = speaks_utf8()};
  if (isatty(file_descriptor) == 0) return terminal;
  terminal.colour = environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  winsize size{};
  if (ioctl(file_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.columns = std::clamp<std::size_t>(size.ws_col, 40, k_widest);
  }
  return terminal;
}

std::string paint(std::string_view text, Style style, const Terminal& terminal) {
  if (!terminal.colour || style == Style::plain || text.empty()) return std::string(text);
  std::string_view code;
  switch (style) {
    case Style::plain:
      break;
    case Style::strong:
      code = "1";
      break;
    case Style::grey:
      code = "38;5;245";
      break;
    case Style::better:
      code = "38;5;37";
      break;
    case Style::worse:
      code = "38;5;172";
      break;
  }
  std::string painted = "\x1b[";
  painted.append(code).append("m").append(text).append("\x1b[0m");
  return painted;
}

std::string printable(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, character_at(text, at));
    at += character.size();
    if (turns_the_line(character)) continue;
    if (steers(character)) {
      if (!clean.empty() && clean.back() != ' ') clean += ' ';
    } else {
      clean.append(character);
    }
  }
  return clean;
}

std::string signs(std::string_view text, const Terminal& terminal) {
  if (terminal.unicode) return std::string(text);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> k_ascii = {
      {{"−", "-"},  {"…", "..."}, {"–", "-"},  {"—", "-"}, {"▲", "^"},   {"▼", "v"},     {"→", "->"},
       {"·", "-"},  {"“", "\""},  {"”", "\""}, {"’", "'"}, {"×", "x"},   {"±", "+/-"},   {"≥", ">="},
       {"≤", "<="}, {"─", "-"},   {"●", "o"},  {"◦", "-"}, {"½", "1/2"}, {"\u00A0", " "}}};
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, character_at(text, at));
    at += character.size();
    const auto* known = std::ranges::find(k_ascii, character, &std::pair<std::string_view, std::string_view>::first);
    plain.append(known == k_ascii.end() ? character : known->second);
  }
  return plain;
}

namespace {

// Where a word that is longer than the line may be broken without breaking a part of it: behind the last hyphen between two letters
// that stands within `columns`; 0 where there is none.
std::size_t hyphen_within(std::string_view word, std::size_t columns) {
  const auto is_letter = [&](std::size_t at) {
    const auto byte = static_cast<unsigned char>(word[at]);
    return byte >= 0x80 || (byte | 0x20U) - 'a' < 26U;
  };
  std::size_t found = 0;
  for (std::size_t at = 1; at + 1 < word.size(); ++at) {
    if (width(word.substr(0, at + 1)) > columns) break;
    if (word[at] == '-' && is_letter(at - 1) && is_letter(at + 1)) found = at + 1;
  }
  return found;
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  const auto next_line = [&] {
    lines.emplace_back();
    used = 0;
  };
  for (std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    std::size_t wide = width(word);
    if (used > 0 && used + 1 + wide > columns) next_line();
    while (wide > columns) {
      const std::size_t part = hyphen_within(word, columns);
      if (part == 0) break;
      lines.back().append(word.substr(0, part));
      next_line();
      word.remove_prefix(part);
      wide = width(word);
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    if (wide <= columns) {
      lines.back().append(word);
      used += wide;
      continue;
    }
    for (std::size_t at = 0; at < word.size();) {  // a word longer than the line: links, scripts without spaces
      const std::string_view character = word.substr(at, character_at(word, at));
      at += character.size();
      const std::size_t takes = width(character);
      if (used > 0 && used + takes > columns) next_line();
      lines.back().append(character);
      used += takes;
    }
  }
  return lines;
}

}  // namespace bellwether::tell
