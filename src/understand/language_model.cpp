#include "understand/language_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace bellwether::understand {

namespace {

/// Multiplies and takes the upper bits (Knuth, TAOCP 3, 6.4).
std::uint32_t row_of(std::uint64_t key) {
  key ^= key >> 29U;
  return static_cast<std::uint32_t>((key * 0x9E3779B97F4A7C15ULL) >> (64 - k_feature_bits));
}

}  // namespace

ClassRange classes_of(Script script) {
  if (script == Script::cyrillic) return {k_latin_languages.size(), k_cyrillic_languages.size()};
  return {0, k_latin_languages.size()};
}

std::string_view code_of(std::size_t language) {
  return language < k_latin_languages.size() ? k_latin_languages[language]
                                             : k_cyrillic_languages[language - k_latin_languages.size()];
}

void pieces_of(const PlainWord& word, WordPieces& pieces) {
  constexpr std::uint64_t k_word_seed = 0xCBF29CE484222325ULL, k_word_factor = 0x100000001B3ULL;  // FNV-1a
  std::size_t count = 0;
  std::uint64_t last = 0, whole = k_word_seed;
  for (std::size_t i = 0; i < word.size; ++i) {
    const std::uint64_t letter = word.letters[i];
    last = (last << 16U) | letter;
    whole = (whole ^ letter) * k_word_factor;
    if (letter >= 0x80) pieces.rows[count++] = row_of(letter);
    if (i >= 1) pieces.rows[count++] = row_of(last & 0xFFFFFFFFULL);
    if (i >= 2) pieces.rows[count++] = row_of(last & 0xFFFFFFFFFFFFULL);
    if (i >= 3) pieces.rows[count++] = row_of(last);
  }
  // A word of one or two letters is whole among the pieces already.
  if (word.letter_count() > 2) pieces.rows[count++] = row_of(whole);
  pieces.count = count;
}

void Evidence::add(const Evidence& other) {
  for (std::size_t i = 0; i < k_classes; ++i) sums[i] += other.sums[i];
  pieces += other.pieces;
  letters += other.letters;
  words += other.words;
}

Result<LanguageModel> LanguageModel::over(std::span<const std::byte> bytes) {
  Head head;
  if (bytes.size() != k_bytes) return fail(Code::damaged, "the language model has the wrong size");
  std::memcpy(&head, bytes.data(), sizeof head);
  if (head.magic != k_magic) return fail(Code::damaged, "this is no language model");
  return LanguageModel(head, reinterpret_cast<const std::int8_t*>(bytes.data() + sizeof head));
}

void LanguageModel::fetch(const WordPieces& pieces) const {
  for (std::size_t i = 0; i < pieces.count; ++i) __builtin_prefetch(weights_ + pieces.rows[i] * k_classes);
}

void LanguageModel::add(const WordPieces& pieces, Evidence& evidence) const {
  // 4 · 34 + 1 pieces of at most 127 stay within 16 bits, where more lanes fit into a register.
  std::array<std::int16_t, k_classes> sums{};
  static_assert(std::tuple_size_v<decltype(WordPieces::rows)> * 127 <= 32767);
  for (std::size_t i = 0; i < pieces.count; ++i) {
    const std::int8_t* row = weights_ + pieces.rows[i] * k_classes;
    for (std::size_t k = 0; k < k_classes; ++k) sums[k] = static_cast<std::int16_t>(sums[k] + row[k]);
  }
  for (std::size_t k = 0; k < k_classes; ++k) evidence.sums[k] += sums[k];
  evidence.pieces += static_cast<std::int32_t>(pieces.count);
  ++evidence.words;
}

Guess LanguageModel::guess(const Evidence& evidence, ClassRange among) const {
  if (evidence.pieces == 0) return {};
  const auto sums = std::span(evidence.sums).subspan(among.first, among.count);
  const auto best = std::ranges::max_element(sums);
  const float unit = head_.per_unit * head_.slope * std::pow(static_cast<float>(evidence.pieces), head_.power);
  float all = 0;
  for (const std::int32_t sum : sums) all += std::exp(static_cast<float>(sum - *best) * unit);
  return {among.first + static_cast<std::size_t>(best - sums.begin()), 1.0 / static_cast<double>(all)};
}

std::uint64_t letters_hash(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, bytes] = character_at(text, at);
    if (script_of(value) != Script::none) hash = (hash ^ small(value)) * 0x100000001B3ULL;
    at += bytes;
  }
  return hash ^ (hash >> 32U);
}

Part part_of(std::string_view text) {
  const std::uint64_t tenth = letters_hash(text) % 10;
  return tenth < 2 ? Part::held_out : tenth == 2 ? Part::calibration : Part::training;
}

}  // namespace bellwether::understand
