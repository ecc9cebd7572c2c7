#include "listen/understanding/signal_reader.hpp"

#include "understand/reader.hpp"
#include "understand/reading_version.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

namespace {

using understand::Meaning;

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
    if (!field.empty() || read.empty()) return;
    field = room_.keep(read);
    any_ = true;
  }
  void number(std::optional<facts::Thousandths>& field, std::optional<double> read) {
    if (field || !read) return;
    field = facts::Thousandths{static_cast<std::int16_t>(std::lround(*read * 1000))};
    any_ = true;
  }
  [[nodiscard]] bool any() const { return any_; }

 private:
  facts::Room& room_;
  bool any_ = false;
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

  understand::Reader reader;
  std::vector<std::string_view> languages_of_feeling;
  std::string blanked;
};

SignalReader::SignalReader(const understand::Knowledge& knowledge) : state_(std::make_unique<State>(knowledge)) {}
SignalReader::SignalReader(SignalReader&&) noexcept = default;
SignalReader& SignalReader::operator=(SignalReader&&) noexcept = default;
SignalReader::~SignalReader() = default;

void SignalReader::read(facts::Signal& signal, facts::Room& room) {
  if (signal.text.empty()) return;
  const Meaning& meaning = state_->reader.read(state_->without_marks(signal.text));
  if (!state_->says_something(meaning)) return;
  Filling fill(room);
  fill.word(signal.language, language_in(meaning));
  fill.number(signal.sentiment, state_->sentiment_in(meaning));
  if (fill.any() && signal.reader.empty()) signal.reader = understand::k_reading_version;
}

}  // namespace bellwether::listen
