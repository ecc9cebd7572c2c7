#include "understand/language.hpp"

#include "base/invariant.hpp"
#include "embedded/language_model.hpp"
#include "understand/language_model.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace bellwether::understand {

namespace {

constexpr std::size_t k_most_bytes = 2'000;
constexpr std::size_t k_most_stretches = 64;
constexpr std::int32_t k_least_stretch_words = 4;  // Names and titles are shorter, and look foreign.
constexpr std::size_t k_most_stretch_words = 10;
constexpr std::int32_t k_least_letters = 3;   // Of an alphabet; fewer tell nothing.
constexpr double k_least_probability = 0.25;  // Below, the text fits nothing.
constexpr double k_sure_of_none = 0.7;        // Names and titles look like no language, too.
constexpr double k_sure_of_stretch = 0.99;
constexpr double k_second_share = 0.25;
constexpr std::int32_t k_second_letters = 16;

constexpr Language k_unknown{"und", 0};

/// What was counted in a text.
struct Counts {
  std::array<std::int32_t, k_scripts> letters{};
  std::int32_t persian = 0, urdu = 0;                ///< letters that Arabic has not, that Persian has not
  std::array<Evidence, k_most_stretches> stretches;  ///< of the alphabets, by sentences or a few words
  std::array<Script, k_most_stretches> scripts;
  std::size_t stretch_count = 0;

