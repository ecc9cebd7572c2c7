#include "understand/text_features.hpp"

#include "understand/negation.hpp"

#include <cmath>
#include <string_view>

namespace bellwether::understand {

namespace {

constexpr std::uint64_t k_prime = 0x9E3779B97F4A7C15U;

/// Kinds of features, told apart by where their hashes begin.
enum class Of : std::uint64_t { word = 1, pair = 2, denied = 3, piece = 4, loud = 5 };

std::uint64_t mix(std::uint64_t hash, std::uint64_t more) {
  hash = (hash ^ more) * k_prime;
  return hash ^ (hash >> 29);
}

std::uint64_t begin(Of of) { return mix(0x5851F42D4C957F2DU, static_cast<std::uint64_t>(of)); }

std::uint64_t mix(std::uint64_t hash, std::string_view bytes) {
  for (const char byte : bytes) hash = mix(hash, static_cast<unsigned char>(byte));
  return hash;
}

/// Names and numbers differ from text to text: that there is one is all that they say.
std::string_view said(const Words& words, const Word& word) {
  switch (word.kind) {
    case Word::Kind::mention:
      return "@";
    case Word::Kind::link:
      return "http";
    case Word::Kind::number:
      return word.to - word.from > 2 ? "000" : words.folded(word);
    default:
      return words.folded(word);
  }
}

class Gathering {
 public:
  Gathering(const TextFeatures& settings, std::vector<learn::Feature>& into) : settings_(settings), into_(into) {}

  void add(std::uint64_t hash) {
    into_.push_back({.slot = static_cast<std::uint32_t>(hash >> 32) & (settings_.slots - 1), .value = 1});
  }
  /// All that was added since the last end gets the same value.
  void end(double kind_share) {
    const auto n = static_cast<double>(into_.size() - ended_);
    const auto value = n == 0 ? 0 : static_cast<float>(kind_share / std::sqrt(n));
    for (; ended_ < into_.size(); ++ended_) into_[ended_].value = value;
  }

 private:
  const TextFeatures& settings_;
  std::vector<learn::Feature>& into_;
  std::size_t ended_ = 0;
};

/// Of a blank, the word and a blank: pieces of two characters to the longest, so that ends and stems of words count.
void add_pieces(std::string_view padded, std::size_t longest, Gathering& gathering) {
  const auto is_inside = [&](std::size_t at) { return (static_cast<unsigned char>(padded[at]) & 0xC0) == 0x80; };
  for (std::size_t from = 0; from < padded.size(); ++from) {
    if (is_inside(from)) continue;
    std::uint64_t hash = begin(Of::piece);
    std::size_t characters = 0;
    for (std::size_t at = from; at < padded.size();) {
      do hash = mix(hash, static_cast<unsigned char>(padded[at++]));
      while (at < padded.size() && is_inside(at));
      if (++characters >= 2) gathering.add(hash);
      if (characters == longest) break;
    }
  }
}

}  // namespace

void TextFeatures::read(const Words& words, std::vector<learn::Feature>& into) const {
  into.clear();
  Gathering gathering(*this, into);
  std::uint64_t before = begin(Of::pair);
  Negation negation;
  for (const Word& word : words.all()) {
    const std::string_view text = said(words, word);
    const std::uint64_t hash = mix(begin(Of::word), text);
    gathering.add(hash);
    if (has_pairs) gathering.add(mix(before, hash));
    before = mix(begin(Of::pair), hash);
    if (word.is_shouted && word.to - word.from > 2) gathering.add(mix(begin(Of::loud), 1));
    if (word.is_stretched) gathering.add(mix(begin(Of::loud), 2));
    if (negation.reaches(word, text) && word.kind == Word::Kind::word) gathering.add(mix(begin(Of::denied), text));
  }
  gathering.end(1);
  if (longest_piece < 2) return;
  for (const Word& word : words.all()) {
    if (word.kind == Word::Kind::mention || word.kind == Word::Kind::link) continue;
    add_pieces(words.folded().substr(word.from - 1, word.to - word.from + 2), longest_piece, gathering);
  }
  gathering.end(pieces_share);
}

}  // namespace bellwether::understand
