#include "understand/theme_book.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

constexpr std::string_view k_any = "any";
constexpr std::size_t k_longest_entry = 100;
constexpr const char* k_where_stars_stand =
    "a * stands at the end of a word, once inside an entry and at its end, or at the beginning of a single word";

std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return (hash ^ 0xFF) * 0x100000001B3U;
}

/// Umlauts make other words; accents elsewhere are left out in a hurry.
bool may_leave_accents(std::string_view language) { return language != "de"; }

/// Bytes of "l'" in "l'accueil", of "dell'" in "dell'albergo"; 0 where none stands before a word: "don't", "we'll".
std::size_t before_apostrophe(std::string_view word) {
  constexpr std::size_t k_shortest_word = 3;
  const std::size_t apostrophe = word.find('\'');
  return apostrophe == std::string_view::npos || word.size() - apostrophe - 1 < k_shortest_word ? 0 : apostrophe + 1;
}

/// As it is looked up: in small letters, words parted by "_", with its stars.
std::string normal(std::string_view entry) {
  const bool is_stem = entry.ends_with('*'), is_ending = entry.size() > 1 && entry.starts_with('*');
  if (is_stem) entry.remove_suffix(1);
  if (is_ending && !entry.empty()) entry.remove_prefix(1);
  Words words;
  words.read(entry);
  std::string all(trim(words.folded()));
  std::ranges::replace(all, ' ', '_');
  if (all.empty()) return all;
  return (is_ending ? "*" : "") + all + (is_stem ? "*" : "");
}

}  // namespace

/// Gathers the entries of one language, each with all that it says.
class ThemeBook::Compiling {
 public:
  /// Error: `bad_input`, where: the theme and the entry.
  [[nodiscard]] Result<void> add(const Theme& theme, std::size_t number, std::string_view entries) {
    for (const std::string_view part : split(entries, ',')) {
      const std::string_view entry = trim(part);
      if (entry.empty()) continue;
      auto added = add_entry(static_cast<std::uint32_t>(number), entry);
      if (!added) {
        Error error = added.error();
        error.where = fmt::format("theme {}, ‘{}’", theme.name, entry);
        return std::unexpected(error);
      }
    }
    return {};
  }

  [[nodiscard]] Result<Language> language(bool bare) {
    Language language;
    add_what_is_hidden();
    std::string lines;
    for (auto& [entry, says] : says_) {
      lines += fmt::format("{} {}\n", language.says.size(), entry);
      language.says.push_back(std::move(says));
    }
    language.pairs = std::move(pairs_);
    // Without their accents first, so that an entry as it is written counts before another one that only looks like it then.
    if (bare) {
      if (auto added = language.lexicon.add(lines, true); !added) return std::unexpected(added.error());
    }
    if (auto added = language.lexicon.add(lines); !added) return std::unexpected(added.error());
    return language;
  }

 private:
  Result<void> add_entry(std::uint32_t theme, std::string_view entry) {
    if (says_.size() >= k_most_entries) {
      return fail(Code::bad_input, fmt::format("there are more than {} entries", k_most_entries), {},
                  "write stems with * in place of each form");
    }
    if (entry.starts_with('-')) {
      const auto key = key_of(entry.substr(1));
      if (!key) return std::unexpected(key.error());
      says_[*key];
      return {};
    }
    const std::size_t tilde = entry.find('~'), star = entry.find('*', 1);
    const bool is_in_a_row = tilde == std::string_view::npos && star < entry.size() - 1 && entry[star + 1] == ' ';
    if (tilde == std::string_view::npos && !is_in_a_row) {
      const auto key = key_of(entry);
      if (!key) return std::unexpected(key.error());
      add_once(says_[*key].themes, theme);
      return {};
    }
    const std::size_t first_end = is_in_a_row ? star + 1 : tilde;
    const auto first = key_of(entry.substr(0, first_end));
    const auto second = key_of(entry.substr(is_in_a_row ? first_end : tilde + 1));
    if (!first) return std::unexpected(first.error());
    if (!second) return std::unexpected(second.error());
    const auto pair = static_cast<std::uint32_t>(pairs_.size());
    pairs_.push_back({.theme = theme, .is_in_a_row = is_in_a_row});
    says_[*first].sides.push_back(2 * pair);
    says_[*second].sides.push_back(2 * pair + 1);
    return {};
  }

