// Words and phrases with a value each, found in a text: what is written of them in the catalogue, and the look-up that all lists there share.
//
//   cancel           the word           annoy*         any word that begins so
//   waste_of_time    one behind another  cancel*~order  up to three other words between, but no mark and no "not"
//   %                a number in digits  {month}        any one word or phrase of a group that was added
#pragma once

#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::understand {

class Phrases {
 public:
  static constexpr std::size_t k_longest = 8;  ///< parts of a phrase
  static constexpr std::uint32_t k_gap = 3;    ///< words that "~" passes over
  static constexpr std::size_t k_groups = 32;
  static constexpr std::uint32_t k_new = UINT32_MAX;

  /// Where the phrase's value stands: k_new until it is set. Null for a phrase that has no word, too many of them, or a group that is not
  /// known. Lives until the next phrase.
  [[nodiscard]] std::uint32_t* value_of(std::string_view phrase);
  /// Adds a word or phrase, of which none has a group in it, to a group. False: as above, or there are too many groups.
  [[nodiscard]] bool add_to_group(std::string_view group, std::string_view member);

  /// A word that denies in another language, and in these phrases' one does not.
  void add_harmless(std::string_view word) { harmless_.emplace(word); }
  void forget_harmless() { harmless_.clear(); }
  [[nodiscard]] bool denies(const Word& word, std::string_view folded) const {
    return word.denies && !harmless_.contains(folded);
  }

  struct Found {
    std::uint32_t value = 0;
    std::size_t words = 1;  ///< of the text, with those passed over
  };
  /// The longest phrase that begins with this word; of several as long, the one that says a word in full goes before a stem, and a longer
  /// stem before a shorter one. In a time that does not depend on the text's length.
  [[nodiscard]] std::optional<Found> at(const Words& words, std::size_t first) const;
  /// Every phrase that begins with this word, as far as there is room; of several as long, in that order. How many there are.
  std::size_t all_at(const Words& words, std::size_t first, std::span<Found> into) const;

  [[nodiscard]] std::size_t size() const { return size_; }  ///< phrases that were asked for

 private:
  struct Node {
    std::uint32_t value = k_new;
    std::uint32_t behind_gap = 0;  ///< the node that "~" leads to; 0: none
    std::uint32_t groups = 0;      ///< bit for each group that leads on
    bool is_phrase = false, has_next = false, has_stems = false, has_number = false;
  };
  struct Slot {
    std::uint64_t key = 0;  ///< 0: free
    std::uint32_t node = 0;
  };
  struct Ways;
  using Path = std::optional<std::uint32_t>;  ///< the node of its end

  [[nodiscard]] std::uint32_t follow(std::uint32_t node, std::uint64_t hash) const;
  [[nodiscard]] bool may_pass_over(const Words& words, std::size_t at) const;
  std::uint32_t grow(std::uint32_t node, std::uint64_t hash);
  Path grow_phrase(std::uint32_t node, std::string_view phrase);
  Path grow_words(std::uint32_t node, std::string_view text, bool is_stem);
  [[nodiscard]] std::uint64_t bit_of(std::uint64_t key) const;
  void put(std::uint64_t key, std::uint32_t node);
  template <class Take>
  void walk(const Words& words, std::size_t first, const Take& take) const;
  void go_on(const Words& words, std::uint32_t node, std::size_t at, Ways& ways) const;
  void go_on_with_groups(const Words& words, std::uint32_t node, std::size_t at, Ways& ways) const;

  static constexpr std::uint32_t k_phrases = 0, k_members = 1;  ///< the roots
  std::vector<Node> nodes_ = std::vector<Node>(2);
  std::vector<Slot> slots_ =
      std::vector<Slot>(64);  ///< edges, by their node and what is on them; a power of two, at most half full
  std::vector<std::uint64_t> maybe_ =
      std::vector<std::uint64_t>(64 / 8);  ///< a bit for an edge's key: most words end here, in the cache
  std::size_t edges_ = 0;
  std::size_t shortest_stem_ = SIZE_MAX, longest_stem_ = 0, longest_word_ = 0;  ///< bytes
  std::size_t size_ = 0;
  std::map<std::string, std::uint32_t, std::less<>> groups_;
  std::set<std::string, std::less<>> harmless_;
};

/// Small letters of Latin-1 without their accents, as they are typed in a hurry.
[[nodiscard]] std::string without_accents(std::string_view text);

}  // namespace bellwether::understand
