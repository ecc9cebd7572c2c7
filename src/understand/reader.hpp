// All that is understood of a text, read at once.
//
//   const auto knowledge = Knowledge::shipped();   // once, shared by all threads
//   Reader reader(*knowledge);                     // one for each thread
//   reader.read("Room great, breakfast cold").sentiment.value;
#pragma once

#include "base/result.hpp"
#include "understand/cue_words.hpp"
#include "understand/feeling_words.hpp"
#include "understand/in_use.hpp"
#include "understand/intent.hpp"
#include "understand/language.hpp"
#include "understand/mention_sentiment.hpp"
#include "understand/own_model.hpp"
#include "understand/personal/personal_data.hpp"
#include "understand/sentiment.hpp"
#include "understand/theme_book.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::understand {

/// What reading takes: words and models.
struct Knowledge {
  FeelingWords feeling_words;
  SentimentModel sentiment;
  CueWords cue_words;
  MentionModel mentions;
  std::shared_ptr<InUse<ThemeBook>> themes;                                    ///< never null, nor is the book
  std::shared_ptr<InUse<OwnModel>> own = std::make_shared<InUse<OwnModel>>();  ///< never null; the model may be

  /// `book`: the name of a shipped one. Errors: `not_found` for a book that is not there; else as of its parts: none where the program is
  /// whole.
  [[nodiscard]] static Result<Knowledge> shipped(std::string_view book = k_book);
  static constexpr std::string_view k_book = "general";
};

/// Words of a text that speak of a theme, and how the text feels of it there.
struct ThemeMention {
  std::size_t theme = 0;           ///< of the book
  std::size_t begin = 0, end = 0;  ///< bytes of the text
  Sentiment sentiment;
};

/// A theme that a text speaks of, itself or by those below it, and how it feels of it: the mean over its mentions.
struct ThemeFelt {
  std::size_t theme = 0;
  double value = 0;  ///< -1 … 1
  std::size_t mentions = 0;
};

struct Meaning {
  Language language;
  Sentiment sentiment;
  Feelings feelings;
  std::vector<Cue> cues;
  Intents intents;
  Urgency urgency;
  Effort effort;
  std::vector<personal::Found> personal_data;
  std::vector<ThemeMention> mentions;  ///< in the order of the text
  std::vector<ThemeFelt> themes;       ///< each once, in the order of the book
};

class Reader {
 public:
  /// `knowledge` outlives the reader.
  explicit Reader(const Knowledge& knowledge) : knowledge_(knowledge) { follow(); }
  /// Reads by this book, whatever is in use.
  Reader(const Knowledge& knowledge, std::shared_ptr<const ThemeBook> book)
      : knowledge_(knowledge), follows_book_(false), book_(std::move(book)) {
    follow();
  }

  /// Lives until the next text is read. Any bytes; linear in their number.
  const Meaning& read(std::string_view text);
  /// The same of a text that personal data was taken out of before: it is not looked for again, and none is told.
  const Meaning& read_redacted(std::string_view text);
  /// Of the text that was read last.
  [[nodiscard]] const Words& words() const { return words_; }

  /// What the text that was read last was read by: the book that was in use then, and the model of one's own scores, if there was one.
  [[nodiscard]] const ThemeBook& book() const { return *book_; }
  [[nodiscard]] const OwnModel* own() const { return own_.get(); }

 private:
  /// Takes up what has been put in use since.
  void follow();
  void read_themes(std::string_view language);
  void sum_up();

  const Knowledge& knowledge_;
  bool follows_book_ = true;
  std::uint64_t book_changes_ = 0, own_changes_ = 0;
  std::shared_ptr<const ThemeBook> book_;  ///< shared with other readers, as is:
  std::shared_ptr<const OwnModel> own_;
  personal::PersonalData personal_data_;
  Words words_;
  Meaning meaning_;

  // Memory that is used again from text to text.
  Clauses clauses_;
  std::vector<ThemePlace> found_;
  std::vector<Place> places_;
  std::vector<learn::Feature> near_;
  MentionFeatures features_;
};

}  // namespace bellwether::understand
