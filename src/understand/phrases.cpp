#include "understand/phrases.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace bellwether::understand {

namespace {

constexpr std::uint64_t k_begin = 0xCBF29CE484222325U, k_prime = 0x100000001B3U;
// What is on an edge besides a word: no text's words have these hashes but by a chance of one in 2^64.
constexpr std::uint64_t k_stem = 0x9E3779B97F4A7C15U, k_number = 0xC2B2AE3D27D4EB4FU, k_group = 0x165667B19E3779F9U;

std::uint64_t mix(std::uint64_t hash, char byte) { return (hash ^ static_cast<unsigned char>(byte)) * k_prime; }

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = k_begin;
  for (const char byte : text) hash = mix(hash, byte);
  return hash;
}

/// Never 0.
std::uint64_t key_of(std::uint32_t node, std::uint64_t hash) {
  std::uint64_t key = (hash ^ (std::uint64_t{node} * 0xD6E8FEB86659FD93U)) * 0xFF51AFD7ED558CCDU;
  key ^= key >> 32U;
  return key == 0 ? 1 : key;
}

}  // namespace

std::string without_accents(std::string_view text) {
  static constexpr std::string_view k_plain = "aaaaaaaceeeeiiiidnooooo/ouuuuypy";  // of U+00E0 … U+00FF
  std::string bare;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC3 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next >= 0xA0 && next <= 0xBF) {
        bare += k_plain[next - 0xA0U];
        ++i;
        continue;
      }
    }
    bare += text[i];
  }
  return bare;
}

/// Places in the text up to which some of a phrase was found, still to be gone on from. What comes beyond its room is not tried: so a text can
/// not make the look-up long.
struct Phrases::Ways {
  struct Way {
    std::uint32_t node;
    std::uint32_t at;
    std::uint32_t may_pass;
  };
  static constexpr std::size_t k_room = 48, k_most_tried = 256;
  std::array<Way, k_room> open;
  std::size_t count = 0;

  void add(std::uint32_t node, std::size_t at, std::uint32_t may_pass = 0) {
    if (count < k_room) open[count++] = {.node = node, .at = static_cast<std::uint32_t>(at), .may_pass = may_pass};
  }
};

std::uint32_t* Phrases::value_of(std::string_view phrase) {
  const Path end = grow_phrase(k_phrases, phrase);
  if (!end) return nullptr;
  Node& node = nodes_[*end];
  if (!node.is_phrase) ++size_;
  node.is_phrase = true;
  return &node.value;
}

bool Phrases::add_to_group(std::string_view group, std::string_view member) {
  if (member.find_first_of("{~") != std::string_view::npos) return false;
  const Path end = grow_phrase(k_members, member);
  if (!end || (groups_.size() == k_groups && !groups_.contains(group))) return false;
  const auto found = groups_.try_emplace(std::string(group), static_cast<std::uint32_t>(groups_.size())).first;
  Node& node = nodes_[*end];
  node.value = (node.is_phrase ? node.value : 0) | 1U << found->second;
  node.is_phrase = true;
  return true;
}

Phrases::Path Phrases::grow_phrase(std::uint32_t node, std::string_view phrase) {
  std::size_t parts = 0;
  bool has_words = false;
  while (!phrase.empty()) {
    const std::size_t end = std::min(phrase.find_first_of("_~"), phrase.size());
    std::string_view part = phrase.substr(0, end);
    const bool has_gap = end < phrase.size() && phrase[end] == '~';
    phrase.remove_prefix(std::min(end + 1, phrase.size()));
    if (++parts > k_longest) return std::nullopt;
    if (part == "%") {
      nodes_[node].has_number = true;
      node = grow(node, k_number);
      has_words = true;
    } else if (part.starts_with('{') && part.ends_with('}')) {
      const auto group = groups_.find(part.substr(1, part.size() - 2));
      if (group == groups_.end()) return std::nullopt;
      nodes_[node].groups |= 1U << group->second;
      node = grow(node, k_group + group->second);
      has_words = true;
    } else if (!part.empty()) {
      const bool is_stem = part.ends_with('*');
      if (is_stem) part.remove_suffix(1);
      const Path behind = grow_words(node, part, is_stem);
      if (!behind) return std::nullopt;
      has_words = has_words || *behind != node;
      node = *behind;
    }
    if (has_gap && has_words && !phrase.empty()) {
      if (nodes_[node].behind_gap == 0) {
        const auto behind = static_cast<std::uint32_t>(nodes_.size());
        nodes_.emplace_back();
        nodes_[node].behind_gap = behind;
      }
      node = nodes_[node].behind_gap;
    }
  }
  return has_words ? Path(node) : std::nullopt;
}

/// As a text's words are compared: folded.
Phrases::Path Phrases::grow_words(std::uint32_t node, std::string_view text, bool is_stem) {
  Words words;
  words.read(text);
  if (words.all().size() > k_longest) return std::nullopt;
  for (std::size_t i = 0; i < words.all().size(); ++i) {
    const std::string_view word = words.folded(words.all()[i]);
    const bool is_open = is_stem && i + 1 == words.all().size();
    if (is_open) {
      shortest_stem_ = std::min(shortest_stem_, word.size());
      longest_stem_ = std::max(longest_stem_, word.size());
      nodes_[node].has_stems = true;
    }
    longest_word_ = std::max(longest_word_, word.size());
    node = grow(node, is_open ? hash_of(word) ^ k_stem : hash_of(word));
  }
  return node;
}

