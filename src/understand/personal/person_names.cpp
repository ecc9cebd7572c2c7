#include "understand/personal/person_names.hpp"

namespace bellwether::personal {

namespace {

constexpr std::size_t k_most_words = 6;
constexpr Roles k_name = role::given | role::surname;

class Names {
 public:
  explicit Names(const Words& words)
      : words_(words),
        all_(words.all),
        shouts_(words.capitals > 2 && words.capitals * 2 > words.all.size()),
        has_capitals_(words.has_capitals) {}

  /// A first look that is enough for nearly every word: one in small letters needs an introduction, or to be a name where
  /// all is written so.
  bool may_begin(std::size_t i) const {
    const Word& word = all_[i];
    if (word.is_number()) return false;
    if (word.shape != Shape::lower) return true;
    return (i > 0 && is_introduced(i)) || (!has_capitals_ && word.is(role::given));
  }

  /// The word behind the name that begins at `i`, which may begin one; `i` where none does. `follows_name`: one ended just
  /// before.
  std::size_t behind_name(std::size_t i, bool follows_name) const {
    if (is_part_of_place(i)) return i;
    std::size_t end = i;
    if (i > 0 && is_introduced(i)) end = introduced(i);
    if (end == i) end = listed(i);
    if (end == i) end = beside_surname(i);
    if (end == i && follows_name && is_name_in_company(i) && (all_[i].before != Gap::comma || all_[i].is(k_name))) {
      end = extended(i, i + 1);
    }
    if (end == i && (speaks_behind(i) || is_of_two(i)) && is_unknown_name(i)) end = i + 1;
    if (end > i && end < all_.size() && all_[end].is(role::company) && all_[end].has_capital() && near(end)) return i;
    return end;
  }

  /// "A, B and C": the next name of a list.
  bool continues_list(std::size_t i, std::size_t name_end) const {
    if (name_end == 0) return false;
    if (i == name_end) return all_[i].before == Gap::comma && goes_on_as_list(i + 1);
    return i == name_end + 1 && is_and(name_end) && near(i) && near(name_end);
  }

 private:
  bool goes_on_as_list(std::size_t i) const {
    if (i >= all_.size()) return false;
    if (all_[i].before == Gap::comma) return all_[i].shape == Shape::capital;
    return near(i) && is_and(i);
  }
  bool is_and(std::size_t i) const {
    constexpr std::size_t k_longest_and = 3;
    return all_[i].shape == Shape::lower && all_[i].size() <= k_longest_and &&
           all_[i].is(role::perhaps_person_follows | role::particle);
  }
  bool near(std::size_t i) const { return all_[i].before == Gap::blank; }
  bool joins(std::size_t i) const {
    const Gap gap = all_[i].before;
    return gap == Gap::blank || gap == Gap::hyphen || gap == Gap::apostrophe;
  }
  bool begins_sentence(std::size_t i) const {
    const Gap gap = all_[i].before;
    return i == 0 || gap == Gap::dot || gap == Gap::line || gap == Gap::other;
  }
  /// With a capital that tells something.
  bool is_marked(std::size_t i) const {
    return all_[i].shape == Shape::capital || (all_[i].shape == Shape::capitals && !shouts_);
  }
  bool is_unknown_name(std::size_t i) const {
    return is_marked(i) && all_[i].shape == Shape::capital && all_[i].size() > 2 && !all_[i].is(role::ordinary) &&
           !all_[i].is(role::title | role::month | role::company);
  }
  /// Where names stand around, a name that is an everyday word, too, is one.
  bool is_name_in_company(std::size_t i) const {
    return is_unknown_name(i) ||
           (all_[i].shape == Shape::capital && all_[i].is(role::given) && !all_[i].is(role::month | role::title));
  }
  /// "Sousa and Ball": two surnames of the list.
  bool is_of_two(std::size_t i) const {
    if (i + 2 >= all_.size() || !all_[i].is(k_name) || !near(i + 1) || !is_and(i + 1) || !near(i + 2)) return false;
    return all_[i + 2].is(k_name) && all_[i + 2].shape == Shape::capital && !all_[i + 2].is(role::month);
  }
  /// A street, a saint's church, "Carol's Diner" stay what they are.
  bool is_part_of_place(std::size_t i) const {
    return i > 0 && all_[i - 1].is(role::place_before) && (near(i) || all_[i].before == Gap::hyphen);
  }
  bool speaks_behind(std::size_t i) const { return i + 1 < all_.size() && all_[i + 1].is(role::speaks) && near(i + 1); }

