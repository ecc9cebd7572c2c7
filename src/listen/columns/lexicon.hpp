// The words by which columns are known: catalogue/columns.toml, as phrases to look for.
#pragma once

#include "base/result.hpp"
#include "listen/columns/words.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

class Lexicon {
 public:
  /// The shipped one.
  [[nodiscard]] static Lexicon shipped();
  /// Error: `bad_input` with file:line for what is no TOML, or holds something else than lists of phrases.
  [[nodiscard]] static Result<Lexicon> from_text(std::string_view toml, std::string_view file);

  /// The phrases under "time.names". Asking for a list that the lexicon does not have is our own mistake.
  [[nodiscard]] const Phrases& operator[](std::string_view list) const;

  /// Answers in words, plain, from worst to best.
  [[nodiscard]] const std::vector<std::vector<std::string>>& likert() const { return likert_; }

  /// "en" for "English", "en-US", "EN", "Englisch"; nothing for what is no language. Slight misspellings are understood.
  [[nodiscard]] std::optional<std::string_view> language_code(std::string_view cell) const;

 private:
  std::map<std::string, Phrases, std::less<>> lists_;
  std::vector<std::vector<std::string>> likert_;
  std::map<std::string, std::string, std::less<>> language_names_;  ///< plain name → code
  std::map<std::string, std::string, std::less<>> language_codes_;  ///< code → itself
  std::vector<std::string> names_;
};

}  // namespace bellwether::listen
