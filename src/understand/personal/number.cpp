#include "understand/personal/number.hpp"

#include "understand/personal/characters.hpp"

#include <algorithm>

namespace bellwether::personal {

bool Number::is_grouped(std::initializer_list<unsigned> sizes) const {
  return group_count == sizes.size() &&
         std::equal(sizes.begin(), sizes.end(), groups.begin(), [](unsigned a, unsigned b) { return a == b; });
}

bool Number::separated_only_by(std::string_view any) const {
  for (std::size_t i = 0; i + 1 < group_count; ++i) {
    if (any.find(separators[i]) == any.npos) return false;
  }
  return true;
}

Number Number::first_groups(std::size_t n) const {
  Number first = *this;
  if (n == 0 || n >= group_count) return first;
  first.group_count = n;
  first.end = begin + ends[n - 1];
  first.count = 0;
  for (std::size_t i = 0; i < n; ++i) first.count += groups[i];
  return first;
}

Number number_at(std::string_view text, std::size_t at) {
  Number number{.begin = at, .end = at};
  std::size_t between = 0;
  bool new_group = true;
  char separator = '\0';
  for (std::size_t i = at; i < text.size() && i - at < k_longest_number; ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      if (new_group) {
        if (number.group_count > 0) number.separators[number.group_count - 1] = separator;
        number.groups[number.group_count++] = 0;
        new_group = false;
      }
      ++number.groups[number.group_count - 1];
      number.digits[number.count++] = c;
      number.end = i + 1;
      number.ends[number.group_count - 1] = static_cast<std::uint8_t>(number.end - at);
      between = 0;
      continue;
    }
    if (i == at && c == '+') {
      number.plus = true;
      continue;
    }
    const bool separates = c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
    if (!separates || ++between > 3) break;
    number.bracket = number.bracket || c == '(';
    if (!new_group) separator = c;
    new_group = true;
  }
  return number;
}

}  // namespace bellwether::personal