  bool is_introduced(std::size_t i) const {
    constexpr Roles k_any =
        role::title | role::name_follows | role::person_follows | role::perhaps_person_follows | role::greeting;
    return all_[i - 1].is(k_any);
  }

  std::size_t introduced(std::size_t i) const {
    const Word& cue = all_[i - 1];
    const Gap gap = all_[i].before;
    if (cue.is(role::title) && (gap == Gap::blank || gap == Gap::dot)) return titled(i);
    if (cue.is(role::name_follows)) {
      const bool named = gap == Gap::colon || gap == Gap::blank || gap == Gap::other;
      if (named && (gap == Gap::colon || cue.is(role::phrase) || all_[i].has_capital())) return after_strong(i);
    }
    if (gap == Gap::other) return i;
    if (cue.is(role::greeting) && begins_sentence(i - 1) && is_greeted(i)) return extended(i, i + 1);
    if (cue.is(role::person_follows) && gap != Gap::dot && is_name_in_company(i)) return extended(i, i + 1);
    if (cue.is(role::perhaps_person_follows) && (gap == Gap::blank || gap == Gap::comma) && is_marked(i) &&
        all_[i].is(role::given) && !all_[i].is(role::month)) {
      return all_[i].is(role::ordinary) ? extended_by_surname(i) : extended(i, i + 1);
    }
    return i;
  }

  /// "Hi Anna," with what ends a greeting behind.
  bool is_greeted(std::size_t i) const {
    if (!near(i) || all_[i].shape != Shape::capital) return false;
    const bool ends = i + 1 == all_.size() || all_[i + 1].before == Gap::comma || all_[i + 1].before == Gap::line;
    return ends && (all_[i].is(role::given) || is_unknown_name(i));
  }

  /// Behind "Mrs": a surname may be an everyday word. In small letters only where the title is, too, with its dot.
  std::size_t titled(std::size_t i) const {
    if (all_[i].is(role::title)) return i;
    if (all_[i].has_capital()) {
      if (all_[i].is(role::ordinary) && !all_[i].is(k_name)) return i;
      if (all_[i].shape == Shape::capitals && shouts_ && !all_[i].is(k_name)) return i;
      return extended(i, i + 1);
    }
    const bool small = all_[i - 1].shape == Shape::lower && all_[i].before == Gap::dot;
    return small ? in_small_letters(i) : i;
  }

  std::size_t after_strong(std::size_t i) const {
    if (all_[i].is(role::title)) return i;  // The name is behind it.
    if (!all_[i].has_capital()) return in_small_letters(i);
    if (all_[i].is(role::ordinary) && !all_[i].is(k_name)) return i;
    return extended(i, i + 1);
  }

  /// Up to three words that are no everyday words.
  std::size_t in_small_letters(std::size_t i) const {
    std::size_t end = i;
    while (end < all_.size() && end - i < 3 && (end == i || joins(end)) && all_[end].shape == Shape::lower) {
      const bool between = all_[end].is(role::particle) && end > i && end + 1 < all_.size() && near(end + 1);
      if (all_[end].is(role::ordinary) && !(all_[end].is(role::given) && end == i) && !between) break;
      if (all_[end].size() < 2 || (all_[end].is(role::particle) && end == i)) break;
      ++end;
    }
    while (end > i && all_[end - 1].is(role::particle) && !all_[end - 1].is(k_name)) --end;
    return end;
  }

  /// A given name of the list.
  std::size_t listed(std::size_t i) const {
    const Word& word = all_[i];
    if (!word.is(role::given) || word.size() < 3) return i;
    if (!word.has_capital()) return in_small_text(i);
    if (!is_marked(i) || word.shape == Shape::capitals || word.is(role::ordinary | role::month)) {
      return extended_by_surname(i);
    }
    return extended(i, i + 1);
  }

  /// Only with a surname of the list behind: "Will Smith", "MARY JONES".
  std::size_t extended_by_surname(std::size_t i) const {
    const std::size_t next = i + 1 < all_.size() && all_[i + 1].shape == Shape::initial && near(i + 1) ? i + 2 : i + 1;
    if (next >= all_.size() || !all_[next].is(role::surname) || all_[next].is(role::ordinary)) return i;
    const bool right_gap = near(next) || all_[next].before == Gap::dot;
    if (!right_gap || !all_[next].has_capital() || all_[next].size() < 3) return i;
    return extended(i, next + 1);
  }

