#include "understand/cue_words.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "understand/negation.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <span>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

constexpr auto k_words = std::to_array<std::string_view>({"complaint", "praise", "question", "suggestion", "request",
                                                          "leaving", "legal_or_public", "safety", "urgency",
                                                          "repeat_contact", "transfer", "waiting", "giving_up"});
static_assert(k_words.size() == k_cue_kinds);

/// Shorter than that of feelings: "not happy, please call me" does not deny the call.
constexpr int k_denied_words = 3;
constexpr std::size_t k_most_at_a_word = 16;

constexpr std::string_view k_folder = "understand/cues/", k_ending = ".txt", k_shared = "shared", k_first = "en";
constexpr std::string_view k_see = "docs/understand.md says how a line of cues is written";

std::optional<CueKind> kind_of(std::string_view word) {
  const auto found = std::ranges::find(k_words, word);
  if (found == k_words.end()) return std::nullopt;
  return static_cast<CueKind>(found - k_words.begin());
}

Result<void> wrong_line(std::string message) {
  return fail(Code::bad_input, std::move(message), {}, std::string(k_see));
}

bool may_leave_accents(std::string_view language) { return language != "de" && language != "en"; }

Result<void> add(CueList& to, std::string_view language) {
  const std::string name = std::string(k_folder).append(language).append(k_ending);
  auto added = to.add(embedded_file(name), may_leave_accents(language));
  if (!added) {
    Error error = added.error();
    error.where = name + ", " + error.where;
    return std::unexpected(error);
  }
  return {};
}

}  // namespace

std::string_view word_of(CueKind kind) { return k_words.at(static_cast<std::size_t>(kind)); }

Result<void> CueList::add(std::string_view lines, bool bare) {
  int at = 0;
  for (const std::string_view line : split(lines, '\n')) {
    ++at;
    auto added = add_line(trim(line.substr(0, line.find('#'))), bare);
    if (!added) {
      Error error = added.error();
      error.where = fmt::format("line {}", at);
      return std::unexpected(error);
    }
  }
  return {};
}

Result<void> CueList::add_line(std::string_view line, bool bare) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(line, ' ')) {
    if (!part.empty()) parts.push_back(part);
  }
  if (parts.empty()) return {};
  if (parts[0] == "harmless") {
    for (const std::string_view word : std::span(parts).subspan(1)) phrases_.add_harmless(word);
    return {};
  }
  if (parts.size() < 3) return wrong_line("a line has a kind, a weight and phrases; or \"group\", a name and phrases");
  const bool is_group = parts[0] == "group";
  const auto kind = kind_of(parts[0]);
  if (!is_group && !kind) return wrong_line(fmt::format("\"{}\" is no kind of cue", parts[0]));
  float weight = 0;
  const std::string_view second = parts[1];
  const auto [end, wrong] = std::from_chars(second.data(), second.data() + second.size(), weight);
  if (!is_group && (wrong != std::errc() || end != second.data() + second.size() || !std::isfinite(weight))) {
    return wrong_line(fmt::format("\"{}\" is no weight", second));
  }
  for (std::size_t i = 2; i < parts.size(); ++i) {
    const bool is_meant_anyway = !is_group && parts[i].starts_with('!');
    const std::string_view phrase = parts[i].substr(is_meant_anyway ? 1 : 0);
    const auto put = [&](std::string_view as) {
      if (is_group) return phrases_.add_to_group(second, as);
      return add_phrase(as, {.kind = *kind, .is_deniable = !is_meant_anyway, .weight = weight});
    };
    if (!put(phrase) || (bare && !put(without_accents(phrase)))) {
      return wrong_line(fmt::format("\"{}\" is no phrase, or of a group that is not there", phrase));
    }
  }
  return {};
}

bool CueList::add_phrase(std::string_view phrase, Meaning meaning) {
  std::uint32_t* value = phrases_.value_of(phrase);
  if (value == nullptr) return false;
  for (std::uint32_t i = *value; i != Phrases::k_new; i = meanings_[i].next) {
    if (meanings_[i].kind != meaning.kind) continue;
    meaning.next = meanings_[i].next;
    meanings_[i] = meaning;
    return true;
  }
  meaning.next = *value;
  *value = static_cast<std::uint32_t>(meanings_.size());
  meanings_.push_back(meaning);
  return true;
}

void CueList::read(const Words& words, std::vector<Cue>& into) const {
  into.clear();
  Negation negation(k_denied_words);
  std::array<std::size_t, k_cue_kinds> free{};  ///< of each kind, the first word that no cue has taken
  std::array<Phrases::Found, k_most_at_a_word> room;
  std::size_t last_not = 0, end_of_cues = 0;
  const auto all = words.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Word& word = all[i];
    const std::string_view folded = words.folded(word);
    const bool denies = phrases_.denies(word, folded);
    const bool is_reached = negation.reaches(word, folded, word.denies && !denies);
    if (denies) last_not = i;
    // The "not" of a cue that was found, "never again", denies nothing behind it.
    const bool is_denied = is_reached && (i < end_of_cues || last_not >= end_of_cues);
    if (word.kind == Word::Kind::mention || word.kind == Word::Kind::link) continue;
    const auto found = std::span(room).first(phrases_.all_at(words, i, room));
    // Of each kind the longest phrase counts, whatever it says; of several as long, the first.
    if (found.size() > 1) std::ranges::stable_sort(found, std::greater(), &Phrases::Found::words);
    for (const Phrases::Found& one : found) {
      for (std::uint32_t m = one.value; m != Phrases::k_new; m = meanings_[m].next) {
        const Meaning& meaning = meanings_[m];
        std::size_t& next = free.at(static_cast<std::size_t>(meaning.kind));
        if (i < next) continue;
        next = i + one.words;
        if (meaning.weight == 0 || (is_denied && meaning.is_deniable)) continue;
        end_of_cues = std::max(end_of_cues, next);
        into.push_back({.kind = meaning.kind, .first = i, .last = i + one.words - 1, .weight = double{meaning.weight}});
      }
    }
  }
}

Result<CueWords> CueWords::shipped() {
  CueWords words;
  std::vector<std::string_view> languages;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(k_folder) || !file.name.ends_with(k_ending)) continue;
    const auto language = file.name.substr(k_folder.size(), file.name.size() - k_folder.size() - k_ending.size());
    if (language != k_shared) languages.push_back(language);
  }
  for (const std::string_view language : languages) {
    CueList& one = words.by_language_[std::string(language)];
    for (const std::string_view part : {k_shared, language}) {
      if (auto added = add(one, part); !added) return std::unexpected(added.error());
    }
    if (language == k_first) continue;
    if (auto added = add(words.any_, language); !added) return std::unexpected(added.error());
  }
  for (const std::string_view part : {k_shared, k_first}) {
    if (auto added = add(words.any_, part); !added) return std::unexpected(added.error());
  }
  words.any_.forget_harmless();
  return words;
}

std::vector<std::string_view> CueWords::languages() const {
  std::vector<std::string_view> all;
  for (const auto& [language, words] : by_language_) all.emplace_back(language);
  return all;
}

const CueList& CueWords::of(std::string_view language) const {
  const auto found = by_language_.find(language);
  return found == by_language_.end() ? any_ : found->second;
}

void CueWords::read(const Words& words, std::string_view language, std::vector<Cue>& into) const {
  of(language).read(words, into);
}

}  // namespace bellwether::understand
