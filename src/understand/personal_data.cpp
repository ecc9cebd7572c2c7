#include "understand/personal_data.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bellwether::understand {

namespace {

// Longest forms that are looked at from one place: so the whole stays linear in the text's length.
constexpr std::size_t k_longest_local_part = 64;
constexpr std::size_t k_longest_domain = 253;
constexpr std::size_t k_longest_number = 40;
constexpr std::size_t k_longest_iban = 34;
constexpr std::size_t k_shortest_iban = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_digit(c) || is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Nearly all texts are done with here: but for an address with its "@" and an IPv6 address with its colons, whatever is
/// found has four digits at least (an IBAN many more: ISO 13616 registry).
bool may_hold_any(std::string_view text) {
  constexpr int k_least_digits = 4;
  int digits = 0;
  bool colon = false;
  std::size_t i = 0;
#if defined(__SSE2__)
  const __m128i below = _mm_set1_epi8('0' - 1), above = _mm_set1_epi8('9' + 1), colons = _mm_set1_epi8(':');
  const __m128i at = _mm_set1_epi8('@');
  for (; i + 16 <= text.size(); i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
    const __m128i is_number = _mm_and_si128(_mm_cmpgt_epi8(bytes, below), _mm_cmplt_epi8(bytes, above));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, at)) != 0) return true;
    digits += std::popcount(static_cast<unsigned>(_mm_movemask_epi8(is_number)));
    colon = colon || _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, colons)) != 0;
  }
#endif
  for (const char c : text.substr(i)) {
    if (c == '@') return true;
    digits += is_digit(c) ? 1 : 0;
    colon = colon || c == ':';
  }
  return digits >= k_least_digits || (digits > 0 && colon);
}

bool is_local_part(char c) { return is_word(c) || c == '.' || c == '+' || c == '-' || c == '%' || c == '\''; }

/// The address around the "@" at `at`, which does not begin before `from`.
std::optional<Found> email_around(std::string_view text, std::size_t at, std::size_t from) {
  std::size_t begin = at;
  while (begin > from && at - begin < k_longest_local_part && is_local_part(text[begin - 1])) --begin;
  while (begin < at && (text[begin] == '.' || text[begin] == '\'' || text[begin] == '-')) ++begin;
  if (begin == at) return {};

  std::size_t end = at + 1, label = end, last_label = 0;
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
  last_label = end - label;
  if (!dotted || last_label < 2 || !is_letter(text[label])) return {};
  return Found{begin, end, Personal::email};
}

/// Digits in groups, as phone and card numbers are written.
struct Number {
  std::size_t begin = 0, end = 0;
  bool plus = false, bracket = false;
  std::array<char, k_longest_number> digits{};
  std::size_t count = 0;
  std::array<std::uint8_t, k_longest_number> groups{};  ///< digits in each
  std::array<char, k_longest_number> separators{};      ///< first character behind each group but the last
  std::size_t group_count = 0;
};

/// Reads a number at `at`: an optional plus or bracket, then digits with at most two separators between groups.
Number number_at(std::string_view text, std::size_t at) {
  Number number{.begin = at, .end = at};
  std::size_t i = at;
  std::size_t between = 0;
  bool new_group = true;
  char separator = '\0';
  for (; i < text.size() && i - at < k_longest_number; ++i) {
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
      between = 0;
      continue;
    }
    if (i == at && c == '+') {
      number.plus = true;
      continue;
    }
    const bool separates = c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
    if (!separates || ++between > 2) break;
    number.bracket = number.bracket || c == '(';
    if (!new_group) separator = c;
    new_group = true;
  }
  return number;
}

