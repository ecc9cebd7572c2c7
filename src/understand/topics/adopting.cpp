#include "understand/topics/adopting.hpp"

#include "base/text.hpp"
#include "understand/lexicon.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bellwether::topics {

namespace {

constexpr std::size_t k_pairs = Adopting::k_most_words * (Adopting::k_most_words - 1) / 2;
constexpr std::size_t k_candidates = Adopting::k_most_words + k_pairs;
constexpr std::array k_right_shares{0.6, 0.4, 0.25};
constexpr double k_found_enough = 0.85;
constexpr double k_fewest_new_share = 0.01;
constexpr std::size_t k_shortest_stem = 4;  ///< letters before a *
constexpr double k_false_stem = 0.3;        ///< of a stem's finds that may be other words
constexpr std::size_t k_most_forms = 4;

using Candidates = std::bitset<k_candidates>;

/// Singles first, then pairs.
std::size_t pair_at(std::size_t a, std::size_t b) {
  const auto [low, high] = std::minmax(a, b);
  return Adopting::k_most_words + high * (high - 1) / 2 + low;
}

/// What of the words, and which pairs near each other, a piece has.
Candidates found_in(std::span<const Token> tokens, const std::map<std::uint32_t, std::size_t>& number_of) {
  Candidates found;
  struct Met {
    std::size_t number = 0, at = 0;
  };
  std::vector<Met> met;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].form == k_none) met.clear();  // perhaps a sentence's end
    if (tokens[at].stem == k_none) continue;
    const auto number = number_of.find(tokens[at].stem);
    if (number == number_of.end()) continue;
    found.set(number->second);
    for (const Met& before : met) {
      if (before.number != number->second && at - before.at <= understand::ThemeBook::k_words_apart) {
        found.set(pair_at(before.number, number->second));
      }
    }
    met.push_back({.number = number->second, .at = at});
  }
  return found;
}

bool is_entry(std::string_view word) {
  return length(word) >= 2 && word.find_first_of(",~*\"\\-_#") == std::string_view::npos;
}

}  // namespace

Adopting::Adopting(const Pieces& pieces, const Wording& wording, std::span<const std::uint32_t> learned_from,
                   std::span<const float> weights)
    : pieces_(pieces), wording_(wording), learned_from_(learned_from), weights_(weights), forms_(pieces.stems()) {
  for (const std::uint32_t piece : learned_from_) {
    for (const Token& token : pieces_.tokens(pieces_.all()[piece])) {
      if (token.form == k_none) continue;
      ++sorted_[pieces_.folded(token.form)];
      if (token.stem != k_none) ++forms_[token.stem][token.form];
    }
  }
}

std::string Adopting::pattern(const TellingWord& word, bool is_alone) const {
  const std::uint32_t particle = wording_.particle(word.stem);
  if (particle == k_none) return bare_pattern(word, is_alone);
  return bare_pattern(word, false) + " " + std::string(pieces_.folded(particle));
}

std::string Adopting::bare_pattern(const TellingWord& word, bool is_alone) const {
  const auto& forms = forms_[word.stem];
  std::string_view start = pieces_.folded(word.form);
  if (forms.size() == 1 || pieces_.is_joined(word.form)) return std::string(start);
  std::uint32_t own = 0;
  for (const auto& [form, count] : forms) {
    const std::string_view other = pieces_.folded(form);
    start = start.substr(0, static_cast<std::size_t>(std::ranges::mismatch(start, other).in1 - start.begin()));
    own += count;
  }
  while (!is_utf8(start)) start.remove_suffix(1);
  std::uint32_t all = 0;
  for (auto at = sorted_.lower_bound(start); at != sorted_.end() && at->first.starts_with(start); ++at)
    all += at->second;
  if (length(start) >= k_shortest_stem && all - own <= k_false_stem * all) return std::string(start) + "*";
  if (!is_alone) return std::string(pieces_.folded(word.form));
  std::vector<std::pair<std::uint32_t, std::uint32_t>> most(forms.begin(), forms.end());
  std::ranges::stable_sort(most, std::ranges::greater{}, [](const auto& one) { return one.second; });
  std::string text;
  for (std::size_t i = 0; i < std::min(k_most_forms, most.size()); ++i) {
    const std::string_view form = pieces_.folded(most[i].first);
    if (is_entry(form)) text.append(text.empty() ? "" : ", ").append(form);
  }
  return text;
}

