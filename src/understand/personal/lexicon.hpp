// What words and short phrases tell about personal data beside them: given names, titles, "born", "my name is" …
//
// The words are data: catalogue/understand/*.txt.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace bellwether::personal {

/// What a word may be, several at once. The order of the second half is that of `k_sections` in lexicon.cpp.
using Roles = std::uint32_t;
namespace role {
inline constexpr Roles given = 1U << 0U, surname = 1U << 1U, ordinary = 1U << 2U;
inline constexpr Roles ends_phrase = 1U << 3U;  ///< of several words; what it tells is asked of the phrase
inline constexpr Roles title = 1U << 4U, name_suffix = 1U << 5U, particle = 1U << 6U;
inline constexpr Roles name_follows = 1U << 7U;            ///< in any case: "my name is"
inline constexpr Roles person_follows = 1U << 8U;          ///< with a capital: "spoke with"
inline constexpr Roles perhaps_person_follows = 1U << 9U;  ///< where it is known as a name: "this is"
inline constexpr Roles speaks = 1U << 10U, company = 1U << 11U;
inline constexpr Roles phone = 1U << 12U, no_phone = 1U << 13U, ssn = 1U << 14U, birth = 1U << 15U, month = 1U << 16U;
inline constexpr Roles street_behind = 1U << 17U;  ///< "Baker *Street*"
inline constexpr Roles street_before = 1U << 18U;  ///< "*rue* Cler"
inline constexpr Roles street_ending = 1U << 19U;  ///< "Haupt*straße*": asked of a word's end alone
inline constexpr Roles post_box = 1U << 20U, flat = 1U << 21U;
inline constexpr Roles place_before = 1U << 22U;  ///< "*Saint* Louis", "in Florence"
inline constexpr Roles greeting = 1U << 23U;
inline constexpr Roles in_phrase = 1U << 27U;       ///< stands in a phrase before its last word
inline constexpr Roles phrase = 1U << 26U;          ///< what it tells is told by a phrase that ends with it
inline constexpr Roles surname_ending = 1U << 25U;  ///< asked of a word's end alone
inline constexpr Roles post_word = 1U << 24U;       ///< "*P.O.* Box"
}  // namespace role

class Lexicon {
 public:
  static constexpr std::size_t k_longest_phrase = 5;  ///< in words

  /// The words that are carried in the program.
  [[nodiscard]] static const Lexicon& shipped();

  /// What the word or phrase of this hash (word_hash.hpp) may be. What is held is 48 bits of each hash: another word is taken
  /// for one in some 10^9.
  [[nodiscard]] Roles roles_of(std::uint64_t hash) const {
    const Slot* const slots = slots_.data();
    for (std::size_t i = hash & k_mask;; i = (i + 1) & k_mask) {
      if (slots[i].roles == 0) return 0;
      if (slots[i].tag == static_cast<std::uint32_t>(hash >> 32U)) return slots[i].roles;
    }
  }
  /// Whether a folded word ends like a surname ("-wicz", "-sson"), and is longer than that.
  [[nodiscard]] bool has_surname_ending(std::string_view folded) const;
  /// Whether a folded word ends like a street in one word, and is longer than that.
  [[nodiscard]] bool has_street_ending(std::string_view folded) const;

 private:
  struct Slot {
    std::uint32_t tag = 0;
    Roles roles = 0;
  };

  static constexpr std::size_t k_mask = (1U << 17U) - 1;  ///< four times the words that are there

  Lexicon();
  void add(std::uint64_t hash, Roles roles);
  void add_phrase(std::string_view line, Roles roles);
  void add_lists(std::string_view prefix, Roles roles);  ///< of all files whose names begin so
  void add_list(std::string_view text, Roles roles);
  void add_sections(std::string_view file);

  std::vector<Slot> slots_;
  std::vector<std::string_view> street_endings_, surname_endings_;
};

}  // namespace bellwether::personal