  /// At a word only its longest entry is found, so it says what others say there, too: the sides of its words and of
  /// their shorter stems ("wait* ~ desk" holds where "waiting" or "front desk" is an entry of its own), and as a word
  /// that is only a side, the themes that were found there without it. Not what is passed over.
  void add_what_is_hidden() {
    std::vector<std::pair<Says*, Says>> hidden;
    for (auto& [key, says] : says_) {
      const bool is_passed_over = says.themes.empty() && says.sides.empty();
      if (is_passed_over || key.starts_with('*')) continue;
      hidden.emplace_back(&says,
                          Says{.themes = says.themes.empty() ? themes_without(key) : std::vector<std::uint32_t>(),
                               .sides = sides_within(key)});
    }
    for (const auto& [says, more] : hidden) {
      for (const std::uint32_t theme : more.themes) add_once(says->themes, theme);
      for (const std::uint32_t side : more.sides) add_once(says->sides, side);
    }
  }

  /// Of the longest stem, else of the longest ending that is more than a side.
  [[nodiscard]] std::vector<std::uint32_t> themes_without(std::string_view key) const {
    const std::string_view word = key.ends_with('*') ? key.substr(0, key.size() - 1) : key;
    const auto themes_of = [&](const std::string& shorter) -> const std::vector<std::uint32_t>* {
      const auto found = says_.find(shorter);
      const bool is_more = found != says_.end() && (!found->second.themes.empty() || found->second.sides.empty());
      return is_more ? &found->second.themes : nullptr;
    };
    const std::size_t last_word = word.rfind('_') + 1;  // 0 of a single word
    for (std::size_t size = word.size(); size >= last_word + 1 && size >= 2; --size) {
      if (const auto* themes = themes_of(std::string(word.substr(0, size)) + "*")) return *themes;
    }
    for (std::size_t from = 0; key == word && last_word == 0 && from < word.size(); ++from) {
      if (const auto* themes = themes_of("*" + std::string(word.substr(from)))) return *themes;
    }
    return {};
  }

  [[nodiscard]] std::vector<std::uint32_t> sides_within(std::string_view key) const {
    std::vector<std::uint32_t> sides;
    const auto add = [&](const std::string& inner) {
      const auto says = inner == key ? says_.end() : says_.find(inner);
      if (says != says_.end()) sides.insert(sides.end(), says->second.sides.begin(), says->second.sides.end());
    };
    for (std::string_view word : split(key, '_')) {
      const bool is_stem = word.ends_with('*');
      if (is_stem) word.remove_suffix(1);
      if (!is_stem) add(std::string(word));
      for (std::size_t size = 2; size <= word.size(); ++size) add(std::string(word.substr(0, size)) + "*");
    }
    return sides;
  }

  static void add_once(std::vector<std::uint32_t>& to, std::uint32_t theme) {
    if (std::ranges::find(to, theme) == to.end()) to.push_back(theme);
  }

  static Result<std::string> key_of(std::string_view entry) {
    entry = trim(entry);
    const auto wrong = [](std::string message, std::string mend) {
      return fail(Code::bad_input, std::move(message), {}, std::move(mend));
    };
    if (entry.size() > k_longest_entry) {
      return wrong(fmt::format("is longer than {} bytes", k_longest_entry), "write the words that are said");
    }
    if (entry.find('~') != std::string_view::npos) return wrong("has two ~", "write two entries: a ~ b, b ~ c");
    const std::string_view inner = entry.size() < 2 ? std::string_view() : entry.substr(1, entry.size() - 2);
    if (inner.find('*') != std::string_view::npos) {
      return wrong("has a * inside a word, or too many", k_where_stars_stand);
    }
    if (entry.starts_with('*') && (entry.ends_with('*') || entry.find(' ') != std::string_view::npos)) {
      return wrong("has a * where none can stand", k_where_stars_stand);
    }
    std::string key = normal(entry);
    if (length(key) < 2 && is_ascii(key)) {
      return wrong("is too short to mean something", "write at least two letters");
    }
    if (static_cast<std::size_t>(std::ranges::count(key, '_')) + 1 > Lexicon::k_longest_phrase) {
      return wrong(fmt::format("has more than {} words", Lexicon::k_longest_phrase), "write the words that matter");
    }
    return key;
  }

  static bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
  }

  std::map<std::string, Says, std::less<>> says_;
  std::vector<Pair> pairs_;
};

