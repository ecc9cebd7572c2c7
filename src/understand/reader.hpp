// All that is understood of a text, read at once.
//
//   const auto knowledge = Knowledge::shipped();   // once, shared by all threads
//   Reader reader(*knowledge);                     // one for each thread
//   reader.read("Room great, breakfast cold").sentiment.value;
#pragma once

#include "base/result.hpp"
#include "understand/cue_words.hpp"
#include "understand/feeling_words.hpp"
#include "understand/intent.hpp"
#include "understand/language.hpp"
#include "understand/personal/personal_data.hpp"
#include "understand/sentiment.hpp"
#include "understand/words.hpp"

#include <string_view>
#include <vector>

namespace bellwether::understand {

/// What reading takes: words and models.
struct Knowledge {
  FeelingWords feeling_words;
  SentimentModel sentiment;
  CueWords cue_words;

  /// Error: as of its parts; none where the program is whole.
  [[nodiscard]] static Result<Knowledge> shipped();
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
};

class Reader {
 public:
  /// `knowledge` outlives the reader.
  explicit Reader(const Knowledge& knowledge) : knowledge_(knowledge) {}

  /// Lives until the next text is read. Any bytes; linear in their number.
  const Meaning& read(std::string_view text);
  /// Of the text that was read last.
  [[nodiscard]] const Words& words() const { return words_; }

 private:
  const Knowledge& knowledge_;
  personal::PersonalData personal_data_;
  Words words_;
  Meaning meaning_;
};

}  // namespace bellwether::understand
