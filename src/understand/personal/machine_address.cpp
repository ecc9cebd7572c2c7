#include "understand/personal/machine_address.hpp"

#include "understand/personal/characters.hpp"

namespace bellwether::personal {

bool is_ip4(const Number& number, std::string_view text) {
  if (number.group_count != 4 || number.plus || number.bracket || !number.separated_only_by(".")) return false;
  if (number.end - number.begin != number.count + 3) return false;  // One dot between groups, no blanks.
  if (number.end + 1 < text.size() && text[number.end] == '.' && is_digit(text[number.end + 1])) return false;
  std::size_t digit = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if (number.groups[i] > 3) return false;
    unsigned value = 0;
    for (std::size_t k = 0; k < number.groups[i]; ++k) value = value * 10 + number.digit(digit++);
    if (value > 255) return false;
  }
  return true;
}

std::optional<Found> ip6_at(std::string_view text, std::size_t at) {
  std::size_t end = at, groups = 0, group = 0, colons = 0, gaps = 0;
  bool letter = false;
  for (; end < text.size() && end - at < k_longest_number; ++end) {
    const char c = text[end];
    if (c == ':') {
      ++colons;
      gaps += end > at && text[end - 1] == ':' ? 1U : 0U;
      group = 0;
    } else if (is_hex(c)) {
      letter = letter || is_letter(c);
      groups += group == 0 ? 1U : 0U;
      if (++group > 4) return {};
    } else {
      break;
    }
  }
  if (end > at && text[end - 1] == ':' && !(end > at + 1 && text[end - 2] == ':')) --end, --colons;
  if (!word_ends(text, end)) return {};
  const bool whole = colons == 7 && gaps == 0 && groups == 8;
  const bool shortened = gaps == 1 && colons <= 7 && (groups >= 3 || (groups >= 2 && letter));
  if (!whole && !shortened) return {};
  return Found{at, end, Personal::ip};
}

}  // namespace bellwether::personal