Result<void> ThemeBook::compile() {
  std::vector<std::string_view> languages;
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const Theme& theme : themes_) {
    hash = mix(hash, theme.name);
    for (const auto& [language, entries] : theme.entries) {
      hash = mix(mix(hash, language), entries);
      if (language != k_any && std::ranges::find(languages, language) == languages.end()) languages.push_back(language);
    }
  }
  version_ = fmt::format("{:08x}", static_cast<std::uint32_t>(hash ^ (hash >> 32)));
  const auto compiled = [&](std::string_view wanted, bool all) -> Result<Language> {
    Compiling compiling;
    for (std::size_t i = 0; i < themes_.size(); ++i) {
      for (const auto& [language, entries] : themes_[i].entries) {
        if (!all && language != k_any && language != wanted) continue;
        if (auto added = compiling.add(themes_[i], i, entries); !added) return std::unexpected(added.error());
      }
    }
    return compiling.language(may_leave_accents(wanted));
  };
  auto any = compiled({}, true);
  if (!any) return std::unexpected(any.error());
  any_ = *std::move(any);
  for (const std::string_view language : languages) {
    auto one = compiled(language, false);
    if (!one) return std::unexpected(one.error());
    by_language_.emplace(std::string(language), *std::move(one));
  }
  return {};
}

std::size_t ThemeBook::at(std::string_view name) const {
  const auto found = std::ranges::find(themes_, name, &Theme::name);
  return found == themes_.end() ? Theme::k_none : static_cast<std::size_t>(found - themes_.begin());
}

void ThemeBook::find(const Words& words, const Clauses& clauses, std::string_view language,
                     std::vector<ThemePlace>& into) const {
  into.clear();
  const auto known = by_language_.find(language);
  const Language& read_by = known == by_language_.end() ? any_ : known->second;
  std::vector<std::pair<std::uint32_t, Place>> sides;
  const auto all = words.all();
  for (std::size_t i = 0; i < all.size();) {
    const bool is_told = all[i].kind == Word::Kind::mention || all[i].kind == Word::Kind::link;
    auto found = is_told ? std::nullopt : read_by.lexicon.at(words, i);
    if (!found && !is_told) {
      if (const std::size_t article = before_apostrophe(words.folded(all[i])); article != 0) {
        found = read_by.lexicon.at(words, i, article);
      }
    }
    if (!found) {
      ++i;
      continue;
    }
    const Place place{.first = i, .last = i + found->words - 1};
    const Says& says = read_by.says[static_cast<std::size_t>(found->number)];
    for (const std::uint32_t theme : says.themes) into.push_back({.theme = theme, .place = place});
    for (const std::uint32_t side : says.sides) sides.emplace_back(side, place);
    // What is only a side of a pair takes no word from others.
    i += says.themes.empty() && !says.sides.empty() ? 1 : found->words;
  }
  if (!sides.empty()) add_pairs(read_by, clauses, sides, into);
}

/// Of each side that stands in the text the next ones only are looked at: no farther than the words that may lie between.
void ThemeBook::add_pairs(const Language& language, const Clauses& clauses,
                          std::span<const std::pair<std::uint32_t, Place>> sides, std::vector<ThemePlace>& into) {
  const std::size_t before = into.size();
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto& [side, place] = sides[i];
    for (std::size_t k = i + 1; k < sides.size(); ++k) {
      const auto& [other, behind] = sides[k];
      if (behind.first > place.last + k_words_apart) break;
      if ((other ^ 1U) != side || clauses.sentence(place.first) != clauses.sentence(behind.first)) continue;
      // "the room was great, but breakfast was cold": no cold room.
      if (clauses.turn(place.first) != clauses.turn(behind.first)) continue;
      const Pair& pair = language.pairs[side / 2];
      if (pair.is_in_a_row && (side % 2 != 0 || behind.first != place.last + 1)) continue;
      into.push_back({.theme = pair.theme, .place = {.first = place.first, .last = behind.last}});
    }
  }
  if (into.size() == before) return;
  std::ranges::sort(into, {},
                    [](const ThemePlace& one) { return std::tuple{one.place.first, one.place.last, one.theme}; });
  const auto doubled = std::ranges::unique(into);
  into.erase(doubled.begin(), doubled.end());
}

}  // namespace bellwether::understand
