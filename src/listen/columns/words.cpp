#include "listen/columns/words.hpp"

#include "base/invariant.hpp"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_longest_text = 4000;  // bytes that are looked at
constexpr std::size_t k_most_words = 200;     // of a question text; the rest says nothing new

/// Lower case without accents, as code points of letters and digits; 0 where a word ends.
std::vector<UChar32> letters_of(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkd = icu::Normalizer2::getNFKDInstance(status);
  invariant(U_SUCCESS(status) != 0);
  text = text.substr(0, k_longest_text);
  const auto size = static_cast<std::int32_t>(text.size());
  const auto raw = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), size));
  icu::UnicodeString normal;
  nfkd->normalize(raw, normal, status);
  invariant(U_SUCCESS(status) != 0);

  std::vector<UChar32> letters;
  for (std::int32_t i = 0; i < normal.length(); i = normal.moveIndex32(i, 1)) {
    const UChar32 c = normal.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    letters.push_back(c);
  }
  return letters;
}

void append(std::string& word, UChar32 c) { icu::UnicodeString(c).foldCase().toUTF8String(word); }

/// camelCase, HTTPServer, Q7ART: where a new word begins between two letters.
bool begins_word(UChar32 before, UChar32 now, UChar32 after) {
  if ((u_isdigit(before) != 0) != (u_isdigit(now) != 0)) return true;
  if (u_isupper(now) == 0) return false;
  return u_islower(before) != 0 || (u_isupper(before) != 0 && u_islower(after) != 0);
}

void drop_plural(std::string& word) {
  if (word.size() >= 4 && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
}

/// Whether a phrase cut after `size` bytes breaks off inside its second word or a later one.
bool is_cut_inside(const std::vector<std::string>& words, std::size_t size) {
  std::size_t end = words.front().size();
  if (size <= end) return false;
  for (std::size_t i = 1; i < words.size() && end < size; ++i) end += words[i].size();
  return end != size;
}

}  // namespace

Words words_of(std::string_view name) {
  Words result;
  const std::vector<UChar32> letters = letters_of(name);
  std::string word;
  const auto finish = [&] {
    if (word.empty() || result.words.size() == k_most_words) return;
    result.joined += word;
    drop_plural(word);
    result.words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const UChar32 c = letters[i];
    if (u_isalnum(c) == 0) {
      finish();
      continue;
    }
    const UChar32 after = i + 1 < letters.size() ? letters[i + 1] : UChar32{' '};
    if (!word.empty() && begins_word(letters[i - 1], c, after)) finish();
    append(word, c);
  }
  finish();
  drop_plural(result.joined);
  return result;
}

std::string plain(std::string_view text) {
  std::string result;
  bool gap = false;
  for (const UChar32 c : letters_of(text)) {
    if (u_isalnum(c) == 0) {
      gap = !result.empty();
      continue;
    }
    if (gap) result += ' ';
    gap = false;
    append(result, c);
  }
  return result;
}

void Phrases::add(std::string_view text) {
  Phrase phrase;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t gap = std::min(text.find('*', at), text.size());
    const Words piece = words_of(text.substr(at, gap - at));
    if (!phrase.words.empty() && !piece.empty()) {
      phrase.words.emplace_back("*");
      phrase.has_gap = true;
    }
    phrase.words.insert(phrase.words.end(), piece.words.begin(), piece.words.end());
    phrase.joined = phrase.joined.empty() ? piece.joined : phrase.joined + piece.joined;
    at = gap + 1;
  }
  if (phrase.words.empty()) return;
  by_first_[phrase.words.front()].push_back(phrases_.size());
  if (!phrase.has_gap) by_joined_.emplace(phrase.joined, phrases_.size());
  phrases_.push_back(std::move(phrase));
}

std::size_t Phrases::match(const Phrase& phrase, const std::vector<std::string>& words, std::size_t at) {
  std::size_t part = 0;
  bool gap = false;
  while (part < phrase.words.size()) {
    if (phrase.words[part] == "*") {
      gap = true;
      ++part;
      continue;
    }
    if (gap) {
      // A question says its words near each other.
      constexpr std::size_t k_longest_gap = 12;
      const std::size_t from = at;
      while (at < words.size() && at - from <= k_longest_gap && words[at] != phrase.words[part]) ++at;
      gap = false;
    }
    if (at >= words.size() || words[at] != phrase.words[part]) return 0;
    ++at;
    ++part;
  }
  return at;
}

double Phrases::in_name(const Words& name) const {
  if (name.empty()) return 0;
  if (by_joined_.contains(name.joined)) return 1;
  double best = 0;
  for (std::size_t at = 0; at < name.words.size(); ++at) {
    const auto phrases = by_first_.find(name.words[at]);
    if (phrases == by_first_.end()) continue;
    for (const std::size_t which : phrases->second) {
      const Phrase& phrase = phrases_[which];
      const std::size_t end = match(phrase, name.words, at);
      if (end == 0) continue;
      const double covered = static_cast<double>(phrase.joined.size()) / static_cast<double>(name.joined.size());
      const double place = end == name.words.size() ? 0.6 : (at == 0 ? 0.55 : 0.5);
      best = std::max(best, place + 0.35 * std::min(covered, 1.0));
    }
  }
  // NETPRO, recommendat…: programs cut names short.
  constexpr std::size_t k_shortest_cut = 6;
  if (best == 0 && name.words.size() == 1 && name.joined.size() >= k_shortest_cut) {
    for (const Phrase& phrase : phrases_) {
      if (phrase.joined.size() > name.joined.size() && phrase.joined.starts_with(name.joined) &&
          is_cut_inside(phrase.words, name.joined.size())) {
        best = 0.7;
      }
    }
  }
  return best;
}

bool Phrases::in_text(const Words& text) const {
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const auto phrases = by_first_.find(text.words[at]);
    if (phrases == by_first_.end()) continue;
    for (const std::size_t which : phrases->second) {
      if (match(phrases_[which], text.words, at) != 0) return true;
    }
  }
  return false;
}

}  // namespace bellwether::listen
