// Learning from an organisation's own texts that came with scores, or that people judged: a model that is used where it is better than what
// reads today. "The bed was fine" may be praise in one house and a complaint in another.
//
//   auto learned = learn_own(texts, knowledge);
//   if (learned->verdict == Verdict::take) knowledge.own->set(std::make_shared<const OwnModel>(*learned->model));
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "learn/evaluation.hpp"
#include "understand/own_model.hpp"
#include "understand/sentiment.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::understand {

struct Knowledge;

/// A text with the side that its score is on, or that people say it is on, and when it came.
struct ScoredText {
  std::string text;
  Side side = Side::neutral;
  Instant at;
};

/// The side of a score on a scale that is known: nps 0–6, 7–8, 9–10; csat, stars and others of five steps 1–2, 3, 4–5; ces of seven steps
/// 1–3, 4, 5–7. Nothing for another rating, or a number off its scale.
[[nodiscard]] std::optional<Side> side_of_score(std::string_view rating, double score);

/// What to do with what was learned.
enum class Verdict : std::uint8_t {
  take,  ///< more macro-F1 than the shipped model, and than the own one in use if there is one, each beyond chance; and it orders negative
         ///< and positive texts no worse
  keep,  ///< it is not: what reads today goes on
  drop,  ///< it is not, and the own one in use is worse than the shipped one by now: the shipped one reads
};
/// "take", "keep", "drop".
[[nodiscard]] std::string_view word_of(Verdict verdict);

/// How the newest texts of one language are read.
struct OfLanguage {
  std::string code;
  std::size_t n = 0;
  learn::Figure own, shipped;  ///< macro-F1
  bool used = false;           ///< the own model reads it: k_fewest_of_language texts or more, and no lower macro-F1
};

/// What was learned, and how good it is on the newest texts, which it did not learn from.
struct OwnLearned {
  std::size_t learned_from = 0, tried_on = 0;
  Instant from, to;                ///< when the texts that it was tried on came
  learn::Evaluation own, shipped;  ///< on the same texts
  learn::Figure own_area,
      shipped_area;         ///< how surely the value tells positive from negative texts (area_under_curve())
  learn::Figure better_by;  ///< macro-F1 of the own one less that of the shipped one; 95 %, by drawing texts anew
  std::optional<learn::Evaluation> today;  ///< of the own model in use, where there is one
  std::optional<learn::Figure> better_than_today,
      shipped_than_today;             ///< what the new one, and the shipped one, have more of macro-F1
  std::vector<OfLanguage> languages;  ///< most texts first
  Verdict verdict = Verdict::keep;
  std::optional<OwnModel> model;  ///< learned from the older texts alone: what was measured is what is used
};

inline constexpr std::size_t k_fewest_scored = 500;
inline constexpr std::size_t k_most_scored = 200'000;  ///< of more, the newest are taken
inline constexpr std::size_t k_fewest_of_language = 50;

/// Learns from the older four fifths and tries the model on the newest fifth. A text that stands in both (by its letters) is tried on
/// nowhere. The same texts give the same model. `stops` is asked now and then. Errors: `not_enough` with fewer than k_fewest_scored
/// different texts, or where one side has fewer than 20 in either part; `conflict` where it was stopped.
[[nodiscard]] Result<OwnLearned> learn_own(std::vector<ScoredText> texts, const Knowledge& knowledge,
                                           const std::function<bool()>& stops = {});

}  // namespace bellwether::understand