bool passes_luhn(const Number& number) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < number.count; ++i) {
    unsigned digit = static_cast<unsigned>(number.digits[number.count - 1 - i] - '0');
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

bool separated_only_by(const Number& number, std::string_view separators) {
  for (std::size_t i = 0; i + 1 < number.group_count; ++i) {
    if (separators.find(number.separators[i]) == separators.npos) return false;
  }
  return true;
}

/// 13 to 19 digits (ISO/IEC 7812), in one piece or in groups of four and the like, with the right check digit.
bool is_card(const Number& number) {
  if (number.plus || number.bracket || number.count < 13 || number.count > 19) return false;
  if (number.group_count > 5 || !separated_only_by(number, " -")) return false;
  for (std::size_t i = 0; number.group_count > 1 && i < number.group_count; ++i) {
    if (number.groups[i] < 3 || number.groups[i] > 7) return false;
  }
  return number.digits[0] != '0' && passes_luhn(number);
}

bool is_ip4(const Number& number, std::string_view text) {
  if (number.group_count != 4 || number.plus || number.bracket || !separated_only_by(number, ".")) return false;
  if (number.end - number.begin != number.count + 3) return false;  // One dot between groups, no blanks.
  if (number.end + 1 < text.size() && text[number.end] == '.' && is_digit(text[number.end + 1])) return false;
  std::size_t digit = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if (number.groups[i] > 3) return false;
    int value = 0;
    for (std::size_t k = 0; k < number.groups[i]; ++k) value = value * 10 + (number.digits[digit++] - '0');
    if (value > 255) return false;
  }
  return true;
}

/// 31.12.2019, 2019-12-31, 01/02/20: with whatever follows (a time), no phone number.
bool begins_like_date(const Number& number) {
  if (number.group_count < 3) return false;
  const char separator = number.separators[0];
  if (separator != number.separators[1] || (separator != '.' && separator != '-' && separator != '/')) return false;
  const auto& size = number.groups;
  return (size[0] <= 2 && size[1] <= 2 && (size[2] == 4 || size[2] == 2)) ||
         (size[0] == 4 && size[1] <= 2 && size[2] <= 2);
}

/// North America and others that write three groups of 3, 3 and 4, with or without the 1 in front.
bool has_national_grouping(const Number& number) {
  const std::size_t first = number.group_count == 4 && number.groups[0] == 1 && number.digits[0] == '1' ? 1 : 0;
  return number.group_count == first + 3 && number.groups[first] == 3 && number.groups[first + 1] == 3 &&
         number.groups[first + 2] == 4;
}

/// (978) 645-9740: an area code in brackets in front.
bool has_area_code(const Number& number, std::string_view text) {
  return number.bracket && text[number.begin] == '(' && number.groups[0] <= 5 && number.group_count <= 5;
}

/// Behind "x751" or " x751", an extension; else `end`.
std::size_t behind_extension(std::string_view text, std::size_t end) {
  std::size_t i = end < text.size() && text[end] == ' ' ? end + 1 : end;
  if (i >= text.size() || (text[i] != 'x' && text[i] != 'X')) return end;
  const std::size_t digits = ++i;
  while (i < text.size() && i - digits < 6 && is_digit(text[i])) ++i;
  return i == digits || (i < text.size() && is_word(text[i])) ? end : i;
}

bool is_phone(const Number& number, std::string_view text) {
  if (number.count < 8 || number.count > 15 || begins_like_date(number)) return false;
  if (number.plus) return true;
  const bool is_fraction =
      number.digits[0] == '0' && number.groups[0] == 1 && number.separators[0] == '.' && number.group_count > 1;
  if (number.digits[0] == '0') return !is_fraction;
  return has_national_grouping(number) || has_area_code(number, text);
}

/// Letters A … Z stand for 10 … 35; the first four characters go to the end; the rest of the division by 97 is 1.
bool passes_iban_check(const std::array<char, k_longest_iban>& iban, std::size_t size) {
  unsigned rest = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const char c = iban[(i + 4) % size];
    rest = is_digit(c) ? (rest * 10 + static_cast<unsigned>(c - '0')) % 97
                       : (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
  }
  return rest == 1;
}

