// What tells languages of one alphabet apart: logistic regression over pieces of words, with weights of eight bits.
#pragma once

#include "base/result.hpp"
#include "understand/plain_words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace bellwether::understand {

/// The languages in the order of the weights. The last one of Latin script, "und", stands for no language at all.
inline constexpr auto k_latin_languages =
    std::to_array<std::string_view>({"en", "fr", "es", "pt", "it", "ca", "ro", "de", "nl", "da",
                                     "sv", "no", "fi", "pl", "cs", "hu", "tr", "id", "vi", "und"});
inline constexpr auto k_cyrillic_languages = std::to_array<std::string_view>({"ru", "uk", "bg"});
inline constexpr std::size_t k_classes = 24;  ///< one is spare: rows of 24 bytes
inline constexpr std::size_t k_class_und = k_latin_languages.size() - 1;

/// Where the languages of an alphabet stand among all.
struct ClassRange {
  std::size_t first = 0, count = 0;
};
[[nodiscard]] ClassRange classes_of(Script script);
[[nodiscard]] std::string_view code_of(std::size_t language);

inline constexpr std::size_t k_feature_bits = 16;
inline constexpr std::size_t k_rows = std::size_t{1} << k_feature_bits;

/// Pieces of a word as numbers of rows: its letters by two, three and four with the blanks around it, single letters
/// beyond ASCII, and the whole word.
struct WordPieces {
  std::array<std::uint32_t, 4 * (PlainWord::k_longest + 2) + 1> rows;
  std::size_t count = 0;
};
void pieces_of(const PlainWord& word, WordPieces& pieces);

/// Sums of weights over the pieces of some words.
struct Evidence {
  std::array<std::int32_t, k_classes> sums{};
  std::int32_t pieces = 0, letters = 0, words = 0;

  void add(const Evidence& other);
};

struct Guess {
  std::size_t language = k_class_und;
  double probability = 0;
};

/// Looks into bytes that it does not own.
class LanguageModel {
 public:
  /// What stands in front of the weights. A probability is the softmax of `sum · per_unit · slope · pieces^power`.
  struct Head {
    std::array<char, 8> magic{};
    float per_unit = 1;              ///< what a weight of 1 stands for
    float slope = 1, power = -0.5F;  ///< fitted to texts that the weights were not
    std::array<std::byte, 44> spare{};
  };
  static_assert(sizeof(Head) == 64);
  static constexpr std::array<char, 8> k_magic{'B', 'W', 'L', 'A', 'N', 'G', '0', '1'};
  static constexpr std::size_t k_bytes = sizeof(Head) + k_rows * k_classes;

  /// Error: `damaged` where the bytes are no model of this form. `bytes` must outlive the model.
  [[nodiscard]] static Result<LanguageModel> over(std::span<const std::byte> bytes);

  /// Before add(), some time before: rows lie anywhere in more memory than the nearest caches hold.
  void fetch(const WordPieces& pieces) const;
  void add(const WordPieces& pieces, Evidence& evidence) const;
  [[nodiscard]] Guess guess(const Evidence& evidence, ClassRange among) const;

 private:
  LanguageModel(const Head& head, const std::int8_t* weights) : head_(head), weights_(weights) {}

  Head head_;
  const std::int8_t* weights_;
};

/// Texts that training never sees (a fifth), texts that only calibrate (a tenth), by their letters: so that a text and
/// its repetitions stand on one side.
enum class Part : std::uint8_t { training, calibration, held_out };
[[nodiscard]] std::uint64_t letters_hash(std::string_view text);  ///< the same for texts of the same letters
[[nodiscard]] Part part_of(std::string_view text);

}  // namespace bellwether::understand
