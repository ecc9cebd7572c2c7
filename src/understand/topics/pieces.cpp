#include "understand/topics/pieces.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "understand/negation.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

namespace bellwether::topics {

namespace {

using understand::Word;

constexpr std::string_view k_file = "understand/topic_words.txt";
constexpr std::size_t k_short_text = 16;  ///< words that say something: it speaks of one thing
constexpr std::size_t k_short_piece = 6;  ///< goes on in the next sentence
constexpr std::size_t k_long_piece = 24;
constexpr std::size_t k_longest_word = 60;  ///< bytes

struct Endings {
  std::string_view language;
  std::size_t least;  ///< letters that stay
  std::array<std::string_view, 24> endings;
};

/// Longest first. Inflection alone: number, case, gender, the commonest forms of verbs.
constexpr auto k_endings = std::to_array<Endings>(
    {{"en", 3, {"ings", "edly", "ing", "ies", "ied", "ed", "ly", "es", "'s", "e", "s", "y"}},
     {"de", 4, {"ern", "en", "er", "em", "es", "et", "e", "n", "s", "t"}},
     {"fr", 4, {"eraient", "aient", "ement", "antes", "euses", "ités", "ées", "ées", "ant", "ent", "eux",
                "ait",     "ité",   "ée",    "és",    "er",    "ez",   "es",  "é",   "e",   "s",   "x"}},
     {"es", 4, {"amente", "aciones", "ación", "iendo", "ando", "aron", "ieron", "adas", "ados", "ada", "ado", "idos",
                "ido",    "ar",      "er",    "ir",    "es",   "as",   "os",    "a",    "o",    "e",   "s"}},
     {"pt", 4, {"amente", "ações", "ação", "ando", "endo", "aram", "eram", "adas", "ados", "ada", "ado", "idos",
                "ido",    "ou",    "eu",   "ar",   "er",   "ir",   "es",   "as",   "os",   "a",   "o",   "e"}},
     {"it",
      4,
      {"amente", "azioni", "azione", "ando", "endo", "ata", "ate", "ati", "ato", "are", "ere", "ire", "uti", "uto", "i",
       "e", "a", "o"}},
     {"nl", 4, {"heden", "en", "er", "je", "te", "de", "e", "s", "t"}},
     {"ru", 4, {"ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ая", "яя", "ое", "ее",
                "ые",  "ие",  "ый",  "ий",  "ой",  "ей",  "ом",  "ем",  "ах", "ях", "ы",  "и"}},
     {"tr", 4, {"larının", "lerinin", "ları", "leri", "lar", "ler", "ında", "inde", "dan", "den",
                "nın",     "nin",     "ını",  "ini",  "da",  "de",  "ın",   "in",   "ı",   "i"}}});

/// An article or another short word that is written together with the next: "l'accueil", "dell'albergo".
std::size_t article_of(std::string_view folded) {
  constexpr std::size_t k_longest_article = 5;
  const std::size_t at = folded.find('\'');
  const bool is_article = at <= k_longest_article && at + 2 < folded.size();  // npos is far away
  return is_article ? at + 1 : 0;
}

bool drops_articles(std::string_view language) { return language == "fr" || language == "it" || language == "ca"; }

bool ends_sentence(std::string_view mark) {
  constexpr auto k_marks = std::to_array<std::string_view>({".", "!", "?", "。", "！", "？", "…", "；", "।", "؟"});
  return std::ranges::find(k_marks, mark) != k_marks.end();
}

/// Marks that phrases go across: "check-in", "24/7", a dash inside.
bool is_inside_phrase(std::string_view mark) { return mark == "-" || mark == "/" || mark == "&" || mark == "'"; }

/// Scripts that part no words by blanks, of which ICU has a dictionary.
bool is_unparted(UChar32 code) {
  return (code >= 0x0E00 && code <= 0x0EFF) || (code >= 0x1000 && code <= 0x109F) ||
         (code >= 0x1780 && code <= 0x17FF) || (code >= 0x3040 && code <= 0x30FF) ||
         (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0x20000 && code <= 0x3FFFF);
}

UChar32 first_of(std::string_view text) {
  std::int32_t at = 0;
  UChar32 code = 0;
  // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): the library's own macro
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), at, static_cast<std::int32_t>(text.size()), code);
  return code;
}

}  // namespace

