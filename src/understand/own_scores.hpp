// A model of sentiment that is learned from an organisation's own texts that came with scores, and used where it is better than the one that
// ships: "the bed was fine" may be praise in one house and a complaint in another.
//
//   auto learned = learn_own(texts, knowledge);
//   if (learned->is_better) knowledge.own->set(learned->model);
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "learn/evaluation.hpp"
#include "learn/linear_model.hpp"
#include "understand/feelings.hpp"
#include "understand/sentiment.hpp"
#include "understand/text_features.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::understand {

struct Knowledge;

/// A text with the side that its score is on, and when it came.
struct ScoredText {
  std::string text;
  Side side = Side::neutral;
  Instant at;
};

/// The side of a score on a scale that is known: nps 0–6, 7–8, 9–10; csat, stars and others of five steps 1–2, 3, 4–5; ces of seven steps
/// 1–3, 4, 5–7. Nothing for another rating, or a number off its scale.
[[nodiscard]] std::optional<Side> side_of_score(std::string_view rating, double score);

/// Multinomial logistic regression on words, pairs, what is denied, pieces of words, and feelings.
class OwnModel {
 public:
  /// Error: `damaged`.
  [[nodiscard]] static Result<OwnModel> from_bytes(std::string bytes);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  /// Eight hexadecimal digits of what it says.
  [[nodiscard]] std::string_view version() const { return version_; }

  /// `features` is memory that is used again.
  [[nodiscard]] Sentiment of(const Words& words, const Feelings& feelings, std::vector<learn::Feature>& features) const;

 private:
  OwnModel(learn::LinearModel model, std::string bytes);
  learn::LinearModel model_;
  std::string bytes_, version_;
};

/// What was learned, and how good it is on the newest texts, which it did not learn from.
struct OwnLearned {
  std::size_t learned_from = 0, tried_on = 0;
  Instant from, to;                ///< when the texts that it was tried on came
  learn::Evaluation own, shipped;  ///< on the same texts
  learn::Figure own_area,
      shipped_area;               ///< how surely the value tells positive from negative texts (area_under_curve())
  learn::Figure better_by;        ///< macro-F1 of the own one less that of the shipped one; 95 %, by drawing texts anew
  bool is_better = false;         ///< the whole interval is above 0
  std::optional<OwnModel> model;  ///< learned from the older texts alone: what was measured is what is used
};

inline constexpr std::size_t k_fewest_scored = 500;
inline constexpr std::size_t k_most_scored = 200'000;  ///< of more, the newest are taken

/// Learns from the older four fifths and tries the model on the newest fifth. A text that stands in both (by its letters) is tried on
/// nowhere. The same texts give the same model. Errors: `not_enough` with fewer than k_fewest_scored different texts, or where one side has
/// fewer than 20 in either part.
[[nodiscard]] Result<OwnLearned> learn_own(std::vector<ScoredText> texts, const Knowledge& knowledge);

}  // namespace bellwether::understand