std::vector<Entry> Adopting::entries(std::span<const std::uint32_t> members, std::span<const TellingWord> words) const {
  std::map<std::uint32_t, std::size_t> number_of;
  std::vector<TellingWord> used;
  for (const TellingWord& word : words) {
    const bool is_long =
        pieces_.is_joined(word.form) && length(pieces_.folded(word.form)) > understand::Lexicon::k_longest_phrase;
    if (used.size() == k_most_words || !is_entry(pieces_.folded(word.form)) || is_long) continue;
    number_of.emplace(word.stem, used.size());
    used.push_back(word);
  }
  std::array<double, k_candidates> here{}, elsewhere{};
  std::vector<std::pair<Candidates, double>> to_find;
  double all = 0;
  auto member = members.begin();
  for (std::uint32_t i = 0; i < learned_from_.size(); ++i) {
    const Candidates found = found_in(pieces_.tokens(pieces_.all()[learned_from_[i]]), number_of);
    while (member != members.end() && *member < i) ++member;
    const bool is_member = member != members.end() && *member == i;
    if (is_member) {
      all += weights_[i];
      to_find.emplace_back(found, weights_[i]);
    }
    if (found.none()) continue;
    for (std::size_t c = found._Find_first(); c < k_candidates; c = found._Find_next(c)) {
      (is_member ? here : elsewhere).at(c) += weights_[i];
    }
  }
  std::vector<Entry> entries;
  std::set<std::string> written;
  Candidates used_up;
  double found_so_far = 0;
  for (const double right_share : k_right_shares) {
    while (entries.size() < k_most_entries && found_so_far < k_found_enough * all) {
      std::array<double, k_candidates> more{};
      for (const auto& [candidates, weight] : to_find) {
        for (std::size_t c = candidates._Find_first(); c < k_candidates; c = candidates._Find_next(c))
          more.at(c) += weight;
      }
      std::size_t best = k_candidates;
      double best_score = 0;
      for (std::size_t c = 0; c < k_candidates; ++c) {
        if (used_up.test(c) || more.at(c) < std::max(2.0, k_fewest_new_share * all)) continue;
        const double right = here.at(c) / (here.at(c) + elsewhere.at(c));
        if (right >= right_share && more.at(c) * right > best_score) {
          best = c;
          best_score = more.at(c) * right;
        }
      }
      if (best == k_candidates) break;
      used_up.set(best);
      Entry entry;
      if (best < k_most_words) {
        entry.words = pattern(used[best], true);
      } else {
        for (std::size_t b = 1; b < used.size(); ++b) {
          for (std::size_t a = 0; a < b; ++a) {
            if (pair_at(a, b) == best) entry.words = pattern(used[a], false) + " ~ " + pattern(used[b], false);
          }
        }
      }
      const auto before = to_find.size();
      std::erase_if(to_find, [&](const auto& one) { return one.first.test(best); });
      entry.finds = before - to_find.size();
      found_so_far += more.at(best);
      if (!entry.words.empty() && written.insert(entry.words).second) entries.push_back(std::move(entry));
    }
  }
  return entries;
}

std::string theme_toml(std::span<const Topic> topics, std::string_view label) {
  constexpr std::size_t k_longest_name = 40, k_longest_label = 500;
  std::string name;
  for (const char letter : lower_ascii(label)) {
    const bool is_letter = letter >= 'a' && letter <= 'z';
    const bool is_digit = letter >= '0' && letter <= '9';
    if (is_letter || (is_digit && !name.empty())) {
      name += letter;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
    if (name.size() == k_longest_name) break;
  }
  while (name.ends_with('_')) name.pop_back();
  if (name.size() < 3) name = name.empty() ? "topic" : "topic_" + name;
  std::string shown;
  for (const char letter : trim(label).substr(0, k_longest_label)) {
    if (letter == '"' || letter == '\\') shown += '\\';
    shown += static_cast<unsigned char>(letter) < ' ' || letter == 0x7F ? ' ' : letter;
  }
  while (!is_utf8(shown)) shown.pop_back();
  if (trim(shown).empty()) shown = "Topic";
  std::map<std::string, std::vector<std::string>> by_language;
  for (const Topic& topic : topics) {
    auto& entries = by_language[topic.language];
    for (const Entry& entry : topic.entries) {
      for (const std::string_view one : split(entry.words, ',')) {
        std::string words(trim(one));
        if (std::ranges::find(entries, words) == entries.end()) entries.push_back(std::move(words));
      }
    }
  }
  std::string toml = fmt::format("[themes.{}]\nlabel = \"{}\"\n", name, shown);
  for (const auto& [language, entries] : by_language) {
    if (!entries.empty()) toml += fmt::format("{} = \"{}\"\n", language, fmt::join(entries, ", "));
  }
  return toml;
}

}  // namespace bellwether::topics
