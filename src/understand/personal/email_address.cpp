#include "understand/personal/email_address.hpp"

#include "understand/personal/characters.hpp"

namespace bellwether::personal {

namespace {

constexpr std::size_t k_longest_local_part = 64;
constexpr std::size_t k_longest_domain = 253;

bool is_local_part(char c) { return is_word(c) || c == '.' || c == '+' || c == '-' || c == '%' || c == '\''; }

std::size_t begin_of_local_part(std::string_view text, std::size_t at, std::size_t from) {
  std::size_t begin = at;
  while (begin > from && at - begin < k_longest_local_part && is_local_part(text[begin - 1])) --begin;
  while (begin < at && (text[begin] == '.' || text[begin] == '\'' || text[begin] == '-')) ++begin;
  // Cut off at the longest: not amid a character.
  while (begin < at && is_continuation(text[begin])) ++begin;
  return begin;
}

}  // namespace

std::optional<Found> email_around(std::string_view text, std::size_t at, std::size_t from) {
  const std::size_t begin = begin_of_local_part(text, at, from);
  if (begin == at) return {};

  std::size_t end = at + 1, label = end;
  bool dotted = false;
  for (; end < text.size() && end - at <= k_longest_domain; ++end) {
    if (text[end] == '.') {
      if (end == label) break;
      if (end + 1 == text.size() || !(is_letter(text[end + 1]) || is_digit(text[end + 1]))) break;
      dotted = true;
      label = end + 1;
    } else if (!is_letter(text[end]) && !is_digit(text[end]) && text[end] != '-') {
      break;
    }
  }
  while (end > label && text[end - 1] == '-') --end;
  if (!dotted || end - label < 2 || !is_letter(text[label])) return {};
  return Found{begin, end, Personal::email};
}

}  // namespace bellwether::personal