std::string stem(std::string_view folded, std::string_view language) {
  const auto* const known = std::ranges::find(k_endings, language, &Endings::language);
  std::string word(folded);
  if (known == k_endings.end()) return word;
  for (const std::string_view ending : known->endings) {
    if (ending.empty() || !word.ends_with(ending) || length(word) < length(ending) + known->least) continue;
    word.resize(word.size() - ending.size());
    break;
  }
  // "stopp(ed)", "stop"
  const std::size_t size = word.size();
  if (language == "en" && size > 3 && word[size - 1] == word[size - 2] && word[size - 1] != 's') word.pop_back();
  return word;
}

Pieces::Pieces(std::string_view language) : language_(language) {
  for (const std::string_view line : split(embedded_file(k_file), '\n')) {
    if (line.starts_with('#')) continue;
    const auto parts = split(line, ' ');
    if (parts.size() < 3 || parts[0] != language) continue;
    has_list_ = true;
    const Weight weight = parts[1] == "light" ? Weight::light : Weight::ordinary;
    for (const std::string_view word : std::span(parts).subspan(2)) {
      listed_.emplace(word, weight);
      if (parts[1] == "particle") particles_.emplace(word);
    }
  }
}

std::string_view Pieces::written(std::uint32_t form) const {
  const Form& one = forms_[form];
  if (one.shouted_count > one.small_count + one.capital_count) return one.shouted;
  return one.capital_count > one.small_count ? one.capital : one.folded;
}

std::uint32_t Pieces::stem_of(std::string_view folded) {
  const auto listed = listed_.find(folded);
  Weight weight = listed == listed_.end() ? Weight::full : listed->second;
  if (weight == Weight::ordinary) return k_none;
  if (weight == Weight::full && understand::Negation::denies(folded)) weight = Weight::light;
  // One letter is a size or a slip, no topic. In other scripts than ours one character may be a word.
  if (weight == Weight::full && folded.size() == 1) weight = Weight::light;
  const std::string key = topics::stem(folded, language_);
  const auto [at, is_new] = stem_numbers_.try_emplace(key, static_cast<std::uint32_t>(stem_weights_.size()));
  if (is_new) stem_weights_.push_back(weight);
  // "work", "working" are light, so what shares their stem is.
  if (weight == Weight::light) stem_weights_[at->second] = weight;
  return at->second;
}

std::uint32_t Pieces::form_of(std::string_view folded) {
  const auto [at, is_new] = form_numbers_.try_emplace(std::string(folded), static_cast<std::uint32_t>(forms_.size()));
  if (is_new) {
    Form& form = forms_.emplace_back();
    form.folded = folded;
    form.denies = understand::Negation::denies(folded);
    form.stem = stem_of(folded);
    form.is_particle = particles_.contains(folded);
  }
  return at->second;
}

void Pieces::add_word(std::string_view folded, std::string_view written, bool is_shouted, bool begins_sentence,
                      bool is_joined) {
  if (folded.size() > k_longest_word) return add_break();
  const std::uint32_t number = form_of(folded);
  Form& form = forms_[number];
  form.is_joined = is_joined;
  if (is_shouted) {
    if (form.shouted_count++ == 0) form.shouted = written;
  } else if (written.size() == folded.size() && written != folded) {
    // At a sentence's beginning a capital says nothing.
    if (form.capital_count == 0) form.capital = written;
    if (!begins_sentence) ++form.capital_count;
  } else if (written == folded) {
    ++form.small_count;
  }
  tokens_.push_back({.form = number, .stem = form.stem});
}

void Pieces::add_joined(std::string_view run) {
  UErrorCode status = U_ZERO_ERROR;
  // One for each thread: to make it takes longer than to read a text.
  thread_local const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  if (breaks == nullptr) return add_break();
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, run.data(), static_cast<std::int64_t>(run.size()), &status);
  if (U_FAILURE(status)) return add_break();
  breaks->setText(&text, status);
  std::int32_t from = breaks->first();
  for (std::int32_t to = breaks->next(); to != icu::BreakIterator::DONE; from = to, to = breaks->next()) {
    const auto word = run.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
    add_word(word, word, false, false, true);
  }
  utext_close(&text);
}

void Pieces::add_break() {
  if (!tokens_.empty() && tokens_.back().form != k_none) tokens_.push_back({});
}

