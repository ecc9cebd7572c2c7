// Words that say what a text wants, how soon, and what it has cost its writer: "cancel my contract", "by tomorrow", "on hold for an hour".
// By language, from the catalogue.
//
// A line is a kind, a weight and phrases (phrases.hpp), or "group", a name and the phrases that {name} then stands for; what is behind "#" is
// not read. Weights: 1 is a hint, 2 makes it likely, 3 makes it clear, what is below 0 speaks against it, and 0 says that these words mean
// nothing here ("cancelled flight" is nobody's leaving). A phrase that begins with "!" is meant even behind a "not". A line "harmless" names
// words that deny in other languages and do not in this one.
#pragma once

#include "base/result.hpp"
#include "understand/phrases.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::understand {

enum class CueKind : std::uint8_t {
  complaint,
  praise,
  question,
  suggestion,
  request,
  leaving,
  legal_or_public,
  safety,
  urgency,
  repeat_contact,
  transfer,
  waiting,
  giving_up,
};
inline constexpr std::size_t k_cue_kinds = 13;
[[nodiscard]] std::string_view word_of(CueKind kind);  ///< "complaint" …

struct Cue {
  CueKind kind = CueKind::complaint;
  std::size_t first = 0, last = 0;  ///< words of the text, both counted
  double weight = 0;                ///< not 0
};

/// The cues of one language.
class CueList {
 public:
  /// Adds a file's lines; of two with the same phrase and kind the later one counts. `bare`: they are found without their accents, too. Errors:
  /// `bad_input` with the line that is wrong; what stands before it is added.
  [[nodiscard]] Result<void> add(std::string_view lines, bool bare = false);

  /// Ordered by where they begin; those of one kind do not overlap: the one that begins first counts. What a "not" reaches is left out. Into
  /// an emptied value.
  void read(const Words& words, std::vector<Cue>& into) const;

  [[nodiscard]] std::size_t size() const { return phrases_.size(); }

  /// For a list of several languages: what is harmless in one of them is not in all.
  void forget_harmless() { phrases_.forget_harmless(); }

 private:
  struct Meaning {
    CueKind kind = CueKind::complaint;
    bool is_deniable = true;
    float weight = 0;
    std::uint32_t next = Phrases::k_new;  ///< what else the phrase means
  };
  [[nodiscard]] Result<void> add_line(std::string_view line, bool bare);
  [[nodiscard]] bool add_phrase(std::string_view phrase, Meaning meaning);

  Phrases phrases_;
  std::vector<Meaning> meanings_;  ///< the phrases' values say which
};

/// Read once, then for any number of threads.
class CueWords {
 public:
  /// Of the shipped files understand/cues/*.txt. Error: `bad_input` with the file and line.
  [[nodiscard]] static Result<CueWords> shipped();

  [[nodiscard]] std::vector<std::string_view> languages() const;  ///< "de", "en" …
  /// `language`: ISO 639-1. Of one that has no words here, those of all languages are taken, the English ones first.
  void read(const Words& words, std::string_view language, std::vector<Cue>& into) const;
  [[nodiscard]] const CueList& of(std::string_view language) const;

 private:
  std::map<std::string, CueList, std::less<>> by_language_;
  CueList any_;
};

}  // namespace bellwether::understand
