// Words by which a book of themes finds a topic.
#pragma once

#include "understand/topics/pieces.hpp"
#include "understand/topics/topics.hpp"
#include "understand/topics/wording.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace bellwether::topics {

class Adopting {
 public:
  static constexpr std::size_t k_most_words = 24;  ///< that entries are made of
  static constexpr std::size_t k_most_entries = 25;

  /// All must outlive it.
  Adopting(const Pieces& pieces, const Wording& wording, std::span<const std::uint32_t> learned_from,
           std::span<const float> weights);

  /// Words, and pairs of words that stand near to each other, that find most of the members and few others: always the one that finds most new
  /// members for its false finds, first among those that are right in three of five cases, then among less sure ones, until 85 % are found.
  [[nodiscard]] std::vector<Entry> entries(std::span<const std::uint32_t> members,
                                           std::span<const TellingWord> words) const;

 private:
  /// As an entry has it: "refund*", or several forms parted by commas where `is_alone`.
  [[nodiscard]] std::string bare_pattern(const TellingWord& word, bool is_alone) const;
  [[nodiscard]] std::string pattern(const TellingWord& word, bool is_alone) const;

  const Pieces& pieces_;
  const Wording& wording_;
  std::span<const std::uint32_t> learned_from_;
  std::span<const float> weights_;
  std::vector<std::map<std::uint32_t, std::uint32_t>> forms_;  ///< by stem: its forms and how often each is written
  std::map<std::string_view, std::uint32_t> sorted_;           ///< forms by what is written, with how often
};

}  // namespace bellwether::topics
