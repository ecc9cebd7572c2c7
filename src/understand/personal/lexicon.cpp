#include "understand/personal/lexicon.hpp"

#include "base/embedded.hpp"
#include "base/invariant.hpp"
#include "base/text.hpp"
#include "understand/personal/word_hash.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::personal {

namespace {

constexpr auto k_sections = std::to_array<std::pair<std::string_view, Roles>>({
    {"title", role::title},
    {"name suffix", role::name_suffix},
    {"name particle", role::particle},
    {"name follows", role::name_follows},
    {"person follows", role::person_follows},
    {"perhaps a person follows", role::perhaps_person_follows},
    {"speaks", role::speaks},
    {"company", role::company},
    {"phone", role::phone},
    {"no phone", role::no_phone},
    {"ssn", role::ssn},
    {"birth", role::birth},
    {"month", role::month},
    {"street behind", role::street_behind},
    {"street before", role::street_before},
    {"street ending", role::street_ending},
    {"post box", role::post_box},
    {"flat", role::flat},
    {"place before", role::place_before},
    {"greeting", role::greeting},
    {"post word", role::post_word},
    {"surname ending", role::surname_ending},
});

Roles roles_of_section(std::string_view name) {
  const auto* const found = std::ranges::find(k_sections, name, &std::pair<std::string_view, Roles>::first);
  invariant(found != k_sections.end());  // The file is carried in the program.
  return found->second;
}

bool has_ending(std::string_view folded, std::span<const std::string_view> endings) {
  constexpr std::size_t k_least_before = 3;  // "Umweg" is no street.
  return std::ranges::any_of(endings, [&](std::string_view ending) {
    return folded.size() >= ending.size() + k_least_before && folded.ends_with(ending);
  });
}

}  // namespace

const Lexicon& Lexicon::shipped() {
  static const Lexicon k_shipped;
  return k_shipped;
}

bool Lexicon::has_street_ending(std::string_view folded) const { return has_ending(folded, street_endings_); }

bool Lexicon::has_surname_ending(std::string_view folded) const { return has_ending(folded, surname_endings_); }

Lexicon::Lexicon() : slots_(k_mask + 1) {
  add_lists("understand/given_names_", role::given);
  add_lists("understand/surnames_", role::surname);
  add_lists("understand/ordinary_words_", role::ordinary);
  add_sections("understand/personal_words.txt");
}

void Lexicon::add(std::uint64_t hash, Roles roles) {
  std::size_t i = hash & k_mask;
  while (slots_[i].roles != 0 && slots_[i].tag != static_cast<std::uint32_t>(hash >> 32U)) i = (i + 1) & k_mask;
  slots_[i].tag = static_cast<std::uint32_t>(hash >> 32U);
  slots_[i].roles |= roles;
}

void Lexicon::add_phrase(std::string_view line, Roles roles) {
  const auto words = split(line, ' ');
  invariant(words.size() <= k_longest_phrase);
  if (words.size() == 1) return add(hash_of(line), roles);
  std::uint64_t phrase = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t word = hash_of(words[i]);
    phrase = phrase_with(phrase, word);
    add(word, i + 1 < words.size() ? role::in_phrase : role::ends_phrase);
  }
  add(phrase, roles);
}

void Lexicon::add_lists(std::string_view prefix, Roles roles) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name.starts_with(prefix)) add_list(file.text, roles);
  }
}

void Lexicon::add_list(std::string_view text, Roles roles) {
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with('#')) continue;
    for (const std::string_view word : split(line, ' ')) {
      if (!word.empty()) add(hash_of(word), roles);
    }
  }
}

void Lexicon::add_sections(std::string_view file) {
  Roles roles = 0;
  for (const std::string_view line : split(embedded_file(file), '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('[')) {
      roles = roles_of_section(line.substr(1, line.size() - 2));
    } else if (roles == role::street_ending) {
      street_endings_.push_back(line);
    } else if (roles == role::surname_ending) {
      surname_endings_.push_back(line);
    } else {
      add_phrase(line, roles);
    }
  }
}

}  // namespace bellwether::personal
