#include "listen/rows/cell_kind.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_longest_value = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_word_for_nothing(std::string_view cell) {
  constexpr std::array<std::string_view, 8> k_words{"na", "n/a", "nan", "null", "none", "nil", "-", "#n/a"};
  return std::ranges::any_of(k_words, [cell](std::string_view word) { return equals_ignoring_case(cell, word); });
}

}  // namespace

CellKind kind_of(std::string_view cell) {
  cell = trim(cell);
  if (cell.empty() || is_word_for_nothing(cell)) return CellKind::nothing;
  if (cell.size() > k_longest_value) return CellKind::text;
  std::size_t digits = 0, letters = 0, separators = 0, others = 0;
  for (const char c : cell) {
    if (is_digit(c))
      ++digits;
    else if (is_letter(c))
      ++letters;
    else if (c == '-' || c == '/' || c == ':' || c == '.')
      ++separators;
    else if (c != ' ' && c != ',' && c != '+' && c != '%' && c != '$' && c != '\'' && c != '(' && c != ')')
      ++others;
  }
  const bool starts_like_number =
      is_digit(cell.front()) ||
      ((cell.front() == '-' || cell.front() == '+' || cell.front() == '.' || cell.front() == '$') && cell.size() > 1);
  const bool exponent = letters == 1 && cell.find_first_of("eE") != cell.npos && separators + digits + 2 >= cell.size();
  if (digits > 0 && starts_like_number && (letters == 0 || exponent) && separators <= 2 && others <= 3 &&
      cell.find(':') == cell.npos &&
      (cell.find_last_of("-/") == cell.npos || cell.find_last_of("-/") == 0 || exponent)) {
    return CellKind::number;
  }
  // 2020-01-31T10:00:00Z, 31.1.2020 10:00, 7/4/2020 3:10 PM, 31-Jan-2020, Jan 31 2020
  if (digits >= 3 && separators >= 2 && others == 0 && letters <= 5) return CellKind::moment;
  if (digits >= 3 && letters >= 3 && letters <= 9 && others == 0 && digits + letters + 6 >= cell.size() &&
      is_digit(cell.back())) {
    return cell.find(' ') != cell.npos || separators >= 2 ? CellKind::moment : CellKind::text;
  }
  return CellKind::text;
}

}  // namespace bellwether::listen
