#include "understand/feelings.hpp"

#include "understand/negation.hpp"

#include <cmath>

namespace bellwether::understand {

namespace {

/// "not good" is bad, though less so than "bad" is; "not bad" is hardly good.
constexpr double k_denied_good = -0.75, k_denied_bad = -0.4;
constexpr double k_loud = 1.2;
constexpr double k_before_but = 0.6, k_behind_but = 1.3;

bool ends_sentence(std::string_view mark) { return mark == "." || mark == "!" || mark == "?" || mark == "。"; }

}  // namespace

double Feelings::compound() const { return sum / std::sqrt(sum * sum + 15); }

void read_feelings(const Words& words, const Lexicon& valence, const Lexicon& intensity, Feelings& into) {
  into.all.clear();
  into.good = into.bad = into.sum = 0;
  into.exclamations = into.questions = 0;
  Negation negation;
  double strength = 1, before = 0, behind = 0;
  bool has_turned = false;
  const auto end_sentence = [&] {
    into.sum += has_turned ? before * k_before_but + behind * k_behind_but : before;
    before = behind = 0;
    has_turned = false;
  };
  const auto all = words.all();
  for (std::size_t i = 0; i < all.size();) {
    const Word& word = all[i];
    const std::string_view folded = words.folded(word);
    const auto found =
        word.kind == Word::Kind::mention || word.kind == Word::Kind::link ? std::nullopt : valence.at(words, i);
    const bool is_denied = negation.reaches(word, folded);
    if (word.kind == Word::Kind::mark && !found) {
      into.exclamations += folded == "!" ? 1 : 0;
      into.questions += folded == "?" ? 1 : 0;
      if (ends_sentence(folded)) end_sentence();
      strength = 1;
      ++i;
      continue;
    }
    if (word.turns) has_turned = true;
    if (!found) {
      const auto more = intensity.at(words, i);
      strength = more ? strength * more->number : 1;
      i += more ? more->words : 1;
      continue;
    }
    double felt = found->number * strength;
    if (is_denied) felt *= felt > 0 ? k_denied_good : k_denied_bad;
    if (word.is_shouted || word.is_stretched) felt *= k_loud;
    into.all.push_back({.first = i, .last = i + found->words - 1, .valence = felt});
    (felt > 0 ? into.good : into.bad) += felt;
    (has_turned ? behind : before) += felt;
    strength = 1;
    // The words of a phrase are heard, too: one of them may deny what follows.
    for (std::size_t k = 1; k < found->words; ++k) (void)negation.reaches(all[i + k], words.folded(all[i + k]));
    i += found->words;
  }
  end_sentence();
}

}  // namespace bellwether::understand