/// An IBAN in one piece or in groups of four.
std::optional<Found> iban_at(std::string_view text, std::size_t at) {
  if (at + k_shortest_iban > text.size() || !is_letter(text[at]) || !is_letter(text[at + 1]) ||
      !is_digit(text[at + 2]) || !is_digit(text[at + 3])) {
    return {};
  }
  std::array<char, k_longest_iban> iban{};
  std::size_t size = 0, group = 0;
  std::optional<Found> found;
  for (std::size_t i = at; i < text.size() && size < k_longest_iban; ++i) {
    const char c = text[i];
    if (c == ' ' && group == 4) {
      group = 0;
      continue;
    }
    if (!is_digit(c) && !is_letter(c)) break;
    iban[size++] = is_letter(c) ? static_cast<char>(c & ~0x20) : c;
    ++group;
    const bool ends = i + 1 == text.size() || !is_word(text[i + 1]);
    if (ends && size >= k_shortest_iban && passes_iban_check(iban, size)) found = Found{at, i + 1, Personal::iban};
  }
  return found;
}

/// An IPv6 address with "::" or all eight groups (RFC 4291). Times and ratios have neither.
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
  if (end < text.size() && is_word(text[end])) return {};
  const bool whole = colons == 7 && gaps == 0 && groups == 8;
  const bool shortened = gaps == 1 && colons <= 7 && (groups >= 3 || (groups >= 2 && letter));
  if (!whole && !shortened) return {};
  return Found{at, end, Personal::ip};
}

/// Not inside a word, behind a number sign, or behind a part of a longer number.
bool may_begin_here(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char before = text[at - 1];
  if (is_word(before) || before == '#') return false;
  return !(at > 1 && is_digit(text[at - 2]) &&
           (before == '.' || before == ',' || before == ':' || before == '/' || before == '-'));
}

std::optional<Found> number_found_at(std::string_view text, std::size_t at) {
  const Number number = number_at(text, at);
  if (number.count < 4) return {};
  const std::size_t end = behind_extension(text, number.end);
  if (end > number.end && is_phone(number, text)) return Found{number.begin, end, Personal::phone};
  if (number.end < text.size() && (is_letter(text[number.end]) || text[number.end] == '_')) return {};
  if (is_card(number)) return Found{number.begin, number.end, Personal::card};
  if (is_ip4(number, text)) return Found{number.begin, number.end, Personal::ip};
  if (is_phone(number, text)) return Found{number.begin, number.end, Personal::phone};
  return {};
}

}  // namespace

std::string_view word_of(Personal kind) {
  switch (kind) {
    case Personal::email:
      return "email";
    case Personal::card:
      return "card";
    case Personal::iban:
      return "iban";
    case Personal::phone:
      return "phone";
    case Personal::ip:
      return "ip";
  }
  return "personal";
}

void find_personal_data(std::string_view text, std::vector<Found>& found) {
  found.clear();
  if (!may_hold_any(text)) return;
  const bool has_colon = text.find(':') != text.npos;
  std::size_t free_from = 0;  // Behind the last thing found.
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    std::optional<Found> here;
    if (c == '@') {
      here = email_around(text, i, free_from);
      // What was taken for a number may be the local part.
      while (here && !found.empty() && found.back().end > here->begin) found.pop_back();
    } else if (may_begin_here(text, i)) {
      if (is_letter(c)) here = iban_at(text, i);
      if (!here && has_colon && (is_hex(c) || c == ':')) here = ip6_at(text, i);
      if (!here && (is_digit(c) || c == '+' || c == '(')) here = number_found_at(text, i);
    }
    if (here) {
      found.push_back(*here);
      i = free_from = here->end;
    } else if (is_word(c)) {
      // Inside a word nothing begins; an address is found from its "@".
      while (i < text.size() && is_word(text[i])) ++i;
    } else {
      ++i;
    }
  }
}

}  // namespace bellwether::understand