void Pieces::add(std::uint32_t text, const understand::Words& words) {
  const std::size_t begin = tokens_.size();
  const auto all = words.all();
  std::vector<std::size_t> sentences;  // where they end, in tokens_
  bool begins_sentence = true, is_hidden = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Word& word = all[i];
    const std::string_view folded = words.folded(word);
    if (word.kind == Word::Kind::word && !is_hidden) {
      if (is_unparted(first_of(folded))) {
        std::size_t last = i;
        while (last + 1 < all.size() && all[last + 1].kind == Word::Kind::word &&
               all[last + 1].begin == all[last].end && is_unparted(first_of(words.folded(all[last + 1])))) {
          ++last;
        }
        add_joined(words.text().substr(word.begin, all[last].end - word.begin));
        i = last;
      } else {
        const std::size_t article = drops_articles(language_) ? article_of(folded) : 0;
        std::string_view written = words.text().substr(word.begin, word.end - word.begin);
        if (article != 0) written = written.size() == folded.size() ? written.substr(article) : folded.substr(article);
        add_word(folded.substr(article), written, word.is_shouted, begins_sentence, false);
      }
      begins_sentence = false;
    } else if (word.kind == Word::Kind::mark) {
      // "⟨name⟩" stands where something was taken out.
      if (folded == "⟨") is_hidden = true;
      if (folded == "⟩") is_hidden = false;
      if (!is_inside_phrase(folded)) add_break();
      if (!ends_sentence(folded)) continue;
      begins_sentence = true;
      sentences.push_back(tokens_.size());
    } else {
      add_break();
      if (word.kind == Word::Kind::emoji) sentences.push_back(tokens_.size());
    }
  }
  add_break();
  sentences.push_back(tokens_.size());
  cut_up(text, begin, sentences);
}

/// Words that are not ordinary.
std::size_t Pieces::saying(std::size_t from, std::size_t to) const {
  return static_cast<std::size_t>(std::ranges::count_if(std::span(tokens_).subspan(from, to - from),
                                                        [](const Token& token) { return token.stem != k_none; }));
}

void Pieces::cut_up(std::uint32_t text, std::size_t begin, std::span<const std::size_t> sentences) {
  const auto add = [&](std::size_t from, std::size_t to) {
    if (saying(from, to) == 0) return;
    pieces_.push_back({.text = text, .begin = static_cast<std::uint32_t>(from), .end = static_cast<std::uint32_t>(to)});
  };
  const bool is_short = saying(begin, tokens_.size()) <= k_short_text;
  std::size_t from = begin;
  for (const std::size_t to : sentences) {
    const bool is_last = to == tokens_.size();
    if (!is_last && (is_short || saying(from, to) < k_short_piece)) continue;
    // A sentence without end is cut where it gets too long, at a mark if there is one.
    std::size_t mark = from, said = 0;
    for (std::size_t at = from; at < to; ++at) {
      if (tokens_[at].form == k_none) mark = at + 1;
      if (tokens_[at].stem == k_none || ++said < k_long_piece) continue;
      const std::size_t cut = saying(from, mark) >= k_short_piece ? mark : at + 1;
      add(from, cut);
      from = mark = cut;
      said = saying(from, at + 1);
    }
    add(from, to);
    from = to;
  }
}

void Pieces::settle() {
  if (has_list_) return;
  // Without a list: short words that many pieces have say little, and those that most have nothing; so do long ones that are everywhere.
  constexpr double k_often = 0.04, k_mostly = 0.10, k_everywhere = 0.25;
  constexpr std::size_t k_short_word = 4;  // characters
  constexpr std::size_t k_fewest = 20;
  std::vector<std::uint32_t> pieces_with(stem_weights_.size()), last(stem_weights_.size(), k_none);
  for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
    for (const Token& token : tokens(pieces_[i])) {
      if (token.stem == k_none || std::exchange(last[token.stem], i) == i) continue;
      ++pieces_with[token.stem];
    }
  }
  const auto all = static_cast<double>(std::max(k_fewest, pieces_.size()));
  std::vector<bool> is_short(stem_weights_.size());
  for (const Form& form : forms_) {
    if (form.stem != k_none && length(form.folded) <= k_short_word) is_short[form.stem] = true;
  }
  for (std::size_t i = 0; i < pieces_with.size(); ++i) {
    if (pieces_with[i] > (is_short[i] ? k_often : k_everywhere) * all) stem_weights_[i] = Weight::light;
  }
  for (Token& token : tokens_) {
    if (token.stem != k_none && is_short[token.stem] && pieces_with[token.stem] > k_mostly * all) token.stem = k_none;
  }
}

}  // namespace bellwether::topics
