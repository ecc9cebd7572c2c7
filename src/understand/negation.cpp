#include "understand/negation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

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

/// A set of words in which most others are missed without comparing a letter: every word of every text is looked up.
class WordSet {
 public:
  consteval explicit WordSet(std::span<const std::string_view> words) {
    for (const std::string_view word : words) {
      std::size_t at = slot_of(word);
      while (!slots_.at(at).empty()) at = (at + 1) % k_slots;
      slots_.at(at) = word;
    }
  }
  [[nodiscard]] bool contains(std::string_view word) const {
    if (word.empty()) return false;
    for (std::size_t at = slot_of(word); !slots_[at].empty(); at = (at + 1) % k_slots) {
      if (slots_[at] == word) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t k_slots = 512;  // more than any set's words by far
  static constexpr std::size_t slot_of(std::string_view word) {
    const auto code = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(word[at])); };
    return (code(0) * 131 + code(word.size() / 2) * 17 + code(word.size() - 1) * 37 + word.size() * 7) % k_slots;
  }
  std::array<std::string_view, k_slots> slots_{};
};

constexpr WordSet k_denying_set(k_denying), k_turning_set(k_turning);

}  // namespace

bool Negation::denies(std::string_view folded) { return k_denying_set.contains(folded); }

bool Negation::turns(std::string_view folded) { return k_turning_set.contains(folded); }

bool Negation::reaches(const Word& word, std::string_view folded) {
  if (word.kind == Word::Kind::mark && folded != "'" && folded != "-" && folded != "\"") left_ = 0;
  if (word.kind != Word::Kind::word) return left_ > 0;
  if (turns(folded)) left_ = 0;
  const bool is_reached = left_ > 0;
  left_ = denies(folded) ? reach_ : std::max(0, left_ - 1);
  return is_reached;
}

}  // namespace bellwether::understand
