#include "understand/topics/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace bellwether::topics {

namespace {

constexpr double k_fewest = 3;           ///< weighed pieces with a phrase
constexpr double k_fewest_share = 0.04;  ///< of a topic's pieces
constexpr double k_enough_share = 0.3;   ///< a phrase in fewer of the pieces gets another one beside it
constexpr double k_second_share = 0.5;   ///< of the first one's score, for a second one
constexpr double k_enough_share_of_word = 0.75, k_second_to_word = 0.25;
constexpr double k_own = 0.3;      ///< power of the share of a phrase's places that are in the topic
constexpr double k_of_part = 0.7;  ///< how much it counts what tells a part from its whole
constexpr std::size_t k_most_members = 4'000;
/// A phrase is in fewer texts than its words, and tells a reader more.
constexpr std::array<double, Wording::k_longest_phrase + 1> k_worth{0, 1, 1.7, 2.0, 2.1};

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
  return hash ^ (hash >> 29U);
}

double tells(double here, double here_of, double all, double all_of) {
  const double share = here / here_of;
  const double elsewhere = (all - here + 0.5) / (all_of - here_of + 1);
  return share * std::log(share / elsewhere);
}

bool overlap(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  return std::ranges::any_of(a, [&](std::uint32_t stem) { return std::ranges::find(b, stem) != b.end(); });
}

/// Of many members, each so manieth.
std::size_t step_of(std::size_t members) { return members / k_most_members + 1; }

template <class Take>
void each_member(std::span<const std::uint32_t> members, const Take& take) {
  for (std::size_t i = 0; i < members.size(); i += step_of(members.size())) take(members[i]);
}

}  // namespace

Wording::Wording(const Pieces& pieces, std::span<const std::uint32_t> learned_from, std::span<const float> weights)
    : pieces_(pieces),
      learned_from_(learned_from),
      weights_(weights),
      of_stem_(pieces.stems()),
      with_stem_(pieces.stems()),
      particles_(pieces.stems(), k_none) {
  find_particles();
  std::vector<std::uint64_t> seen;
  for (std::uint32_t i = 0; i < learned_from_.size(); ++i) {
    all_ += weights_[i];
    for (const Token& token : tokens(i)) {
      if (token.stem == k_none || pieces_.weight(token.stem) != Weight::full) continue;
      auto& with = with_stem_[token.stem];
      if (!with.empty() && with.back() == i) continue;
      with.push_back(i);
      of_stem_[token.stem] += weights_[i];
    }
    seen.clear();
    each_phrase(tokens(i), [&](std::uint64_t key, std::span<const Token>) { seen.push_back(key); });
    std::ranges::sort(seen);
    const auto again = std::ranges::unique(seen);
    seen.erase(again.begin(), again.end());
    for (const std::uint64_t key : seen) of_phrase_[key] += weights_[i];
  }
}

/// Begins with a word that names something or a "not", ends with one that names something; behind a "not" it may end with any that is not
/// ordinary: "card not working".
template <class Take>
void Wording::each_phrase(std::span<const Token> all, const Take& take) const {
  for (std::size_t first = 0; first < all.size(); ++first) {
    if (all[first].form == k_none) continue;
    const auto is_full = [&](const Token& token) {
      return token.stem != k_none && pieces_.weight(token.stem) == Weight::full;
    };
    bool has_full = false, has_denial = false;
    std::uint64_t key = 1;
    for (std::size_t size = 1; size <= k_longest_phrase && first + size <= all.size(); ++size) {
      const Token& token = all[first + size - 1];
      if (token.form == k_none) break;
      const bool denies = pieces_.denies(token.form);
      if (size == 1 && !is_full(token) && !denies) break;
      has_full = has_full || is_full(token);
      has_denial = has_denial || denies;
      key = mix(key, token.stem == k_none ? (std::uint64_t{1} << 40U) + token.form : token.stem);
      const bool may_end = is_full(token) || (has_denial && !denies && token.stem != k_none);
      if (has_full && may_end) take(key, all.subspan(first, size));
    }
  }
}

