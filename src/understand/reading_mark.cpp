#include "understand/reading_mark.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

constexpr std::string_view k_told = " told";
constexpr auto k_parts = std::to_array<std::pair<std::string_view, bool Told::*>>({{"language", &Told::language},
                                                                                   {"sentiment", &Told::sentiment},
                                                                                   {"intent", &Told::intent},
                                                                                   {"urgency", &Told::urgency},
                                                                                   {"effort", &Told::effort},
                                                                                   {"themes", &Told::themes}});

/// "1-0a1b2c3d".
bool is_reading(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == 0 || dash == std::string_view::npos || text.size() - dash != 9) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_hex = [&](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  return std::ranges::all_of(text.substr(0, dash), is_digit) && std::ranges::all_of(text.substr(dash + 1), is_hex);
}

}  // namespace

std::string reading_of(const ThemeBook& book) { return fmt::format("{}-{}", k_reading_version, book.version()); }

std::string mark_of(std::string_view reading, const Told& told) {
  std::string mark(reading);
  if (told == Told()) return mark;
  mark += k_told;
  for (const auto& [word, part] : k_parts) {
    if (told.*part) mark.append(" ").append(word);
  }
  return mark;
}

std::optional<Told> told_in(std::string_view mark) {
  Told told;
  const std::size_t blank = mark.find(' ');
  if (!is_reading(mark.substr(0, blank))) return std::nullopt;
  if (blank == std::string_view::npos) return told;
  if (!mark.substr(blank).starts_with(k_told)) return std::nullopt;
  for (const std::string_view word : split(mark.substr(blank + k_told.size()), ' ')) {
    if (word.empty()) continue;
    const auto* const part = std::ranges::find(k_parts, word, &std::pair<std::string_view, bool Told::*>::first);
    if (part == k_parts.end()) return std::nullopt;
    told.*(part->second) = true;
  }
  return told;
}

bool is_of(std::string_view mark, std::string_view reading) {
  return told_in(mark) && mark.substr(0, mark.find(' ')) == reading;
}

}  // namespace bellwether::understand
