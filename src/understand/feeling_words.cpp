#include "understand/feeling_words.hpp"

#include "base/embedded.hpp"

namespace bellwether::understand {

namespace {

constexpr std::string_view k_folder = "understand/sentiment/", k_ending = ".txt", k_shared = "shared", k_first = "en";

/// Umlauts make other words ("schön", "schon"); accents elsewhere are left out in a hurry.
bool may_leave_accents(std::string_view language) { return language != "de" && language != "en"; }

Result<void> add(Lexicon& to, std::string_view language) {
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

Result<FeelingWords> FeelingWords::shipped() {
  FeelingWords words;
  std::vector<std::string_view> languages;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(k_folder) || !file.name.ends_with(k_ending)) continue;
    const auto language = file.name.substr(k_folder.size(), file.name.size() - k_folder.size() - k_ending.size());
    if (language != k_shared) languages.push_back(language);
  }
  for (const std::string_view language : languages) {
    Lexicon& one = words.by_language_[std::string(language)];
    for (const std::string_view part : {k_shared, language}) {
      if (auto added = add(one, part); !added) return std::unexpected(added.error());
    }
    if (language == k_first) continue;
    if (auto added = add(words.any_, language); !added) return std::unexpected(added.error());
  }
  for (const std::string_view part : {k_shared, k_first}) {
    if (auto added = add(words.any_, part); !added) return std::unexpected(added.error());
  }
  if (auto added = words.intensity_.add(embedded_file("understand/intensity.txt")); !added) {
    return std::unexpected(added.error());
  }
  return words;
}

std::vector<std::string_view> FeelingWords::languages() const {
  std::vector<std::string_view> all;
  for (const auto& [language, words] : by_language_) all.emplace_back(language);
  return all;
}

void FeelingWords::read(const Words& words, std::string_view language, Feelings& into) const {
  const auto found = by_language_.find(language);
  read_feelings(words, found == by_language_.end() ? any_ : found->second, intensity_, into);
}

}  // namespace bellwether::understand