std::uint32_t Phrases::grow(std::uint32_t node, std::uint64_t hash) {
  if (const std::uint32_t there = follow(node, hash); there != 0) return there;
  const auto added = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  nodes_[node].has_next = true;
  put(key_of(node, hash), added);
  return added;
}

void Phrases::put(std::uint64_t key, std::uint32_t node) {
  if (2 * ++edges_ > slots_.size()) {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    maybe_.assign(slots_.size() / 8, 0);
    edges_ = 1;
    for (const Slot& slot : old) {
      if (slot.key != 0) put(slot.key, slot.node);
    }
  }
  std::size_t i = key & (slots_.size() - 1);
  while (slots_[i].key != 0) i = (i + 1) & (slots_.size() - 1);
  slots_[i] = {.key = key, .node = node};
  const std::uint64_t bit = bit_of(key);
  maybe_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

/// By other bits of the key than the slot is.
std::uint64_t Phrases::bit_of(std::uint64_t key) const { return (key >> 20U) & (64 * maybe_.size() - 1); }

/// 0: nowhere.
std::uint32_t Phrases::follow(std::uint32_t node, std::uint64_t hash) const {
  const std::uint64_t key = key_of(node, hash);
  const std::uint64_t bit = bit_of(key);
  if ((maybe_[bit / 64] >> (bit % 64) & 1U) == 0) return 0;
  for (std::size_t i = key & (slots_.size() - 1); slots_[i].key != 0; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].key == key) return slots_[i].node;
  }
  return 0;
}

template <class Take>
void Phrases::walk(const Words& words, std::size_t first, const Take& take) const {
  Ways ways;
  ways.add(k_phrases, first);
  for (std::size_t tried = 0; ways.count > 0 && tried < Ways::k_most_tried; ++tried) {
    const Ways::Way way = ways.open[--ways.count];
    const Node& node = nodes_[way.node];
    if (node.is_phrase) take(Found{.value = node.value, .words = way.at - first});
    if (way.at >= words.all().size()) continue;
    if (way.may_pass > 0 && may_pass_over(words, way.at)) ways.add(way.node, way.at + 1, way.may_pass - 1);
    if (node.behind_gap != 0) ways.add(node.behind_gap, way.at, k_gap);
    if (node.groups != 0) go_on_with_groups(words, way.node, way.at, ways);
    if (node.has_next) go_on(words, way.node, way.at, ways);
  }
}

std::optional<Phrases::Found> Phrases::at(const Words& words, std::size_t first) const {
  std::optional<Found> longest;
  walk(words, first, [&](const Found& found) {
    if (!longest || found.words > longest->words) longest = found;
  });
  return longest;
}

std::size_t Phrases::all_at(const Words& words, std::size_t first, std::span<Found> into) const {
  std::size_t count = 0;
  walk(words, first, [&](const Found& found) {
    if (count < into.size()) into[count++] = found;
  });
  return count;
}

/// "I will cancel" is not in "I will not cancel".
bool Phrases::may_pass_over(const Words& words, std::size_t at) const {
  const Word& word = words.all()[at];
  return word.kind != Word::Kind::mark && !denies(word, words.folded(word));
}

/// What is added last is tried first: the word as it stands.
void Phrases::go_on(const Words& words, std::uint32_t node, std::size_t at, Ways& ways) const {
  const Word& word = words.all()[at];
  const std::string_view folded = words.folded(word);
  const std::string_view begin = folded.substr(0, longest_word_);
  const std::size_t shortest = nodes_[node].has_stems ? shortest_stem_ : SIZE_MAX;
  std::uint64_t hash = k_begin;
  for (std::size_t i = 0; i < begin.size(); ++i) {
    hash = mix(hash, begin[i]);
    if (i + 1 < shortest || i >= longest_stem_) continue;
    if (const std::uint32_t next = follow(node, hash ^ k_stem); next != 0) ways.add(next, at + 1);
  }
  if (nodes_[node].has_number && word.kind == Word::Kind::number) {
    if (const std::uint32_t next = follow(node, k_number); next != 0) ways.add(next, at + 1);
  }
  if (begin.size() < folded.size()) return;
  if (const std::uint32_t next = follow(node, hash); next != 0) ways.add(next, at + 1);
}

void Phrases::go_on_with_groups(const Words& words, std::uint32_t node, std::size_t at, Ways& ways) const {
  Ways members;
  members.add(k_members, at);
  for (std::size_t tried = 0; members.count > 0 && tried < Ways::k_most_tried; ++tried) {
    const Ways::Way way = members.open[--members.count];
    const Node& member = nodes_[way.node];
    if (member.is_phrase) {
      for (std::uint32_t left = member.value & nodes_[node].groups; left != 0; left &= left - 1) {
        ways.add(follow(node, k_group + static_cast<std::uint32_t>(std::countr_zero(left))), way.at);
      }
    }
    if (way.at < words.all().size() && member.has_next) go_on(words, way.node, way.at, members);
  }
}

}  // namespace bellwether::understand
