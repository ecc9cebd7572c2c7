#include "understand/mention_features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace bellwether::understand {

namespace {

/// Slots of feelings. A number that changes here changes what a trained model means.
enum Slot : std::uint32_t {
  in_clause = 0,
  in_sentence,
  before,
  behind,
  nearest_before,
  nearest_behind,
  inside,
  whole_text,
  own,
  own_good,
  own_bad,
  others,
  none_in_clause,
  none_in_sentence,
  none_own,
  asks,
  denies,
  turned_before,
  turned_behind,
  own_steps,                       ///< nine of them
  mentions_steps = own_steps + 9,  ///< four
  good_near = mentions_steps + 4,  ///< five, by distance
  bad_near = good_near + 5,        ///< five
  end_of_slots = bad_near + 5,
};
static_assert(end_of_slots <= MentionFeatures::k_feeling_slots);

/// A comma or an "and" is as far as so many words, the end of a sentence as so many.
constexpr double k_clause_steps = 4, k_sentence_steps = 16;
constexpr double k_loud = 2, k_step = 1;
constexpr double k_most_valence = 4;
constexpr int k_steps = 9;

double part_of(double sum) { return sum / (2 + std::abs(sum)); }

std::uint32_t distance_step(double distance) {
  constexpr auto k_limits = std::to_array<double>({2, 4, 8, 14});
  return static_cast<std::uint32_t>(std::ranges::upper_bound(k_limits, distance) - k_limits.begin());
}

}  // namespace

/// How a feeling lies to a place.
struct MentionFeatures::Near {
  double distance = 0;  ///< words between, and what parts them
  bool is_before = false, is_inside = false;
  bool in_clause = false, in_sentence = false;
};

MentionFeatures::Near MentionFeatures::near(const Place& place, const Feeling& feeling) const {
  Near near;
  near.is_inside = feeling.first <= place.last && feeling.last >= place.first;
  near.is_before = feeling.last < place.first;
  const std::size_t from = near.is_before ? feeling.last : place.last;
  const std::size_t to = near.is_before ? place.first : std::max(feeling.first, place.last);
  const auto clauses_between = static_cast<double>(clauses_->clause(to) - clauses_->clause(from));
  const auto sentences_between = static_cast<double>(clauses_->sentence(to) - clauses_->sentence(from));
  near.in_clause = near.is_inside || clauses_between == 0;
  near.in_sentence = near.is_inside || sentences_between == 0;
  if (!near.is_inside) {
    near.distance =
        static_cast<double>(to - from) + k_clause_steps * clauses_between + k_sentence_steps * sentences_between;
  }
  return near;
}

void MentionFeatures::begin(const Words& words, const Clauses& clauses, const Feelings& feelings,
                            std::span<const Place> places, bool with_words) {
  words_ = &words;
  feelings_ = std::span(feelings.all).first(std::min(k_most, feelings.all.size()));
  compound_ = feelings.compound();
  places_ = places.first(std::min(k_most, places.size()));
  with_words_ = with_words;
  clauses_ = &clauses;
  nearest_.assign(feelings_.size(), k_most);
  for (std::size_t f = 0; f < feelings_.size(); ++f) {
    double least = std::numeric_limits<double>::max();
    for (std::size_t p = 0; p < places_.size(); ++p) {
      const double distance = near(places_[p], feelings_[f]).distance;
      if (distance >= least) continue;
      least = distance;
      nearest_[f] = p;
    }
  }
}

void MentionFeatures::read(std::size_t place, std::vector<learn::Feature>& into) const {
  into.clear();
  const Place& at = places_[place];
  std::array<double, k_feeling_slots> sums{};
  double near_before = std::numeric_limits<double>::max(), near_behind = near_before, nearest = near_before;
  double nearest_felt = 0;
  bool has_clause = false, has_sentence = false, has_own = false;
  for (std::size_t f = 0; f < feelings_.size(); ++f) {
    const double felt = feelings_[f].valence;
    const Near near = this->near(at, feelings_[f]);
    const bool is_own = nearest_[f] == place;
    const double heard = felt / (1 + near.distance / 4) * (is_own ? 1 : 0.4);
    if (near.in_clause) sums[in_clause] += heard;
    if (near.in_sentence) sums[in_sentence] += heard;
    has_clause = has_clause || near.in_clause;
    has_sentence = has_sentence || near.in_sentence;
    if (near.is_inside) sums[inside] += felt;
    if (!near.is_inside && near.in_sentence) {
      sums[near.is_before ? before : behind] += heard;
      double& least = near.is_before ? near_before : near_behind;
      if (near.distance < least) {
        least = near.distance;
        sums[near.is_before ? nearest_before : nearest_behind] = heard;
      }
    }
    if (!is_own) {
      sums[others] += felt / (1 + near.distance / 4);
      continue;
    }
    has_own = has_own || near.in_sentence;
    sums[own] += heard;
    sums[felt > 0 ? own_good : own_bad] += heard;
    if (near.distance < nearest) {
      nearest = near.distance;
      nearest_felt = felt;
    }
  }
  const auto add = [&](std::uint32_t slot, double value) {
    if (value != 0) into.push_back({.slot = slot, .value = static_cast<float>(value)});
  };
  for (const auto slot : {in_clause, in_sentence, before, behind, nearest_before, nearest_behind, inside, own, own_good,
                          own_bad, others}) {
    add(slot, k_loud * part_of(sums[slot]));
  }
  add(whole_text, k_loud * compound_);
  if (!has_clause) add(none_in_clause, k_step);
  if (!has_sentence) add(none_in_sentence, k_step);
  if (!has_own) add(none_own, k_step);
  const int step = std::min(k_steps - 1, static_cast<int>((part_of(2 * sums[own]) + 1) * k_steps / 2));
  add(own_steps + static_cast<std::uint32_t>(step), k_step);
  add(mentions_steps + static_cast<std::uint32_t>(std::min<std::size_t>(places_.size(), 4) - 1), k_step);
  if (nearest_felt != 0) {
    add((nearest_felt > 0 ? good_near : bad_near) + distance_step(nearest),
        k_loud * std::abs(nearest_felt) / k_most_valence);
  }
  add_words(at, into);
  if (with_words_) return;
  for (learn::Feature& feature : into) feature.slot += k_feeling_slots;
}

