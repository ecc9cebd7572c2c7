#include "understand/negation.hpp"

#include "understand/word_set.hpp"

#include <algorithm>
#include <array>

namespace bellwether::understand {

namespace {

constexpr auto k_denying = std::to_array<std::string_view>(
    {"ain't",    "aint",    "aren't", "arent",    "aucun",   "aucune", "can't",     "cannot",  "cant",
     "couldn't", "couldnt", "didn't", "didnt",    "doesn't", "doesnt", "don't",     "dont",    "geen",
     "hadn't",   "hardly",  "hasn't", "hasnt",    "haven't", "havent", "isn't",     "isnt",    "jamais",
     "jamás",    "kaum",    "kein",   "keine",    "keinen",  "keiner", "keinerlei", "lack",    "lacked",
     "lacking",  "lacks",   "mai",    "n't",      "nada",    "nao",    "ne",        "neither", "nem",
     "nessun",   "nessuna", "never",  "nicht",    "nichts",  "nie",    "niemals",   "niet",    "ninguna",
     "ningún",   "no",      "nobody", "non",      "none",    "nor",    "not",       "nothing", "nunca",
     "não",      "pas",     "sans",   "scarcely", "sem",     "senza",  "shouldn't", "sin",     "wasn't",
     "wasnt",    "weren't", "werent", "without",  "won't",   "wont",   "wouldn't",  "wouldnt", "zonder"});
static_assert(std::ranges::is_sorted(k_denying));

constexpr auto k_turning = std::to_array<std::string_view>({"aber", "although", "but", "cependant", "doch", "except",
                                                            "however", "ma", "maar", "mais", "mas", "pero", "però",
                                                            "porém", "though", "toch", "toutefois", "tranne", "yet"});
static_assert(std::ranges::is_sorted(k_turning));

constexpr WordSet k_denying_set(k_denying), k_turning_set(k_turning);

}  // namespace

bool Negation::denies(std::string_view folded) { return k_denying_set.contains(folded); }

bool Negation::turns(std::string_view folded) { return k_turning_set.contains(folded); }

bool Negation::reaches(const Word& word, std::string_view folded, bool is_harmless) {
  if (word.kind == Word::Kind::mark && folded != "'" && folded != "-" && folded != "\"") left_ = 0;
  if (word.kind != Word::Kind::word) return left_ > 0;
  if (word.turns) left_ = 0;
  const bool is_reached = left_ > 0;
  left_ = word.denies && !is_harmless ? reach_ : std::max(0, left_ - 1);
  return is_reached;
}

}  // namespace bellwether::understand
