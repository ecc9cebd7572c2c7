// Words and phrases with a number each: how they feel, or how much they strengthen the next one. Data of the catalogue.
//
// A line is a number and its entries, parted by blanks; `*` at an entry's end stands for any ending, at the beginning of a word alone for
// any beginning ("*zimmer"), `_` for a blank inside a phrase; what is behind `#` is not read.
#pragma once

#include "base/result.hpp"
#include "understand/word_table.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::understand {

class Lexicon {
 public:
  static constexpr std::size_t k_longest_phrase = 5;  ///< words

  /// Adds a file's entries; of two with the same words the later one counts. `bare`: entries are found without their accents, too, as people
  /// type them. Errors: `bad_input` with the line that is wrong; nothing of the file is added then.
  [[nodiscard]] Result<void> add(std::string_view lines, bool bare = false);

  struct Found {
    double number = 0;
    std::size_t words = 1;  ///< of the phrase
  };
  /// The longest phrase that begins with the first of these words, or that word, or its stem, or its ending. Of that word so many of its
  /// first bytes are left out.
  [[nodiscard]] std::optional<Found> at(const Words& words, std::size_t first, std::size_t left_out = 0) const;

  [[nodiscard]] std::size_t size() const { return entries_.size() + stems_.size() + endings_.size(); }

 private:
  struct Entry {
    float number = 0;  ///< where it stands as it is, if `is_entry`
    bool is_entry = false;
    /// Of phrases that begin so, a bit for the first byte (modulo 32) of their second word: nearly all texts go on with another one. With a
    /// number of its own only if told.
    std::uint32_t next_begins = 0;
  };
  static std::uint32_t bit_of(char begin) { return 1U << (static_cast<unsigned char>(begin) % 32); }
  [[nodiscard]] std::optional<Found> phrase_at(const Words& words, std::size_t first, std::size_t from) const;
  [[nodiscard]] std::optional<double> ending_of(std::string_view word) const;
  void put(const std::string& folded, double number, bool is_stem);

  // By a hash of what is folded, phrases with blanks inside.
  WordTable<Entry> entries_;
  WordTable<float> stems_;                                                                ///< where something begins so
  WordTable<float> endings_;                                                              ///< from its last byte on
  std::size_t shortest_stem_ = SIZE_MAX, longest_stem_ = 0, shortest_ending_ = SIZE_MAX;  ///< bytes
};

}  // namespace bellwether::understand