namespace {

constexpr std::uint64_t k_prime = 0x9E3779B97F4A7C15U;

std::uint64_t mix(std::uint64_t hash, std::uint64_t more) {
  hash = (hash ^ more) * k_prime;
  return hash ^ (hash >> 29);
}

std::uint64_t hash_of(std::uint64_t kind, std::string_view word) {
  std::uint64_t hash = mix(0x2545F4914F6CDD1DU, kind);
  for (const char byte : word) hash = mix(hash, static_cast<unsigned char>(byte));
  return hash;
}

std::uint32_t slot_of(std::uint64_t hash) {
  constexpr std::uint32_t k_begin = 2 * MentionFeatures::k_feeling_slots;
  return k_begin + static_cast<std::uint32_t>((hash >> 32) % (MentionFeatures::k_slots - k_begin));
}

/// What a word is to the mention: in its clause or only in its sentence, before or behind it.
enum Kind : std::uint64_t {
  of_clause_before = 1,
  of_clause_behind,
  of_sentence_before,
  of_sentence_behind,
  pair,
  next
};

}  // namespace

/// The clause and the sentence that the mention stands in; and whether they ask, deny or turn.
void MentionFeatures::add_words(const Place& place, std::vector<learn::Feature>& into) const {
  constexpr std::size_t k_reach = 24;  // words to either side
  const auto all = words_->all();
  const std::size_t from = place.first > k_reach ? place.first - k_reach : 0;
  const std::size_t to = std::min(all.size(), place.last + 1 + k_reach);
  const std::size_t clause = clauses_->clause(place.first), sentence = clauses_->sentence(place.first);
  bool has_question = false, has_denial = false, turns_before = false, turns_behind = false;
  std::array<std::uint32_t, 8 * k_reach> near{}, far{};
  std::size_t nears = 0, fars = 0;
  std::uint64_t last = 0;
  for (std::size_t i = from; i < to; ++i) {
    if (clauses_->sentence(i) != sentence) continue;
    const Word& word = all[i];
    const std::string_view folded = words_->folded(word);
    const bool is_before = i < place.first, in_clause = clauses_->clause(i) == clause;
    has_question = has_question || folded == "?";
    has_denial = has_denial || (in_clause && word.denies);
    if (word.turns) (i <= place.last ? turns_before : turns_behind) = true;
    if (!with_words_) continue;
    // What is mentioned is not felt for being named.
    const bool is_named = i >= place.first && i <= place.last;
    const std::string_view said = is_named ? "·" : word.kind == Word::Kind::number ? "0" : folded;
    const std::uint64_t hash = hash_of(0, said);
    if (in_clause) {
      if (!is_named) near[nears++] = slot_of(mix(hash, is_before ? of_clause_before : of_clause_behind));
      near[nears++] = slot_of(mix(mix(last, pair), hash));
    } else {
      far[fars++] = slot_of(mix(hash, is_before ? of_sentence_before : of_sentence_behind));
    }
    last = hash;
  }
  const auto add = [&](std::span<const std::uint32_t> slots, double share) {
    const auto value =
        static_cast<float>(share / std::sqrt(static_cast<double>(std::max<std::size_t>(1, slots.size()))));
    for (const std::uint32_t slot : slots) into.push_back({.slot = slot, .value = value});
  };
  if (has_question) into.push_back({.slot = asks, .value = k_step});
  if (has_denial) into.push_back({.slot = denies, .value = k_step});
  if (turns_before) into.push_back({.slot = turned_before, .value = k_step});
  if (turns_behind) into.push_back({.slot = turned_behind, .value = k_step});
  add(std::span(near).first(nears), 1);
  add(std::span(far).first(fars), 0.5);
}

}  // namespace bellwether::understand
