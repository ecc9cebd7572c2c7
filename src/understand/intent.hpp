// What a text wants, how soon, and what it has cost its writer so far; each with the words that it rests on.
//
//   cue_words.read(words, "en", cues);
//   read_intents(words, cues, feelings, sentiment, intents);
//   intents.main;                                    // of "Cancel my contract, I gave up calling": leaving
//   effort_of(words, cues).signs;                    // "gave up": giving_up
//
// Confidences and shares are of logistic form, with the same weights in every language: cues of 1.5 in sum make 0.5, one clear cue makes 0.92,
// and what stands beyond the strongest cue counts less than half, so that hints alone stay below 0.5. Set by hand on texts of our own (docs/models/intent.md), not calibrated: to sort by and to
// compare, not to be read as a probability.
#pragma once

#include "understand/cue_words.hpp"
#include "understand/feelings.hpp"
#include "understand/sentiment.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace bellwether::understand {

enum class Intent : std::uint8_t {
  complaint,        ///< something was not as it should be
  praise,           ///< something was good
  question,         ///< wants to know
  suggestion,       ///< says how it could be better
  request,          ///< wants something done
  leaving,          ///< leaves, or says so: ends a contract, will not come back, goes to another
  legal_or_public,  ///< a lawyer, an authority, the public
  safety,           ///< somebody was hurt or could be
};
inline constexpr std::size_t k_intents = 8;
[[nodiscard]] std::string_view word_of(Intent intent);  ///< "complaint" …

/// Bytes of the text, from `begin` to before `end`.
struct TextRange {
  std::uint32_t begin = 0, end = 0;
  bool operator==(const TextRange&) const = default;
};

struct FoundIntent {
  Intent intent = Intent::complaint;
  double confidence = 0;  ///< 0 … 1
  std::vector<TextRange>
      words;  ///< in order, apart from one another; none only where the text's sentiment alone speaks for it
};

struct Intents {
  static constexpr double k_least = 0.25;  ///< confidence of what is told at all
  static constexpr double k_likely = 0.5;  ///< and of what may be the main one
  std::vector<FoundIntent> all;            ///< the surest first
  /// What one who reads the text must act on first. Of those that are likely: safety, then a legal or public step, then leaving; then the
  /// surest of what asks for something (request, question, suggestion); then the surer of complaint and praise.
  std::optional<Intent> main;
};

struct Urgency {
  double value = 0;  ///< 0 … 1: how much speaks for it that somebody must act at once or by a near time
  std::vector<TextRange> words;
};

enum class EffortKind : std::uint8_t {
  repeat_contact,  ///< came again with the same matter
  transfer,        ///< was sent from one to another
  waiting,         ///< waited, or got no answer
  giving_up,       ///< gave up, or says that it is no use
};
[[nodiscard]] std::string_view word_of(EffortKind kind);  ///< "repeat_contact" …

struct EffortSign {
  EffortKind kind = EffortKind::repeat_contact;
  TextRange words;
};

struct Effort {
  double value = 0;               ///< 0 … 1: how much speaks for it that it was hard for the customer
  std::vector<EffortSign> signs;  ///< in the text's order
};

/// `cues`, `feelings` and `sentiment` of these words. Into an emptied value. Linear in their number.
void read_intents(const Words& words, std::span<const Cue> cues, const Feelings& feelings, const Sentiment& sentiment,
                  Intents& into);
/// "At once" without anything that is asked for, complained of or dangerous ("I liked it at once") speaks for less.
[[nodiscard]] Urgency urgency_of(const Words& words, std::span<const Cue> cues);
[[nodiscard]] Effort effort_of(const Words& words, std::span<const Cue> cues);

}  // namespace bellwether::understand
