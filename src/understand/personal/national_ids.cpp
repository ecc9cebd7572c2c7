#include "understand/personal/national_ids.hpp"

#include "understand/personal/characters.hpp"

#include <algorithm>
#include <cstdint>

namespace bellwether::personal {

namespace {

std::uint64_t value_of(const Number& number, std::size_t from, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = from; i < from + count; ++i) value = value * 10 + number.digit(i);
  return value;
}

bool all_equal(const Number& number) {
  return std::all_of(number.digits.begin(), number.digits.begin() + static_cast<std::ptrdiff_t>(number.count),
                     [&](char c) { return c == number.digits[0]; });
}

bool is_steuer_id(const Number& number) {
  if (number.count != 11 || number.digits[0] == '0') return false;
  std::array<int, 10> times{};
  for (std::size_t i = 0; i < 10; ++i) ++times[number.digit(i)];
  const auto repeated = std::ranges::count_if(times, [](int n) { return n > 1; });
  if (repeated != 1 || std::ranges::max(times) > 3) return false;
  unsigned product = 10;
  for (std::size_t i = 0; i < 10; ++i) {
    const unsigned sum = (number.digit(i) + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (11 - product) % 10 == number.digit(10);
}

/// Weights fall to 2 before the digit that is checked; those of the CNPJ begin again at 9.
bool has_brazilian_digit(const Number& number, std::size_t place, unsigned highest_weight) {
  unsigned sum = 0, weight = 2;
  for (std::size_t i = place; i-- > 0; weight = weight == highest_weight ? 2 : weight + 1) {
    sum += number.digit(i) * weight;
  }
  const unsigned rest = sum % 11;
  return (rest < 2 ? 0 : 11 - rest) == number.digit(place);
}

bool is_cpf(const Number& number) {
  return number.count == 11 && !all_equal(number) && has_brazilian_digit(number, 9, 11) &&
         has_brazilian_digit(number, 10, 11);
}

bool is_cnpj(const Number& number) {
  return number.count == 14 && !all_equal(number) && has_brazilian_digit(number, 12, 9) &&
         has_brazilian_digit(number, 13, 9);
}

/// Months above 12 are for those whose month is not known (INSEE).
bool is_nir_month(std::uint64_t month) { return (month >= 1 && month <= 12) || (month >= 20 && month <= 42); }

bool is_nir(const Number& number) {
  return number.count == 15 && (number.digits[0] == '1' || number.digits[0] == '2') &&
         is_nir_month(value_of(number, 3, 2)) && 97 - value_of(number, 0, 13) % 97 == value_of(number, 13, 2);
}

bool is_national(const Number& n) {
  if (n.plus || n.bracket) return false;
  const bool one = n.group_count == 1;
  if (n.is_grouped({3, 2, 4}) && n.separated_only_by("-")) return is_ssn(n);
  if ((one || n.is_grouped({3, 3, 3, 2})) && n.separated_only_by(".- ")) {
    if (is_cpf(n)) return true;
  }
  if ((one || n.is_grouped({2, 3, 3, 3})) && n.separated_only_by(" ") && is_steuer_id(n)) return true;
  if ((one || n.is_grouped({2, 3, 3, 4, 2})) && n.separated_only_by("./- ") && is_cnpj(n)) return true;
  const bool written_as_nir = one || n.is_grouped({1, 2, 2, 2, 3, 3, 2}) || n.is_grouped({13, 2});
  return written_as_nir && n.separated_only_by(" ") && is_nir(n);
}

/// Letters and digits without what stands between them.
struct Code {
  static constexpr std::size_t k_longest = 15;
  std::array<char, k_longest> chars{};
  std::size_t size = 0, end = 0;
};

Code code_at(std::string_view text, std::size_t at, std::size_t size) {
  Code code;
  std::size_t i = at;
  for (bool between = false; i < text.size() && code.size < size; ++i) {
    if (is_digit(text[i]) || is_letter(text[i])) {
      code.chars[code.size++] = upper(text[i]);
      between = false;
    } else if ((text[i] == ' ' || text[i] == '-' || text[i] == '.') && !between) {
      between = true;
    } else {
      break;
    }
  }
  code.end = i;
  if (code.size != size || !word_ends(text, i)) code.size = 0;
  return code;
}

bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }

bool are_digits(const Code& code, std::size_t from, std::size_t to) {
  return std::all_of(code.chars.begin() + static_cast<std::ptrdiff_t>(from),
                     code.chars.begin() + static_cast<std::ptrdiff_t>(to), is_digit);
}

bool is_nino(const Code& code) {
  constexpr std::string_view k_never_first = "DFIQUV", k_never_second = "DFIOQUV";
  if (!is_letter(code.chars[0]) || !is_letter(code.chars[1]) || !are_digits(code, 2, 8)) return false;
  if (k_never_first.contains(code.chars[0]) || k_never_second.contains(code.chars[1])) return false;
  for (const std::string_view never : {"BG", "GB", "NK", "KN", "NT", "TN", "ZZ"}) {
    if (std::string_view(code.chars.data(), 2) == never) return false;
  }
  return code.chars[8] >= 'A' && code.chars[8] <= 'D';
}

/// X, Y and Z before the digits of a NIE stand for 0, 1 and 2.
bool is_spanish(const Code& code) {
  constexpr std::string_view k_letters = "TRWAGMYFPDXBNJZSQVHLCKE";
  const char first = code.chars[0];
  if (!(is_digit(first) || (first >= 'X' && first <= 'Z')) || !are_digits(code, 1, 8)) return false;
  unsigned value = static_cast<unsigned>(is_digit(first) ? first - '0' : first - 'X');
  for (std::size_t i = 1; i < 8; ++i) value = value * 10 + static_cast<unsigned>(code.chars[i] - '0');
  return code.chars[8] == k_letters[value % 23];
}

/// 2A counts as 19, 2B as 18.
bool is_corsican(const Code& code) {
  if ((code.chars[0] != '1' && code.chars[0] != '2') || code.chars[5] != '2') return false;
  if ((code.chars[6] != 'A' && code.chars[6] != 'B') || !are_digits(code, 1, 5) || !are_digits(code, 7, 15)) {
    return false;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 13; ++i) {
    const char c = i == 5 ? '1' : code.chars[i];
    value = value * 10 + (c == 'A' ? 9U : c == 'B' ? 8U : static_cast<unsigned>(c - '0'));
  }
  return 97 - value % 97 == static_cast<unsigned>((code.chars[13] - '0') * 10 + code.chars[14] - '0');
}

}  // namespace

bool is_ssn(const Number& number) {
  if (number.count != 9) return false;
  const std::uint64_t area = value_of(number, 0, 3);
  return area != 0 && area != 666 && area < 900 && value_of(number, 3, 2) != 0 && value_of(number, 5, 4) != 0;
}

std::optional<Found> national_number(const Number& number) {
  for (std::size_t groups = std::min<std::size_t>(number.group_count, 7); groups > 0; --groups) {
    const Number first = number.first_groups(groups);
    if (is_national(first)) return Found{first.begin, first.end, Personal::national_id};
  }
  return {};
}

std::optional<Found> national_id_at(std::string_view text, std::size_t at) {
  // Nearly all words are done with here: each of those codes has a digit behind its first letters, two at most.
  if (at + 2 < text.size() && is_alphanumeric(text[at + 1]) && is_letter(text[at + 2])) return {};
  if (const Code nine = code_at(text, at, 9); nine.size == 9 && (is_nino(nine) || is_spanish(nine))) {
    return Found{at, nine.end, Personal::national_id};
  }
  if (!is_digit(text[at])) return {};
  // Written with blanks, a Corsican number has six of them.
  if (const Code nir = code_at(text, at, 15); nir.size == 15 && is_corsican(nir)) {
    return Found{at, nir.end, Personal::national_id};
  }
  return {};
}

}  // namespace bellwether::personal
