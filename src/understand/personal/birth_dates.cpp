#include "understand/personal/birth_dates.hpp"

#include "understand/personal/characters.hpp"
#include "understand/personal/number.hpp"

#include <optional>

namespace bellwether::personal {

namespace {

constexpr std::size_t k_words_until_date = 8;

unsigned value_of(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) break;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

std::string_view text_of(const Words& words, std::size_t i) {
  return words.text.substr(words.all[i].begin, words.all[i].size());
}

bool is_day(std::string_view word) {
  if (word.empty() || !is_digit(word.front())) return false;
  const bool ordinal = word.size() > 2 && is_letter(word.back());  // 1st, 22nd
  const std::size_t digits = ordinal ? word.size() - 2 : word.size();
  if (digits > 2) return false;
  const unsigned day = value_of(word);
  return day >= 1 && day <= 31;
}

bool is_year(std::string_view word) {
  if (word.size() != 4 || !is_digit(word[2]) || !is_digit(word[3])) return false;
  const unsigned year = value_of(word);
  return year >= 1900 && year <= 2099;
}

std::optional<Found> date_in_digits(std::string_view text, std::size_t at) {
  const Number date = number_at(text, at).first_groups(3);
  if (date.group_count != 3 || date.separators[0] != date.separators[1] || !date.separated_only_by(".-/ ")) return {};
  const bool year_first = date.groups[0] == 4;
  if (!year_first && (date.groups[2] != 4 && date.groups[2] != 2)) return {};
  const std::size_t two = date.groups[1], first_size = date.groups[0];
  if (two > 2 || (!year_first && first_size > 2) || (year_first && date.groups[2] > 2)) return {};
  const auto group = [&](std::size_t from, std::size_t size) {
    return value_of(std::string_view(date.digits.data() + from, size));
  };
  const unsigned a = group(0, first_size), b = group(first_size, two), c = group(first_size + two, date.groups[2]);
  const auto fits = [](unsigned day, unsigned month) { return day >= 1 && day <= 31 && month >= 1 && month <= 12; };
  const bool right = year_first ? fits(c, b) : fits(a, b) || fits(b, a);
  if (!right) return {};
  return Found{date.begin, date.end, Personal::birth_date};
}

/// "31. Dezember 1975", "31 de dezembro de 1975", "December 31st, 1975", from word `i` on.
std::optional<Found> date_in_words(const Words& words, std::size_t i) {
  const auto& all = words.all;
  const auto skip_of = [&](std::size_t k) {
    return k < all.size() && all[k].shape == Shape::lower && all[k].size() <= 3 && !all[k].is(role::month) ? k + 1 : k;
  };
  const auto year_at = [&](std::size_t k) -> std::optional<Found> {
    if (k >= all.size() || !is_year(text_of(words, k))) return {};
    return Found{all[i].begin, all[k].end, Personal::birth_date};
  };
  if (all[i].is(role::month)) {
    if (i + 1 >= all.size() || !is_day(text_of(words, i + 1))) return {};
    return year_at(i + 2);
  }
  if (!is_day(text_of(words, i))) return {};
  const std::size_t month = skip_of(i + 1);
  if (month >= all.size() || !all[month].is(role::month)) return {};
  return year_at(skip_of(month + 1));
}

}  // namespace

void find_birth_dates(const Words& words, std::vector<Found>& found) {
  if ((words.roles & role::birth) == 0) return;
  std::size_t told = words.all.size() + k_words_until_date;  // Where the last word of birth stands; none yet.
  for (std::size_t i = 0; i < words.all.size(); ++i) {
    const Word& word = words.all[i];
    if (word.is(role::birth)) told = i;
    if (i <= told || i - told > k_words_until_date || !(word.is_number() || word.is(role::month))) continue;
    std::optional<Found> date = word.is_number() ? date_in_digits(words.text, word.begin) : std::nullopt;
    if (!date) date = date_in_words(words, i);
    if (!date) continue;
    found.push_back(*date);
    while (i + 1 < words.all.size() && words.all[i + 1].begin < date->end) ++i;
  }
}

}  // namespace bellwether::personal
