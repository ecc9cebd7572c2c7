#include "understand/personal/bank_account.hpp"

#include "understand/personal/characters.hpp"

#include <array>

namespace bellwether::personal {

namespace {

constexpr std::size_t k_longest_iban = 34;
constexpr std::size_t k_shortest_iban = 15;

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

}  // namespace

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
    iban[size++] = upper(c);
    ++group;
    if (size >= k_shortest_iban && word_ends(text, i + 1) && passes_iban_check(iban, size)) {
      found = Found{at, i + 1, Personal::iban};
    }
  }
  return found;
}

}  // namespace bellwether::personal
