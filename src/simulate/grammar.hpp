// How people of one language put things: phrases with slots and alternatives, read from catalogue/grammar/*.toml and laid
// flat so that a sentence is said in a microsecond.
//
//   "check-in took [forever|{minutes} minutes|{very} long]"
//
// [a|b] is one of several, {name} a list of [slots] or a built-in: minutes hours nights days years amount time place
// month room.
#pragma once

#include "base/result.hpp"
#include "simulate/random.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulate {

using PhraseId = std::uint32_t;
using Phrases = std::vector<PhraseId>;

/// What the words depend on.
struct Setting {
  std::string_view place;
  unsigned month = 1;  ///< 1 … 12
};

/// Phrases by how they sound.
struct Toned {
  Phrases good, bad, mixed;
};

/// Words that fit one kind of company.
struct Talk {
  Phrases details, leaving, question, request, suggestion;
};

class Grammar {
 public:
  /// Reads catalogue/grammar/<language>.toml for a kind of company and the themes that it speaks of; `themes` gives their
  /// order. Errors: `bad_input` with file:line for wrong keys, unknown slots, brackets that do not close, missing themes.
  [[nodiscard]] static Result<Grammar> from_toml(std::string_view toml, std::string_view file, std::string_view domain,
                                                 std::span<const std::string> themes);

  /// Appends the phrase, with its alternatives drawn.
  void say(PhraseId phrase, Stream& stream, const Setting& setting, std::string& out) const;

  std::string language;
  std::vector<Toned> themes;  ///< clauses without full stop; each begins as it would stand in mid-sentence
  Toned opening, closing, brief;
  Phrases but, also;  ///< between two clauses, with their commas
  Phrases greeting;
  Talk talk;
  std::vector<std::string> countries;                ///< ISO 3166 codes of those who speak it
  std::vector<std::string> smile, frown;             ///< emojis
  std::vector<std::string> first_names, last_names;  ///< common ones, for the people of the organisation

 private:
  friend class GrammarReader;
  struct Piece {
    enum class Kind : std::uint8_t { literal, choice, built_in } kind;
    std::uint32_t at, count;  ///< literal: in text_; choice: in options_; built_in: which
  };
  struct Phrase {
    std::uint32_t first, count;  ///< in pieces_
  };
  void say_built_in(std::uint32_t which, Stream& stream, const Setting& setting, std::string& out) const;

  std::string text_;
  std::vector<Piece> pieces_;
  std::vector<Phrase> phrases_;
  std::vector<PhraseId> options_;
  std::vector<std::string> months_;
  std::string amount_;  ///< "€#" or "# €"
  std::string clock_;   ///< between hours and minutes, ":"
};

}  // namespace bellwether::simulate
