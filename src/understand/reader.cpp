#include "understand/reader.hpp"

#include <algorithm>

namespace bellwether::understand {

namespace {

/// Below it the words of every language are looked for: "Breakfast cold" is in no language for sure.
constexpr double k_sure_of_language = 0.7;
constexpr std::string_view k_language_with_words = "en";

}  // namespace

Result<Knowledge> Knowledge::shipped(std::string_view book) {
  auto words = FeelingWords::shipped();
  if (!words) return std::unexpected(words.error());
  auto sentiment = SentimentModel::shipped();
  if (!sentiment) return std::unexpected(sentiment.error());
  auto mentions = MentionModel::shipped();
  if (!mentions) return std::unexpected(mentions.error());
  auto themes = ThemeBook::shipped(book);
  if (!themes) return std::unexpected(themes.error());
  auto cue_words = CueWords::shipped();
  if (!cue_words) return std::unexpected(cue_words.error());
  return Knowledge{.feeling_words = *std::move(words),
                   .sentiment = *std::move(sentiment),
                   .cue_words = *std::move(cue_words),
                   .mentions = *std::move(mentions),
                   .themes = std::make_shared<InUse<ThemeBook>>(std::make_shared<const ThemeBook>(*std::move(themes)))};
}

void Reader::follow() {
  const std::uint64_t book_changes = knowledge_.themes->changes();
  if (follows_book_ && (!book_ || book_changes != book_changes_)) {
    book_changes_ = book_changes;
    book_ = knowledge_.themes->now();
  }
  if (const std::uint64_t changes = knowledge_.own->changes(); changes != own_changes_) {
    own_changes_ = changes;
    own_ = knowledge_.own->now();
  }
}

const Meaning& Reader::read(std::string_view text) {
  read_redacted(text);
  personal_data_.find(text, meaning_.personal_data);
  return meaning_;
}

const Meaning& Reader::read_redacted(std::string_view text) {
  follow();
  meaning_.personal_data.clear();
  words_.read(text);
  meaning_.language = language_of(text);
  knowledge_.feeling_words.read(words_, meaning_.language.code, meaning_.feelings);
  meaning_.sentiment = own_ && own_->reads(meaning_.language.code) ? own_->of(words_, meaning_.feelings, near_)
                                                                   : knowledge_.sentiment.of(words_, meaning_.feelings);
  read_themes(meaning_.language.confidence < k_sure_of_language ? "" : meaning_.language.code);
  sum_up();
  knowledge_.cue_words.read(words_, meaning_.language.code, meaning_.cues);
  read_intents(words_, meaning_.cues, meaning_.feelings, meaning_.sentiment, meaning_.intents);
  meaning_.urgency = urgency_of(words_, meaning_.cues);
  meaning_.effort = effort_of(words_, meaning_.cues);
  return meaning_;
}

void Reader::read_themes(std::string_view language) {
  meaning_.mentions.clear();
  clauses_.read(words_);
  book_->find(words_, clauses_, language, found_);
  if (found_.empty()) return;
  // Words that speak of two themes are one place.
  places_.clear();
  for (const ThemePlace& found : found_) {
    if (places_.empty() || places_.back() != found.place) places_.push_back(found.place);
  }
  const std::size_t looked_at = std::min(places_.size(), MentionFeatures::k_most);
  features_.begin(words_, clauses_, meaning_.feelings, std::span(places_).first(looked_at),
                  meaning_.language.code == k_language_with_words);
  std::size_t at = 0;
  Sentiment felt = knowledge_.mentions.of(features_, 0, near_);
  for (const ThemePlace& found : found_) {
    if (found.place != places_[at]) {
      if (++at == looked_at) break;
      felt = knowledge_.mentions.of(features_, at, near_);
    }
    meaning_.mentions.push_back({.theme = found.theme,
                                 .begin = words_.all()[found.place.first].begin,
                                 .end = words_.all()[found.place.last].end,
                                 .sentiment = felt});
  }
}

void Reader::sum_up() {
  auto& themes = meaning_.themes;
  themes.clear();
  const auto add = [&](std::size_t theme, double value) {
    const auto at = std::ranges::lower_bound(themes, theme, {}, &ThemeFelt::theme);
    ThemeFelt& felt = at != themes.end() && at->theme == theme ? *at : *themes.insert(at, {.theme = theme});
    felt.value += value;
    ++felt.mentions;
  };
  for (const ThemeMention& mention : meaning_.mentions) {
    for (std::size_t at = mention.theme; at != Theme::k_none; at = book_->themes()[at].parent) {
      add(at, mention.sentiment.value);
    }
  }
  for (ThemeFelt& felt : themes) felt.value /= static_cast<double>(felt.mentions);
}

}  // namespace bellwether::understand
