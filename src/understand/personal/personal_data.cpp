#include "understand/personal/personal_data.hpp"

#include "understand/personal/birth_dates.hpp"
#include "understand/personal/characters.hpp"
#include "understand/personal/person_names.hpp"
#include "understand/personal/personal_numbers.hpp"
#include "understand/personal/postal_address.hpp"

#include <algorithm>

namespace bellwether::personal {

namespace {

constexpr std::size_t k_piece = std::size_t{64} << 10U;
constexpr std::size_t k_look_back = 1'024;       ///< for a blank to cut at
constexpr std::size_t k_most_continuations = 4;  ///< bytes of a character (UTF-8), the first counted

/// Where the piece that begins at `from` ends.
std::size_t end_of_piece(std::string_view text, std::size_t from) {
  std::size_t end = std::min(text.size(), from + k_piece);
  if (end == text.size()) return end;
  const std::size_t blank = text.substr(end - k_look_back, k_look_back).find_last_of(" \n");
  if (blank != text.npos) return end - k_look_back + blank;
  // Not in the middle of a character; where there is none, anywhere.
  for (std::size_t back = 0; back < k_most_continuations; ++back) {
    if (!is_continuation(text[end - back])) return end - back;
  }
  return end;
}

/// Puts what was found in the order of the text. Of two that overlap the kind that was looked for first stays: its form
/// says more.
void merge(std::vector<Found>& all, std::vector<Found>& kept) {
  kept.clear();
  std::ranges::stable_sort(all, {}, &Found::begin);
  // The kinds were appended one behind the other; `all` holds how sure each is in its kind.
  const auto sureness = [](Personal kind) {
    switch (kind) {
      case Personal::account:
        return 0;
      case Personal::address:
        return 3;
      case Personal::birth_date:
        return 2;
      case Personal::phone:
        return 4;
      case Personal::name:
        return 5;
      default:
        return 1;
    }
  };
  for (const Found& found : all) {
    bool stays = true;
    while (stays && !kept.empty() && kept.back().end > found.begin) {
      if (sureness(kept.back().kind) <= sureness(found.kind)) {
        stays = false;
      } else {
        kept.pop_back();
      }
    }
    if (stays) kept.push_back(found);
  }
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
    case Personal::national_id:
      return "national_id";
    case Personal::address:
      return "address";
    case Personal::name:
      return "name";
    case Personal::birth_date:
      return "birth_date";
    case Personal::account:
      return "account";
  }
  return "personal";
}

PersonalData::PersonalData(std::vector<AccountPattern> accounts) : accounts_(std::move(accounts)) {
  if (accounts_.size() > k_most_account_patterns) accounts_.resize(k_most_account_patterns);
}

void PersonalData::find(std::string_view text, std::vector<Found>& found) {
  found.clear();
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = end_of_piece(text, from);
    find_in_piece(text.substr(from, end - from), from, found);
    from = end;
  }
}

void PersonalData::find_in_piece(std::string_view piece, std::size_t from, std::vector<Found>& found) {
  all_.clear();
  read_words(piece, Lexicon::shipped(), words_);
  find_accounts(piece, accounts_, all_);
  find_numbers(words_, all_);
  find_birth_dates(words_, all_);
  find_postal_addresses(words_, all_);
  find_person_names(words_, all_);
  if (all_.empty()) return;
  merge(all_, kept_);
  for (Found one : kept_) {
    one.begin += from;
    one.end += from;
    found.push_back(one);
  }
}

void find_personal_data(std::string_view text, std::vector<Found>& found) {
  PersonalData finder;
  finder.find(text, found);
}

}  // namespace bellwether::personal
