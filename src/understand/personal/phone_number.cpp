#include "understand/personal/phone_number.hpp"

#include "understand/personal/characters.hpp"

#include <algorithm>

namespace bellwether::personal {

namespace {

constexpr std::size_t k_least_digits = 8, k_least_told = 6, k_most_digits = 15;
constexpr std::size_t k_before = 48, k_behind = 12;

/// 31.12.2019, 2019-12-31, 01/02/20: with whatever follows (a time), no phone number.
bool begins_like_date(const Number& number) {
  if (number.group_count < 3) return false;
  const char separator = number.separators[0];
  if (separator != number.separators[1] || (separator != '.' && separator != '-' && separator != '/')) return false;
  const auto& size = number.groups;
  if (size[0] == 4 && size[1] <= 2 && size[2] <= 2) return true;
  if (size[0] > 2 || size[1] > 2) return false;
  // 02.27.96.63.08 is how France writes its own.
  if (number.is_grouped({2, 2, 2, 2, 2}) && number.digits[0] == '0' && number.separators[3] == separator) return false;
  // Four pairs, 20-32-85-26, are no date; they are a phone number where a word tells so.
  return size[2] == 4 || (size[2] == 2 && !(number.group_count == 4 && number.separators[2] == separator));
}

/// North America and others that write three groups of 3, 3 and 4, with or without the 1 in front.
bool has_national_grouping(const Number& number) {
  return number.is_grouped({3, 3, 4}) || (number.is_grouped({1, 3, 3, 4}) && number.digits[0] == '1');
}

/// (978) 645-9740: an area code in brackets in front.
bool has_area_code(const Number& number, std::string_view text) {
  return number.bracket && text[number.begin] == '(' && number.separators[0] == ')' && number.groups[0] <= 5 &&
         number.group_count <= 5;
}

std::size_t first_word_from(const Words& words, std::size_t at) {
  const auto found = std::ranges::lower_bound(words.all, at, {}, &Word::begin);
  return static_cast<std::size_t>(found - words.all.begin());
}

}  // namespace

bool is_phone(const Number& number, std::string_view text) {
  if (number.count < k_least_digits || number.count > k_most_digits || begins_like_date(number)) return false;
  if (number.plus) return true;
  if (std::string_view(number.digits.data(), 3) == "000") return false;
  const bool is_fraction =
      number.digits[0] == '0' && number.groups[0] == 1 && number.separators[0] == '.' && number.group_count > 1;
  if (number.digits[0] == '0') return !is_fraction;
  return has_national_grouping(number) || has_area_code(number, text);
}

bool is_told_phone(const Number& number, const Words& words) {
  if ((words.roles & role::phone) == 0) return false;
  if (number.count < k_least_told || number.count > k_most_digits || begins_like_date(number)) return false;
  if (number.bracket && words.text[number.begin] != '(') return false;
  // 1.234.567 and 100000.50 are amounts, 2019 2020 are years.
  if (number.group_count == 2 && (number.separators[0] == '.' || number.groups[0] < 2)) return false;
  if (number.is_grouped({4, 4}) && number.digits[0] <= '2' && number.digits[4] <= '2') return false;
  if (stands_before(words, number.begin, k_before, role::phone, role::no_phone)) return true;
  for (std::size_t i = first_word_from(words, number.end); i < words.all.size(); ++i) {
    if (words.all[i].begin > number.end + k_behind || words.all[i].before == Gap::dot) return false;
    if (words.all[i].is(role::phone)) return true;
  }
  return false;
}

bool is_told_other(const Number& number, const Words& words) {
  constexpr std::size_t k_near = 24;
  return !number.plus && stands_before(words, number.begin, k_near, role::no_phone, role::phone);
}

std::size_t behind_extension(std::string_view text, std::size_t end) {
  std::size_t i = end < text.size() && text[end] == ' ' ? end + 1 : end;
  if (i >= text.size() || (text[i] != 'x' && text[i] != 'X')) return end;
  const std::size_t digits = ++i;
  while (i < text.size() && i - digits < 6 && is_digit(text[i])) ++i;
  return i == digits || !word_ends(text, i) ? end : i;
}

bool stands_before(const Words& words, std::size_t at, std::size_t before, Roles roles, Roles unless) {
  for (std::size_t behind = first_word_from(words, at); behind > 0; --behind) {
    const Word& word = words.all[behind - 1];
    if (word.begin + before < at || word.is(unless)) return false;
    if (word.is(roles)) return true;
  }
  return false;
}

}  // namespace bellwether::personal
