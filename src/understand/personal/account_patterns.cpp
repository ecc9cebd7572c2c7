#include "understand/personal/account_patterns.hpp"

#include "understand/personal/characters.hpp"

#include <algorithm>
#include <string_view>

namespace bellwether::personal {

namespace {

constexpr std::size_t k_longest_run = 40;
constexpr std::string_view k_separators = "-./_ ";

bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
bool is_sign(char c) { return c == '#' || c == '?' || c == '*'; }

/// Behind what fits `form` from `at` on; `at` where it does not fit.
std::size_t behind(std::string_view text, std::size_t at, std::string_view form) {
  std::size_t i = at;
  for (const char sign : form) {
    if (sign == '*') {
      const std::size_t run = i;
      while (i < text.size() && i - run < k_longest_run && is_alphanumeric(text[i])) ++i;
      if (i == run) return at;
      continue;
    }
    if (i >= text.size()) return at;
    const char c = text[i++];
    const bool fits = sign == '#' ? is_digit(c) : sign == '?' ? is_letter(c) : upper(c) == upper(sign);
    if (!fits) return at;
  }
  return word_ends(text, i) ? i : at;
}

}  // namespace

Result<AccountPattern> account_pattern(std::string_view name, std::string_view form) {
  const auto wrong = [&](std::string message, std::string mend) {
    return fail(Code::bad_input, std::move(message), "privacy.patterns." + std::string(name), std::move(mend));
  };
  if (form.empty()) return wrong("the pattern is empty", "write one, such as \"ORD-######\"");
  if (form.size() > k_longest_account_pattern) {
    return wrong("the pattern is longer than " + std::to_string(k_longest_account_pattern) + " signs", "shorten it");
  }
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char c = form[i];
    if (!is_alphanumeric(c) && !is_sign(c) && !k_separators.contains(c)) {
      return wrong("sign " + std::to_string(i + 1) + " of the pattern has no meaning",
                   "letters, digits, \"-\", \".\", \"/\", \"_\" and a blank stand for themselves, # for a digit, ? for "
                   "a letter, * for several of both");
    }
    if (c == '*' && i + 1 < form.size() && (is_alphanumeric(form[i + 1]) || is_sign(form[i + 1]))) {
      return wrong("behind * the pattern must end or go on with a separator: * takes all letters and digits",
                   "put a \"-\" or the like behind the *, or leave out what follows");
    }
  }
  if (k_separators.contains(form.front()) || k_separators.contains(form.back())) {
    return wrong("the pattern begins or ends with a separator", "begin and end with a letter, a digit, #, ? or *");
  }
  if (std::ranges::none_of(form, is_sign)) {
    return wrong("nothing in the pattern varies", "use # for a digit, ? for a letter, * for several of both");
  }
  if (form == "*" || std::ranges::all_of(form, [](char c) { return c == '?' || c == '*'; })) {
    return wrong("the pattern fits any word", "add digits (#), letters that stay the same, or separators");
  }
  return AccountPattern{.name = std::string(name), .form = std::string(form)};
}

void find_accounts(std::string_view text, std::span<const AccountPattern> patterns, std::vector<Found>& found) {
  if (patterns.empty()) return;
  for (std::size_t i = 0; i < text.size();) {
    const bool begins = is_alphanumeric(text[i]) && (i == 0 || !is_word(text[i - 1]));
    std::size_t end = i;
    for (std::size_t k = 0; begins && end == i && k < patterns.size(); ++k) end = behind(text, i, patterns[k].form);
    if (end > i) found.push_back({.begin = i, .end = end, .kind = Personal::account});
    i = std::max(end, i + 1);
  }
}

}  // namespace bellwether::personal
