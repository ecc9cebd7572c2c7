#include "understand/reading_mark.hpp"

#include "base/text.hpp"
#include "understand/reader.hpp"

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

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_version(std::string_view text) {
  return text.size() == 8 && std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

/// "1-0a1b2c3d", "1-0a1b2c3d-4e5f6a7b".
bool is_reading(std::string_view text) {
  const auto parts = split(text, '-');
  if (parts.size() < 2 || parts.size() > 3) return false;
  return !parts[0].empty() && std::ranges::all_of(parts[0], is_digit) && is_version(parts[1]) &&
         (parts.size() == 2 || is_version(parts[2]));
}

}  // namespace

std::string reading_of(const ThemeBook& book, const OwnModel* own) {
  std::string reading = fmt::format("{}-{}", k_reading_version, book.version());
  if (own != nullptr) reading.append("-").append(own->version());
  return reading;
}

std::string reading_of(const Knowledge& knowledge) {
  return reading_of(*knowledge.themes->now(), knowledge.own->now().get());
}

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
