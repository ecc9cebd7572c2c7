#include "understand/personal/postal_address.hpp"

#include "understand/personal/characters.hpp"

#include <algorithm>
#include <optional>

namespace bellwether::personal {

namespace {

constexpr std::size_t k_most_words_of_street = 5;
constexpr std::size_t k_most_words_of_town = 4;
constexpr std::size_t k_most_parts_behind = 4;

/// A range of words, the last included.
struct Range {
  std::size_t first = 0, last = 0;
};

class Addresses {
 public:
  explicit Addresses(const Words& words) : words_(words), all_(words.all) {}

  /// The address whose telling word is `i`, not before the word `from`.
  std::optional<Found> around(std::size_t i, std::size_t from) const {
    std::optional<Range> street;
    if (all_[i].is(role::post_box)) street = post_box(i, from);
    if (!street && all_[i].is(role::street_behind)) street = number_and_street(i, from);
    if (!street && all_[i].is(role::street_behind)) street = street_and_number(i, from);
    if (!street && all_[i].is(role::flat)) street = military_box(i, from);
    if (!street && all_[i].is(role::street_before)) street = street_of_several_words(i, from);
    if (!street && all_[i].is_number() && i > from) street = street_in_one_word(i);
    if (!street) return {};
    street->first = numbers_before(street->first, from);
    const std::size_t last = behind(street->last);
    return Found{all_[street->first].begin, all_[last].end, Personal::address};
  }

 private:
  /// A house number: up to five digits, a letter perhaps.
  bool is_house_number(std::size_t i) const {
    if (i >= all_.size() || !all_[i].is_number() || all_[i].size() > 6) return false;
    const std::string_view number = words_.text.substr(all_[i].begin, all_[i].size());
    const auto letters = std::ranges::count_if(number, is_letter);
    return letters == 0 || (letters == 1 && is_letter(number.back()));
  }
  bool joined(std::size_t i) const {
    const Gap gap = all_[i].before;
    return gap == Gap::blank || gap == Gap::hyphen || gap == Gap::apostrophe || gap == Gap::dot;
  }
  bool follows(std::size_t i) const { return joined(i) || all_[i].before == Gap::comma; }
  /// A name of a street or town: with a capital, or a word between such ("de la").
  bool is_proper(std::size_t i) const {
    return i < all_.size() && (all_[i].has_capital() || (all_[i].is_number() && all_[i].size() <= 4 &&
                                                         all_[i].size() > 2 && !is_house_number(i)));
  }

  /// "12 Baker Street", in small letters where the words are not everyday ones: "8 wressle road".
  std::optional<Range> number_and_street(std::size_t i, std::size_t from) const {
    std::size_t first = i;
    bool proper = true, everyday = false;
    while (first > from && i - first < k_most_words_of_street && joined(first) && !all_[first - 1].is_number()) {
      --first;
      proper = proper && all_[first].has_capital();
      everyday = everyday || all_[first].is(role::ordinary);
    }
    if (first == i || first == from || !follows(first)) return {};
    if (!is_house_number(first - 1) || (all_[first].before != Gap::blank && all_[first].before != Gap::comma))
      return {};
    if (!proper && (everyday || all_[i].size() < 4 || words_.capitals > 0 || all_.front().has_capital())) return {};
    return Range{first - 1, i};
  }

  /// "Berliner Straße 5", "Nelson Mandela Drive 12".
  std::optional<Range> street_and_number(std::size_t i, std::size_t from) const {
    if (i + 1 >= all_.size() || all_[i + 1].before != Gap::blank || !is_house_number(i + 1)) return {};
    if (!all_[i].has_capital() || all_[i].size() < 3) return {};
    std::size_t first = i;
    while (first > from && i - first < 3 && joined(first) && all_[first].before != Gap::dot &&
           (all_[first - 1].has_capital() || (all_[first].before == Gap::hyphen && !all_[first - 1].is_number()))) {
      --first;
    }
    if (first == i || (first + 1 == i && all_[first].is(role::ordinary))) return {};  // "Nur Platz 21"
    return Range{first, i + 1};
  }

  /// "Unit 1783 Box 3210", "PSC 7004, Box 8380": of the US forces.
  std::optional<Range> military_box(std::size_t i, std::size_t from) const {
    if (i < from + 2 || i + 1 >= all_.size() || !all_[i - 1].is_number() || !all_[i + 1].is_number()) return {};
    if (!all_[i - 2].is(role::flat | role::post_box) || !follows(i) || all_[i + 1].before != Gap::blank) return {};
    return Range{i - 2, i + 1};
  }