  [[nodiscard]] std::int32_t of(Script script) const { return letters[static_cast<std::size_t>(script)]; }
};

void count_arabic(const PlainWord& word, Counts& counts) {
  constexpr std::u16string_view k_persian = u"\u067E\u0686\u0698\u06A9\u06AF\u06CC";
  constexpr std::u16string_view k_urdu = u"\u0679\u0688\u0691\u06BA\u06C1\u06D2";
  for (const char16_t c : std::u16string_view(word.letters.data(), word.size)) {
    counts.persian += k_persian.find(c) != k_persian.npos ? 1 : 0;
    counts.urdu += k_urdu.find(c) != k_urdu.npos ? 1 : 0;
  }
}

void count(std::string_view text, const LanguageModel& model, Counts& counts) {
  PlainWords words(text);
  PlainWord word;
  std::array<WordPieces, 2> pieces;  ///< of a word, and of the one before, whose weights are on their way
  std::size_t now = 0;
  Evidence* waiting = nullptr;
  std::size_t words_in_stretch = 0;
  while (words.next(word)) {
    counts.letters[static_cast<std::size_t>(word.script)] += static_cast<std::int32_t>(word.letter_count());
    if (word.script == Script::arabic) count_arabic(word, counts);
    if (word.script != Script::latin && word.script != Script::cyrillic) continue;
    const bool begins = counts.stretch_count == 0 || counts.scripts[counts.stretch_count - 1] != word.script ||
                        word.begins_sentence || words_in_stretch == k_most_stretch_words;
    if (begins && counts.stretch_count < k_most_stretches) {
      counts.stretches[counts.stretch_count] = {};
      counts.scripts[counts.stretch_count++] = word.script;
      words_in_stretch = 0;
    }
    ++words_in_stretch;
    // Behind the last stretch that there is room for, all goes into it.
    Evidence& evidence = counts.stretches[counts.stretch_count - 1];
    pieces_of(word, pieces[now]);
    model.fetch(pieces[now]);
    now = 1 - now;
    if (waiting != nullptr) model.add(pieces[now], *waiting);
    waiting = &evidence;
    evidence.letters += static_cast<std::int32_t>(word.letter_count());
  }
  if (waiting != nullptr) model.add(pieces[1 - now], *waiting);
}

/// Whether a second language holds a substantial part: stretches that are sure of another one than the first.
Language one_or_several(const Counts& counts, Script script, std::size_t whole, double probability,
                        const LanguageModel& model) {
  std::array<std::int32_t, k_classes> letters{};
  std::int32_t all = 0;
  for (std::size_t i = 0; i < counts.stretch_count; ++i) {
    if (counts.scripts[i] != script) continue;
    const Evidence& stretch = counts.stretches[i];
    all += stretch.letters;
    if (stretch.words < k_least_stretch_words) continue;
    const Guess guess = model.guess(stretch, classes_of(script));
    if (guess.probability >= k_sure_of_stretch && guess.language != k_class_und)
      letters[guess.language] += stretch.letters;
  }
  std::array<std::int32_t, k_classes> order = letters;
  std::ranges::nth_element(order, order.begin() + 1, std::greater{});
  const std::int32_t second = order[1];
  if (second >= k_second_letters && second >= k_second_share * all) return {"mul", 0.4 + 1.0 * second / all};
  if (whole == k_class_und || probability < k_least_probability) return k_unknown;
  return {code_of(whole), probability};
}

Language by_model(const Counts& counts, Script script, const LanguageModel& model) {
  if (counts.of(script) < k_least_letters) return k_unknown;
  Evidence all;
  for (std::size_t i = 0; i < counts.stretch_count; ++i) {
    if (counts.scripts[i] == script) all.add(counts.stretches[i]);
  }
  Guess guess = model.guess(all, classes_of(script));
  if (guess.language == k_class_und && guess.probability < k_sure_of_none) {
    const double of_some = 1 - guess.probability;
    guess = model.guess(all, {0, k_class_und});
    guess.probability *= of_some;
  }
  return one_or_several(counts, script, guess.language, guess.probability, model);
}

/// Arabic letters: Persian and Urdu write some that Arabic lacks, and not seldom.
Language by_arabic_letters(const Counts& counts) {
  const double all = counts.of(Script::arabic);
  if (counts.urdu >= 0.03 * all) return {"ur", 0.95};
  if (counts.persian >= 0.03 * all) return {"fa", 0.9};
  return {"ar", 0.98};
}

/// The language that a script is nearly always met in; how nearly is our own estimate.
struct OfScript {
  Script script;
  Language language;
};
constexpr auto k_by_script = std::to_array<OfScript>({
    {Script::greek, {"el", 0.99}},   {Script::hebrew, {"he", 0.99}},    {Script::devanagari, {"hi", 0.95}},
    {Script::bengali, {"bn", 0.98}}, {Script::gurmukhi, {"pa", 0.99}},  {Script::gujarati, {"gu", 0.99}},
    {Script::odia, {"or", 0.99}},    {Script::tamil, {"ta", 0.99}},     {Script::telugu, {"te", 0.99}},
    {Script::kannada, {"kn", 0.99}}, {Script::malayalam, {"ml", 0.99}}, {Script::sinhala, {"si", 0.99}},
    {Script::thai, {"th", 0.99}},    {Script::lao, {"lo", 0.99}},       {Script::burmese, {"my", 0.98}},
    {Script::khmer, {"km", 0.99}},   {Script::georgian, {"ka", 0.99}},  {Script::armenian, {"hy", 0.99}},
    {Script::ethiopic, {"am", 0.9}}, {Script::hangul, {"ko", 0.99}},    {Script::kana, {"ja", 0.99}},
    {Script::han, {"zh", 0.98}},
});

Language by_script(Script script) {
  const auto* found = std::ranges::find(k_by_script, script, &OfScript::script);
  return found != k_by_script.end() ? found->language : k_unknown;
}

/// Letters in the measure of an alphabet's: a sign that is a syllable or a word says more.
std::int32_t weight_of(Script script) {
  return script == Script::han || script == Script::kana || script == Script::hangul ? 2 : 1;
}

Language decide(Counts& counts, const LanguageModel& model) {
  // Japanese writes Chinese signs among its own.
  std::int32_t& kana = counts.letters[static_cast<std::size_t>(Script::kana)];
  std::int32_t& han = counts.letters[static_cast<std::size_t>(Script::han)];
  if (kana * 10 >= han) kana += std::exchange(han, 0);

  std::size_t first = 0, second = 0;
  std::int32_t all = 0;
  for (std::size_t script = 1; script < k_scripts; ++script) {
    counts.letters[script] *= weight_of(static_cast<Script>(script));
    all += counts.letters[script];
    if (counts.letters[script] > counts.letters[first])
      second = std::exchange(first, script);
    else if (counts.letters[script] > counts.letters[second])
      second = script;
  }
  if (all == 0) return k_unknown;
  if (counts.letters[second] >= k_second_letters && counts.letters[second] >= k_second_share * all) {
    return {"mul", 0.95};
  }
  const auto script = static_cast<Script>(first);
  if (script == Script::latin || script == Script::cyrillic) return by_model(counts, script, model);
  if (script == Script::arabic) return by_arabic_letters(counts);
  return by_script(script);
}

const LanguageModel& shipped_model() {
  static const LanguageModel model = [] {
    const auto shipped = LanguageModel::over(embedded::language_model());
    invariant(shipped.has_value());
    return *shipped;
  }();
  return model;
}

}  // namespace

Language language_of(std::string_view text) { return language_of(text, shipped_model()); }

Language language_of(std::string_view text, const LanguageModel& model) {
  Counts counts;
  count(text.substr(0, k_most_bytes), model, counts);
  return decide(counts, model);
}

}  // namespace bellwether::understand