std::vector<TellingWord> Wording::telling(std::span<const std::uint32_t> members, std::size_t most) const {
  std::map<std::uint32_t, double> here;
  double here_of = 0;
  std::vector<std::uint32_t> stems;
  for (const std::uint32_t member : members) {
    stems.clear();
    for (const Token& token : tokens(member)) {
      if (token.stem != k_none && pieces_.weight(token.stem) == Weight::full) stems.push_back(token.stem);
    }
    std::ranges::sort(stems);
    const auto again = std::ranges::unique(stems);
    stems.erase(again.begin(), again.end());
    for (const std::uint32_t stem : stems) here[stem] += weights_[member];
    here_of += weights_[member];
  }
  std::vector<TellingWord> words;
  for (const auto& [stem, count] : here) {
    const double weight = tells(count, here_of, of_stem_[stem], all_);
    if (count >= k_fewest - 1 && weight > 0) {
      words.push_back({.stem = stem, .weight = weight, .share = count / here_of});
    }
  }
  std::ranges::stable_sort(words, std::ranges::greater{}, &TellingWord::weight);
  if (words.size() > most) words.resize(most);
  std::map<std::uint32_t, std::map<std::uint32_t, double>> forms;
  for (const TellingWord& word : words) forms[word.stem];
  each_member(members, [&](std::uint32_t member) {
    for (const Token& token : tokens(member)) {
      const auto found = token.stem == k_none ? forms.end() : forms.find(token.stem);
      if (found != forms.end()) found->second[token.form] += weights_[member];
    }
  });
  for (TellingWord& word : words) {
    word.form = std::ranges::max_element(forms[word.stem], {}, [](const auto& one) { return one.second; })->first;
  }
  return words;
}

void Wording::find_particles() {
  constexpr double k_mostly = 0.7;
  constexpr std::uint32_t k_fewest_times = 5;
  std::vector<std::uint32_t> times(pieces_.stems());
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> followed;
  for (std::uint32_t i = 0; i < learned_from_.size(); ++i) {
    const auto all = tokens(i);
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (all[at].stem == k_none) continue;
      ++times[all[at].stem];
      if (at + 1 == all.size() || all[at + 1].form == k_none || !pieces_.is_particle(all[at + 1].form)) continue;
      ++followed[{all[at].stem, all[at + 1].form}];
    }
  }
  for (const auto& [pair, count] : followed) {
    if (count >= k_fewest_times && count >= k_mostly * times[pair.first]) particles_[pair.first] = pair.second;
  }
}

double Wording::count(std::span<const std::uint32_t> members, Counts& counts) const {
  double all = 0;
  each_member(members, [&](std::uint32_t member) {
    all += weights_[member];
    each_phrase(tokens(member), [&](std::uint64_t key, std::span<const Token> phrase) {
      Counted& one = counts[key];
      if (std::exchange(one.last, member) == member) return;
      one.count += weights_[member];
      one.example = phrase;
    });
  });
  return all;
}