  /// Where all is written small: a given name that is no everyday word, before a surname or a word that is none either.
  std::size_t in_small_text(std::size_t i) const {
    if (has_capitals_ || all_[i].is(role::ordinary | role::month) || i + 1 >= all_.size()) return i;
    const Word& next = all_[i + 1];
    if (!near(i + 1) || next.is(role::ordinary) || next.is_number() || !next.is(role::surname)) return i;
    return next.size() > 2 ? i + 2 : i;
  }

  /// "J. Smith", "John F Kennedy", "Bridger Knudsen": what stands before a surname of the list, or a
  /// word that ends like one.
  std::size_t beside_surname(std::size_t i) const {
    const std::size_t next = i + 1;
    if (next >= all_.size() || all_[next].is(role::ordinary | role::given)) return i;
    if (all_[next].shape != Shape::capital || all_[next].size() < 4) return i;
    const bool initial =
        all_[i].shape == Shape::initial && all_[next].before == Gap::dot && !all_[i].is(role::ordinary);
    const bool unknown = near(next) && is_unknown_name(i) && !begins_sentence(i);
    if (!initial && !unknown) return i;
    const bool is_surname =
        all_[next].is(role::surname) || Lexicon::shipped().has_surname_ending(words_.folded(all_[next]));
    return is_surname ? extended(i, next + 1) : i;
  }

  /// Takes in what goes on with the name: surnames, initials, words between, "Jr".
  std::size_t extended(std::size_t begin, std::size_t end) const {
    while (end < all_.size() && end - begin < k_most_words) {
      const Word& word = all_[end];
      if (word.is(role::name_suffix) && word.has_capital() && (near(end) || word.before == Gap::comma)) {
        ++end;
      } else if (word.shape == Shape::initial && near(end) && !word.is(role::ordinary)) {
        ++end;
      } else if (goes_on(end)) {
        ++end;
      } else if (const std::size_t behind = behind_particles(end); behind > end) {
        end = behind;
      } else {
        break;
      }
    }
    while (end - begin > 1 && all_[end - 1].shape == Shape::initial && all_[end - 1].is(role::ordinary)) --end;
    return end;
  }

  bool goes_on(std::size_t i) const {
    const Word& word = all_[i];
    const bool behind_initial = word.before == Gap::dot && all_[i - 1].shape == Shape::initial;
    if (!joins(i) && !behind_initial) return false;
    if (!word.has_capital() || word.size() < 2 || word.is(role::title | role::company)) return false;
    constexpr Roles k_other = role::phone | role::no_phone | role::birth | role::ssn | role::flat | role::street_behind;
    if (word.is(k_other) && !word.is(k_name)) return false;
    if (word.shape == Shape::capitals && shouts_ && !word.is(k_name)) return false;
    return !word.is(role::ordinary) || (word.is(role::surname) && !word.is(role::month));
  }

  std::size_t behind_particles(std::size_t i) const {
    std::size_t k = i;
    while (k < all_.size() && k - i < 3 && joins(k) && all_[k].is(role::particle)) ++k;
    if (k == i || k >= all_.size() || !joins(k)) return i;
    // "van der Voet"; but "Lage der Stadt".
    const std::string_view first = words_.text.substr(all_[i].begin, all_[i].size());
    if (first == "der" || first == "den") return i;
    const bool fits = all_[k].shape == Shape::capital && (!all_[k].is(role::ordinary) || all_[k].is(role::surname));
    return fits ? k + 1 : i;
  }

  const Words& words_;
  const std::vector<Word>& all_;
  bool shouts_;
  bool has_capitals_;
};

}  // namespace

void find_person_names(const Words& words, std::vector<Found>& found) {
  const Names names(words);
  std::size_t name_end = 0;  // Behind the last name.
  for (std::size_t i = 0; i < words.all.size();) {
    if (!names.may_begin(i)) {
      ++i;
      continue;
    }
    const std::size_t end = names.behind_name(i, names.continues_list(i, name_end));
    if (end == i) {
      ++i;
      continue;
    }
    found.push_back({.begin = words.all[i].begin, .end = words.all[end - 1].end, .kind = Personal::name});
    i = name_end = end;
  }
}

}  // namespace bellwether::personal
