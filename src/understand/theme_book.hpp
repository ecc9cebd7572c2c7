// What an organisation listens for: a tree of themes, each with the words that speak of it.
//
//   const auto book = ThemeBook::from_toml(text, "hotels.toml");
//   book->find(words, "en", places);                   // which themes, where
//   book->themes()[places[0].theme].name;              // "room.cleanliness"
//
// A book is TOML:
//
//   label = "Hotels"
//   [themes.room]
//   label = "Room"
//   en = "room, rooms, suite*, -room for improvement"
//   de = "zimmer, *zimmer, suite*"
//   [themes.room.bed]
//   label = "Bed"
//   en = "bed, beds, mattress*, slept, sleep ~ badly"
//   any = "queen size, king size"
//
// Commas part the entries. `*` stands for any ending of a word ("check* in", once inside an entry and at its end), or
// for any beginning of a single word. `a ~ b`: both in one sentence, at most six words apart, in either order, with no "but" between. `-` in
// front: where this stands, none of its words speaks of anything. Of what could be found at a word, the longest phrase
// is; as a side of a `~` its words count all the same. An article before an apostrophe is passed over: "accueil" finds
// "l'accueil". `any` holds in each language.
#pragma once

#include "base/result.hpp"
#include "understand/clauses.hpp"
#include "understand/lexicon.hpp"
#include "understand/mention_features.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::understand {

struct Theme {
  static constexpr std::size_t k_none = SIZE_MAX;
  std::string name;   ///< its place in the tree, "room.cleanliness": a word of the facts' dimension `theme`
  std::string label;  ///< "Cleanliness"
  std::string about;  ///< may be empty
  std::size_t parent = k_none;
  std::map<std::string, std::string, std::less<>> entries;  ///< as written, by language
};

/// Words of a text that speak of a theme.
struct ThemePlace {
  std::size_t theme = 0;
  Place place;
  friend bool operator==(const ThemePlace&, const ThemePlace&) = default;
};

/// Read once, then for any number of threads.
class ThemeBook {
 public:
  static constexpr std::size_t k_most_bytes = 1'000'000;
  static constexpr std::size_t k_most_themes = 500;
  static constexpr std::size_t k_most_entries = 50'000;
  static constexpr std::size_t k_deepest = 4;
  static constexpr std::size_t k_words_apart = 6;  ///< of the two parts of a `~`

  /// Errors: `bad_input` with file and line, of what is wrong first.
  [[nodiscard]] static Result<ThemeBook> from_toml(std::string_view toml, std::string_view file);
  /// Of the shipped catalogue. Error: `not_found` with the names that there are.
  [[nodiscard]] static Result<ThemeBook> shipped(std::string_view name);
  [[nodiscard]] static std::vector<std::string_view> shipped_names();
  /// As it is written; empty for a name that does not ship.
  [[nodiscard]] static std::string_view shipped_text(std::string_view name);

  [[nodiscard]] std::string_view label() const { return label_; }
  /// Parents before their children.
  [[nodiscard]] std::span<const Theme> themes() const { return themes_; }
  /// The theme of a name, or k_none.
  [[nodiscard]] std::size_t at(std::string_view name) const;
  /// Eight hexadecimal digits of what is found by: the same for the same themes and entries, whatever their labels.
  [[nodiscard]] std::string_view version() const { return version_; }

  /// What a text speaks of, in its order, each place once for a theme. Into an emptied list. `language`: ISO 639-1; of one that the book has
  /// no words of, those of all languages are looked for. Linear in the words.
  void find(const Words& words, const Clauses& clauses, std::string_view language, std::vector<ThemePlace>& into) const;

 private:
  /// What an entry says where it is found: themes, and sides of a `~`.
  struct Says {
    std::vector<std::uint32_t> themes;
    std::vector<std::uint32_t> sides;  ///< 2 × pair, + 1 for the second
  };
  /// Two parts of an entry that stand near to each other: of a `~`, or before and behind a `*` inside.
  struct Pair {
    std::uint32_t theme = 0;
    bool is_in_a_row = false;
  };
  struct Language {
    Lexicon lexicon;  ///< its numbers are places in says
    std::vector<Says> says;
    std::vector<Pair> pairs;
  };
  class Compiling;

  ThemeBook() = default;
  [[nodiscard]] Result<void> compile();
  static void add_pairs(const Language& language, const Clauses& clauses,
                        std::span<const std::pair<std::uint32_t, Place>> sides, std::vector<ThemePlace>& into);

  std::string label_, version_;
  std::vector<Theme> themes_;
  std::map<std::string, Language, std::less<>> by_language_;
  Language any_;  ///< of all languages
};

}  // namespace bellwether::understand
