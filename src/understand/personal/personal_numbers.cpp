#include "understand/personal/personal_numbers.hpp"

#include "understand/personal/bank_account.hpp"
#include "understand/personal/characters.hpp"
#include "understand/personal/email_address.hpp"
#include "understand/personal/machine_address.hpp"
#include "understand/personal/national_ids.hpp"
#include "understand/personal/phone_number.hpp"

#include <bit>
#include <optional>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bellwether::personal {

namespace {

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
    const auto numbers = static_cast<unsigned>(_mm_movemask_epi8(is_number));
    if (numbers != 0) digits += std::popcount(numbers);
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

bool passes_luhn(const Number& number) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < number.count; ++i) {
    unsigned digit = number.digit(number.count - 1 - i);
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

/// 13 to 19 digits (ISO/IEC 7812), in one piece or in groups of four and the like, with the right check digit.
bool is_card(const Number& number) {
  if (number.plus || number.bracket || number.count < 13 || number.count > 19) return false;
  if (number.group_count > 5 || !number.separated_only_by(" -")) return false;
  for (std::size_t i = 0; number.group_count > 1 && i < number.group_count; ++i) {
    if (number.groups[i] < 3 || number.groups[i] > 7) return false;
  }
  return number.digits[0] != '0' && passes_luhn(number);
}

/// The card at the beginning of a number; behind it may stand when it expires.
std::optional<Found> card_in(const Number& number) {
  for (std::size_t groups = number.group_count; groups > 0; --groups) {
    const Number first = number.first_groups(groups);
    if (first.count < 13) break;
    if (is_card(first)) return Found{first.begin, first.end, Personal::card};
  }
  return {};
}

/// Not inside a word, behind a number sign, or behind a part of a longer number.
bool may_begin_here(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char before = text[at - 1];
  if (is_word(before) || before == '#') return false;
  // "-063122186-" amid a web address.
  if (before == '-' && at > 1 && is_word(text[at - 2]) && is_digit(text[at])) return false;
  return !(at > 1 && is_digit(text[at - 2]) &&
           (before == '.' || before == ',' || before == ':' || before == '/' || before == '-'));
}

std::optional<Found> number_found_at(const Words& words, std::size_t at) {
  const std::string_view text = words.text;
  const Number number = number_at(text, at);
  if (number.count < 4) return {};
  if (const auto id = national_number(number); id && word_ends(text, id->end)) return id;
  const std::size_t end = behind_extension(text, number.end);
  if (end > number.end && is_phone(number, text)) return Found{number.begin, end, Personal::phone};
  if (number.end < text.size() && (is_letter(text[number.end]) || text[number.end] == '_')) return {};
  if (const auto card = card_in(number)) return card;
  if (is_ip4(number, text)) return Found{number.begin, number.end, Personal::ip};
  if ((number.group_count == 1 || number.is_grouped({3, 2, 4})) && is_ssn(number) &&
      stands_before(words, at, 40, role::ssn, 0)) {
    return Found{number.begin, number.end, Personal::national_id};
  }
  if (is_told_other(number, words)) return {};
  if (is_phone(number, text) || is_told_phone(number, words)) return Found{number.begin, number.end, Personal::phone};
  return {};
}

/// What begins at `at`, but for e-mail addresses.
std::optional<Found> found_at(const Words& words, std::size_t at, bool has_colon) {
  const std::string_view text = words.text;
  const char c = text[at];
  std::optional<Found> here;
  if (is_letter(c)) here = iban_at(text, at);
  if (!here && (is_letter(c) || is_digit(c))) here = national_id_at(text, at);
  if (!here && has_colon && (is_hex(c) || c == ':')) here = ip6_at(text, at);
  if (!here && (is_digit(c) || c == '+' || c == '(')) here = number_found_at(words, at);
  return here;
}

}  // namespace

void find_numbers(const Words& words, std::vector<Found>& found) {
  const std::string_view text = words.text;
  if (!may_hold_any(text)) return;
  const bool has_colon = text.find(':') != text.npos;
  const std::size_t first = found.size();
  std::size_t free_from = 0;  // Behind the last thing found.
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    std::optional<Found> here;
    if (c == '@') {
      here = email_around(text, i, free_from);
      // What was taken for a number may be the local part.
      while (here && found.size() > first && found.back().end > here->begin) found.pop_back();
    } else if (may_begin_here(text, i)) {
      here = found_at(words, i, has_colon);
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

}  // namespace bellwether::personal