std::vector<Wording::Phrase> Wording::phrases(std::span<const std::uint32_t> members,
                                              std::span<const std::uint32_t> whole) const {
  Counts here, there;
  const double here_of = count(members, here);
  const double there_of = count(whole, there);
  const auto here_step = static_cast<double>(step_of(members.size()));
  std::vector<Phrase> found;
  for (const auto& [key, one] : here) {
    if (one.count < k_fewest || one.count < k_fewest_share * here_of) continue;
    double told = tells(one.count, here_of, std::max<double>(one.count, of_phrase_.at(key)), all_);
    if (const auto in_whole = there.find(key); in_whole != there.end()) {
      const double of_whole = std::max(in_whole->second.count, one.count);
      told = k_of_part * tells(one.count, here_of, of_whole, std::max(there_of, here_of)) + (1 - k_of_part) * told;
    }
    if (told <= 0) continue;
    Phrase& phrase = found.emplace_back();
    phrase.key = key;
    phrase.share = one.count / here_of;
    std::size_t size = 0;
    for (const Token& token : one.example) {
      size += token.stem == k_none ? 0U : 1U;
      if (token.stem != k_none && pieces_.weight(token.stem) == Weight::full) phrase.stems.push_back(token.stem);
    }
    std::ranges::sort(phrase.stems);
    const bool says_twice = std::ranges::adjacent_find(phrase.stems) != phrase.stems.end();
    // What is said as much elsewhere ("card", to a bank) does not tell this topic from others.
    const double own = one.count / std::max<double>(one.count, of_phrase_.at(key)) * here_step;
    phrase.score = says_twice ? 0 : told * k_worth.at(size) * std::pow(std::min(1.0, own), k_own);
  }
  std::ranges::stable_sort(found, std::ranges::greater{}, &Phrase::score);
  return found;
}

std::string Wording::label(std::span<const std::uint32_t> members, std::span<const std::uint32_t> whole,
                           std::set<std::uint64_t>& taken) const {
  const auto found = phrases(members, whole);
  const auto first = std::ranges::find_if(found, [&](const Phrase& phrase) { return !taken.contains(phrase.key); });
  if (first == found.end() || first->score <= 0) return {};
  taken.insert(first->key);
  std::string text = written(first->key, members);
  const bool is_word = first->stems.size() == 1;
  if (first->share >= (is_word ? k_enough_share_of_word : k_enough_share)) return text;
  for (auto second = first + 1; second != found.end(); ++second) {
    if (second->score < (is_word ? k_second_to_word : k_second_share) * first->score) break;
    if (overlap(first->stems, second->stems)) continue;
    return text + ", " + written(second->key, members);
  }
  return text;
}

std::string Wording::written(std::uint32_t form) const {
  std::string text(pieces_.written(form));
  const std::uint32_t stem = pieces_.stem(form);
  if (stem != k_none && particles_[stem] != k_none) text.append(" ").append(pieces_.written(particles_[stem]));
  return text;
}

std::string Wording::written(std::uint64_t phrase, std::span<const std::uint32_t> members) const {
  std::map<std::vector<std::uint32_t>, double> ways;
  each_member(members, [&](std::uint32_t member) {
    each_phrase(tokens(member), [&](std::uint64_t key, std::span<const Token> found) {
      if (key != phrase) return;
      std::vector<std::uint32_t> forms;
      for (const Token& token : found) forms.push_back(token.form);
      ways[forms] += weights_[member];
    });
  });
  if (ways.empty()) return {};
  const auto& forms = std::ranges::max_element(ways, {}, [](const auto& way) { return way.second; })->first;
  std::string text;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (!text.empty() && !pieces_.is_joined(forms[i])) text += ' ';
    text += i + 1 == forms.size() ? written(forms[i]) : std::string(pieces_.written(forms[i]));
  }
  return text;
}

double Wording::coherence(std::span<const TellingWord> words) const {
  double sum = 0;
  int pairs = 0;
  const auto n = static_cast<double>(learned_from_.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      const auto& a = with_stem_[words[i].stem];
      const auto& b = with_stem_[words[j].stem];
      double both = 0;
      for (auto at = a.begin(), other = b.begin(); at != a.end() && other != b.end();) {
        if (*at == *other) ++both;
        if (*at < *other) {
          ++at;
        } else {
          ++other;
        }
      }
      ++pairs;
      if (both == 0) {
        sum -= 1;
      } else if (both < n) {
        const double information = std::log(both * n / (static_cast<double>(a.size()) * static_cast<double>(b.size())));
        sum += information / -std::log(both / n);
      } else {
        sum += 1;
      }
    }
  }
  return pairs == 0 ? 0 : sum / pairs;
}

}  // namespace bellwether::topics
