#include "listen/understanding/signal_reader.hpp"

#include "listen/understanding/taken_out.hpp"
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

  [[nodiscard]] bool says_something(const Meaning& meaning) const {
    return !meaning.feelings.all.empty() || std::ranges::any_of(reader.words().all(), is_word);
  }

  [[nodiscard]] std::optional<double> sentiment_in(const Meaning& meaning) const {
    const bool is_known = std::ranges::find(languages_of_feeling, meaning.language.code) != languages_of_feeling.end();
    if (meaning.feelings.all.empty() && !is_known) return std::nullopt;
    return meaning.sentiment.value;
  }

  /// By what the last text was read by.
  const std::string& reading() {
    const std::string_view own = reader.own() == nullptr ? std::string_view() : reader.own()->version();
    if (book_version != reader.book().version() || own_version != own) {
      book_version = reader.book().version();
      own_version = own;
      reading_text = understand::reading_of(reader.book(), reader.own());
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
  std::string blanked, book_version, own_version, reading_text;
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

const Meaning& SignalReader::look(std::string_view text) {
  return state_->reader.read_redacted(without_marks(text, state_->blanked));
}

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
