#include "listen/understanding/signal_reader.hpp"

#include "understand/reader.hpp"
#include "understand/reading_mark.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

namespace {

using understand::Meaning;

constexpr std::size_t k_most_themes = 64;  ///< of one signal
constexpr std::string_view k_mark_begins = "⟨", k_mark_ends = "⟩";

bool is_of_mark(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

/// The bytes of the mark that begins here ("⟨national_id⟩"); 0 where none does.
std::size_t mark_at(std::string_view text, std::size_t at) {
  const std::size_t word = at + k_mark_begins.size();
  std::size_t end = word;
  while (end < text.size() && is_of_mark(text[end])) ++end;
  return end > word && text.substr(end).starts_with(k_mark_ends) ? end + k_mark_ends.size() - at : 0;
}

bool is_word(const understand::Word& word) { return word.kind == understand::Word::Kind::word; }

/// Fills what is still empty.
class Filling {
 public:
  explicit Filling(facts::Room& room) : room_(room) {}

  void word(std::string_view& field, std::string_view read) {
    if (field.empty() && !read.empty()) field = room_.keep(read);
  }
  void number(std::optional<facts::Thousandths>& field, std::optional<double> read) {
    if (!field && read) field = facts::Thousandths{static_cast<std::int16_t>(std::lround(*read * 1000))};
  }

 private:
  facts::Room& room_;
};

std::string_view language_in(const Meaning& meaning) {
  return meaning.language.code == "und" ? std::string_view() : meaning.language.code;
}

}  // namespace

struct SignalReader::State {
  explicit State(const understand::Knowledge& knowledge)
      : reader(knowledge), languages_of_feeling(knowledge.feeling_words.languages()) {}

  /// What was taken out says nothing: blanks in its place.
  std::string_view without_marks(std::string_view text) {
    std::size_t at = text.find(k_mark_begins);
    if (at == std::string_view::npos) return text;
    blanked.assign(text);
    for (; at != std::string_view::npos; at = text.find(k_mark_begins, at + 1)) {
      std::fill_n(blanked.begin() + static_cast<std::ptrdiff_t>(at), mark_at(text, at), ' ');
    }
    return blanked;
  }

  [[nodiscard]] bool says_something(const Meaning& meaning) const {
    return !meaning.feelings.all.empty() || std::ranges::any_of(reader.words().all(), is_word);
  }

  [[nodiscard]] std::optional<double> sentiment_in(const Meaning& meaning) const {
    const bool is_known = std::ranges::find(languages_of_feeling, meaning.language.code) != languages_of_feeling.end();
    if (meaning.feelings.all.empty() && !is_known) return std::nullopt;
    return meaning.sentiment.value;
  }

  /// By the book that the last text was read by.
  const std::string& reading() {
    if (book_version != reader.book().version()) {
      book_version = reader.book().version();
      reading_text = understand::reading_of(reader.book());
    }
    return reading_text;
  }

  void fill_themes(const Meaning& meaning, facts::Signal& signal, facts::Room& room) {
    if (!signal.themes.empty()) return;
    mentions.clear();
    for (const understand::ThemeFelt& felt : meaning.themes) {
      if (mentions.size() == k_most_themes) break;
      mentions.push_back({.theme = room.keep(reader.book().themes()[felt.theme].name),
                          .sentiment = facts::Thousandths{static_cast<std::int16_t>(std::lround(felt.value * 1000))}});
    }
    signal.themes = room.keep(std::span<const facts::Mention>(mentions));
  }

  understand::Reader reader;
  std::vector<std::string_view> languages_of_feeling;
  std::string blanked, book_version, reading_text;
  std::vector<facts::Mention> mentions;
};

namespace {

understand::Told told_of(const facts::Signal& signal) {
  return {.language = !signal.language.empty(),
          .sentiment = signal.sentiment.has_value(),
          .intent = !signal.intent.empty(),
          .urgency = signal.urgency.has_value(),
          .effort = signal.effort.has_value(),
          .themes = !signal.themes.empty()};
}

}  // namespace

SignalReader::SignalReader(const understand::Knowledge& knowledge) : state_(std::make_unique<State>(knowledge)) {}
SignalReader::SignalReader(SignalReader&&) noexcept = default;
SignalReader& SignalReader::operator=(SignalReader&&) noexcept = default;
SignalReader::~SignalReader() = default;

const Meaning& SignalReader::look(std::string_view text) { return state_->reader.read(state_->without_marks(text)); }

const understand::ThemeBook& SignalReader::book() const { return state_->reader.book(); }

const std::string& SignalReader::reading() { return state_->reading(); }

void SignalReader::read(facts::Signal& signal, facts::Room& room) {
  if (signal.text.empty() || !signal.reader.empty()) return;
  const understand::Told told = told_of(signal);
  const Meaning& meaning = look(signal.text);
  if (state_->says_something(meaning)) {
    Filling fill(room);
    fill.word(signal.language, language_in(meaning));
    fill.number(signal.sentiment, state_->sentiment_in(meaning));
    if (meaning.intents.main) fill.word(signal.intent, understand::word_of(*meaning.intents.main));
    fill.number(signal.urgency, meaning.urgency.value);
    fill.number(signal.effort, meaning.effort.value);
    state_->fill_themes(meaning, signal, room);
  }
  signal.reader = room.keep(understand::mark_of(reading(), told));
}

}  // namespace bellwether::listen
