#include "listen/understanding/taken_out.hpp"

#include <algorithm>
#include <cstddef>

namespace bellwether::listen {

namespace {

constexpr std::string_view k_mark_begins = "⟨", k_mark_ends = "⟩";

bool is_of_mark(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

/// The bytes of the mark that begins here ("⟨national_id⟩"); 0 where none does.
std::size_t mark_at(std::string_view text, std::size_t at) {
  const std::size_t word = at + k_mark_begins.size();
  std::size_t end = word;
  while (end < text.size() && is_of_mark(text[end])) ++end;
  return end > word && text.substr(end).starts_with(k_mark_ends) ? end + k_mark_ends.size() - at : 0;
}

}  // namespace

std::string_view without_marks(std::string_view text, std::string& room) {
  std::size_t at = text.find(k_mark_begins);
  if (at == std::string_view::npos) return text;
  room.assign(text);
  for (; at != std::string_view::npos; at = text.find(k_mark_begins, at + 1)) {
    std::fill_n(room.begin() + static_cast<std::ptrdiff_t>(at), mark_at(text, at), ' ');
  }
  return room;
}

}  // namespace bellwether::listen
