#include "understand/clauses.hpp"

#include "understand/word_set.hpp"

#include <array>
#include <string_view>

namespace bellwether::understand {

namespace {

constexpr auto k_joining_words = std::to_array<std::string_view>(
    {"and",   "as",     "because",  "car",    "com",     "da",    "denn",    "e",      "en",
     "et",    "if",     "mientras", "obwohl", "omdat",   "parce", "perché",  "porque", "puis",
     "quand", "quando", "since",    "so",     "terwijl", "und",   "wahrend", "want",   "weil",
     "when",  "where",  "whereas",  "which",  "while",   "who",   "während", "y"});

constexpr WordSet k_joining(k_joining_words);

bool ends_sentence(std::string_view mark) {
  return mark == "." || mark == "!" || mark == "?" || mark == "。" || mark == "！" || mark == "？" || mark == "…";
}

bool ends_clause(std::string_view mark) {
  return mark == "," || mark == ";" || mark == ":" || mark == "(" || mark == ")" || mark == "–" || mark == "—" ||
         mark == "/" || mark == "，" || mark == "、";
}

}  // namespace

void Clauses::read(const Words& words) {
  places_.clear();
  Place at;
  bool has_words = false;  // a mark behind a mark begins nothing
  for (std::size_t i = 0; i < words.all().size(); ++i) {
    const Word& word = words.all()[i];
    const std::string_view folded = words.folded(word);
    const bool is_mark = word.kind == Word::Kind::mark;
    if (word.turns) ++at.turn;
    if (!is_mark && has_words && (word.turns || k_joining.contains(folded))) {
      ++at.clause;
      has_words = false;
    }
    places_.push_back(at);
    has_words = has_words || !is_mark;
    if (!is_mark || !has_words) continue;
    // "3-4", "well-kept": only a dash that stands free parts.
    const bool is_free_dash = folded == "-" && i + 1 < words.all().size() && words.all()[i + 1].begin > word.end;
    if (ends_sentence(folded)) ++at.sentence;
    if (ends_sentence(folded) || ends_clause(folded) || is_free_dash) {
      ++at.clause;
      has_words = false;
    }
  }
}

}  // namespace bellwether::understand