  /// "12, rue Cler", "Via Nizza 60", "Rua Augusta, 52".
  std::optional<Range> street_of_several_words(std::size_t i, std::size_t from) const {
    const bool number_before = i > from && is_house_number(i - 1) && follows(i);
    std::size_t last = i;
    bool proper = false;
    while (last + 1 < all_.size() && last - i < k_most_words_of_street && joined(last + 1) &&
           !all_[last + 1].is_number()) {
      const Word& next = all_[last + 1];
      const bool between = next.is(role::particle) || next.size() <= 3;
      if (!next.has_capital() && !between && (!number_before || proper || next.is(role::ordinary))) break;
      if (all_[last + 1].before == Gap::dot && last != i && all_[last].size() > 3) break;
      proper = proper || next.has_capital() || !between;
      ++last;
    }
    while (last > i && !all_[last].has_capital() && all_[last].size() <= 3) --last;
    if (!proper || last == i) return {};
    if (number_before) return Range{i - 1, last};
    if (last + 1 < all_.size() && follows(last + 1) && is_house_number(last + 1)) return Range{i, last + 1};
    return {};
  }

  /// "Hauptstraße 5", "Machelsesteenweg 197".
  std::optional<Range> street_in_one_word(std::size_t i) const {
    const Word& street = all_[i - 1];
    if (street.size() < 6 || street.is_number() || street.is(role::ordinary)) return {};
    if (!joined(i) || !is_house_number(i) || !Lexicon::shipped().has_street_ending(words_.folded(street))) return {};
    if (!street.has_capital() && words_.roles != 0 && all_.front().has_capital()) return {};
    return Range{i - 1, i};
  }

  /// "P.O. Box 255", "PSC 7004, Box 8380".
  std::optional<Range> post_box(std::size_t i, std::size_t from) const {
    std::size_t first = i;
    while (first > from && i - first < 3 && joined(first) && all_[first - 1].is(role::post_word)) --first;
    if (i + 1 >= all_.size() || !follows(i + 1) || !all_[i + 1].is_number() || all_[i + 1].size() < 2) return {};
    return Range{first, i + 1};
  }

  /// "23 8 Wressle Road": flats and houses in front.
  std::size_t numbers_before(std::size_t first, std::size_t from) const {
    while (first > from && all_[first].before == Gap::blank && is_house_number(first - 1)) --first;
    return first;
  }

  /// The last word of what belongs to the address behind word `last`.
  std::size_t behind(std::size_t last) const {
    for (std::size_t part = 0; part < k_most_parts_behind; ++part) {
      std::size_t next = flat_behind(last);
      const bool is_flat = next != last;
      if (!is_flat) next = town_behind(last);
      if (next == last) break;
      last = next;
      // What has its postcode is whole; a phone number may follow.
      if (!is_flat && (is_postcode(last) || !all_[last].is_number())) break;
    }
    return last;
  }

  bool may_go_on(std::size_t i) const {
    return i < all_.size() && (follows(i) || all_[i].before == Gap::line ||
                               (all_[i].before == Gap::other && all_[i].begin - all_[i - 1].end <= 6));
  }

  std::size_t flat_behind(std::size_t last) const {
    if (!may_go_on(last + 1) || !all_[last + 1].is(role::flat) || last + 2 >= all_.size()) return last;
    return all_[last + 2].is_number() && joined(last + 2) ? last + 2 : last;
  }

  bool is_postcode(std::size_t i) const {
    return i < all_.size() && all_[i].is_number() && all_[i].size() >= 4 && all_[i].size() <= 6;
  }

  /// "75013 Paris", "Lyss, CA 90210"; a house number or a postcode that stands alone behind.
  std::size_t town_behind(std::size_t last) const {
    std::size_t i = last + 1;
    if (!may_go_on(i)) return last;
    if (is_house_number(i) && !is_postcode(i) && all_[i].before == Gap::blank) return i;
    if (is_postcode(i)) return capitals_from(i + 1, i);
    const std::size_t town = capitals_from(i, last);
    if (town == last) return last;
    if (town + 1 < all_.size() && may_go_on(town + 1) && is_postcode(town + 1)) return town + 1;
    // A town without its postcode: where it stands behind a comma or on a line of its own.
    const Gap gap = all_[i].before;
    return (gap == Gap::comma || gap == Gap::line) && !all_[i].is(role::given | role::title) ? town : last;
  }

  std::size_t capitals_from(std::size_t i, std::size_t otherwise) const {
    std::size_t last = otherwise;
    for (std::size_t k = 0; k < k_most_words_of_town && i < all_.size() && may_go_on(i); ++k, ++i) {
      if (!is_proper(i) || all_[i].is_number()) break;
      if (all_[i].before == Gap::dot && k > 0) break;
      last = i;
    }
    return last;
  }

  const Words& words_;
  const std::vector<Word>& all_;
};

}  // namespace

void find_postal_addresses(const Words& words, std::vector<Found>& found) {
  if (!words.has_numbers) return;
  const Addresses addresses(words);
  constexpr Roles k_telling = role::post_box | role::flat | role::street_behind | role::street_before;
  std::size_t free_from = 0;
  for (std::size_t i = 0; i < words.all.size(); ++i) {
    if (!words.all[i].is(k_telling) && !words.all[i].is_number()) continue;
    const auto address = addresses.around(i, free_from);
    if (!address) continue;
    found.push_back(*address);
    while (i + 1 < words.all.size() && words.all[i + 1].begin < address->end) ++i;
    free_from = i + 1;
  }
}

}  // namespace bellwether::personal
