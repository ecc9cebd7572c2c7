#include "understand/lexicon.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

constexpr std::uint64_t k_begin = 0xCBF29CE484222325U, k_prime = 0x100000001B3U;

std::uint64_t mix(std::uint64_t hash, char byte) { return (hash ^ static_cast<unsigned char>(byte)) * k_prime; }

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = k_begin;
  for (const char byte : text) hash = mix(hash, byte);
  return hash;
}

/// Of the last bytes, the last one first.
std::uint64_t hash_of_end(std::string_view text, std::size_t bytes) {
  std::uint64_t hash = k_begin;
  for (std::size_t i = 0; i < bytes; ++i) hash = mix(hash, text[text.size() - 1 - i]);
  return hash;
}

/// Small letters of Latin-1 without their accents, as they are typed in a hurry.
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

struct Line {
  float number = 0;
  std::vector<std::string_view> entries;
};

Result<std::vector<Line>> parse(std::string_view lines) {
  std::vector<Line> parsed;
  int at = 0;
  for (const std::string_view line : split(lines, '\n')) {
    ++at;
    const std::string_view text = trim(line.substr(0, line.find('#')));
    if (text.empty()) continue;
    Line& one = parsed.emplace_back();
    bool has_number = false;
    for (const std::string_view word : split(text, ' ')) {
      if (word.empty()) continue;
      if (has_number) {
        one.entries.push_back(word);
        continue;
      }
      const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), one.number);
      has_number = wrong == std::errc() && end == word.data() + word.size() && std::isfinite(one.number);
      if (!has_number) {
        return fail(Code::bad_input, fmt::format("a line begins with a number, not with \"{}\"", word),
                    fmt::format("line {}", at), "write the number of its words first");
      }
    }
  }
  return parsed;
}

}  // namespace

void Lexicon::put(const std::string& folded, double number, bool is_stem) {
  if (is_stem) {
    stems_.at(hash_of(folded)) = static_cast<float>(number);
    shortest_stem_ = std::min(shortest_stem_, folded.size());
    longest_stem_ = std::max(longest_stem_, folded.size());
  } else {
    Entry& one = entries_.at(hash_of(folded));
    one.number = static_cast<float>(number);
    one.is_entry = true;
  }
  if (const std::size_t blank = folded.find(' '); blank != std::string::npos) {
    entries_.at(hash_of(folded.substr(0, blank))).next_begins |= bit_of(folded[blank + 1]);
  }
}

Result<void> Lexicon::add(std::string_view lines, bool bare) {
  const auto parsed = parse(lines);
  if (!parsed) return std::unexpected(parsed.error());
  Words words;
  for (const Line& line : *parsed) {
    for (const std::string_view entry : line.entries) {
      const bool is_stem = entry.ends_with('*'), is_ending = entry.starts_with('*') && entry.size() > 1;
      std::string text(is_stem ? entry.substr(0, entry.size() - 1) : entry);
      if (is_ending) text.erase(0, 1);
      std::ranges::replace(text, '_', ' ');
      words.read(text);
      // As a text's words are compared: folded, parted by one blank.
      const std::string folded(trim(words.folded()));
      for (const std::string& as : {folded, bare ? without_accents(folded) : folded}) {
        if (!is_ending) {
          put(as, double{line.number}, is_stem);
          continue;
        }
        endings_.at(hash_of_end(as, as.size())) = line.number;
        shortest_ending_ = std::min(shortest_ending_, as.size());
      }
    }
  }
  return {};
}

std::optional<Lexicon::Found> Lexicon::at(const Words& words, std::size_t first, std::size_t left_out) const {
  const Word& begin = words.all()[first];
  const std::string_view word = words.folded(begin).substr(left_out);
  // The whole word goes before a stem, and both are of one way through its bytes.
  std::optional<double> stem;
  std::uint64_t hash = k_begin;
  for (std::size_t i = 0; i < word.size(); ++i) {
    hash = mix(hash, word[i]);
    if (i + 1 < shortest_stem_ || i >= longest_stem_) continue;
    if (const float* found = stems_.find(hash)) stem = double{*found};
  }
  const Entry* const entry = entries_.find(hash);
  const bool has_next = first + 1 < words.all().size();
  if (entry != nullptr && has_next && (entry->next_begins & bit_of(words.folded()[words.all()[first + 1].from])) != 0) {
    if (const auto phrase = phrase_at(words, first, begin.from + left_out)) return phrase;
  }
  if (entry != nullptr && entry->is_entry) return Found{.number = double{entry->number}};
  if (!stem) stem = ending_of(word);
  return stem ? std::optional(Found{.number = *stem}) : std::nullopt;
}

/// Of several words, the longest; from this byte of the folded ones on.
std::optional<Lexicon::Found> Lexicon::phrase_at(const Words& words, std::size_t first, std::size_t from) const {
  const auto all = words.all().subspan(first, std::min(k_longest_phrase, words.all().size() - first));
  const std::string_view folded = words.folded();
  std::optional<Found> longest;
  std::uint64_t hash = k_begin;
  for (std::size_t word = 0; word < all.size(); ++word) {
    for (; from < all[word].to; ++from) {
      hash = mix(hash, folded[from]);
      if (word == 0 || from < all[word].from) continue;
      if (const float* stem = stems_.find(hash)) longest = Found{.number = double{*stem}, .words = word + 1};
    }
    const Entry* const whole = word == 0 ? nullptr : entries_.find(hash);
    if (whole != nullptr && whole->is_entry) longest = Found{.number = double{whole->number}, .words = word + 1};
  }
  return longest;
}

/// Of the longest ending.
std::optional<double> Lexicon::ending_of(std::string_view word) const {
  std::optional<double> number;
  if (endings_.size() == 0) return number;
  std::uint64_t hash = k_begin;
  for (std::size_t i = 0; i < word.size(); ++i) {
    hash = mix(hash, word[word.size() - 1 - i]);
    if (i + 1 < shortest_ending_) continue;
    if (const float* found = endings_.find(hash)) number = double{*found};
  }
  return number;
}

}  // namespace bellwether::understand
