// How a text as a whole feels, from the feelings in it: a number, which side it is on, and how sure that is.
//
//   const auto model = SentimentModel::shipped();       // once; shared by all threads
//   Words words; Feelings feelings;                      // one of each for a thread
//   words.read(text);
//   feeling_words.read(words, "en", feelings);
//   model->of(words, feelings).value;                    // -1 … 1
#pragma once

#include "base/result.hpp"
#include "learn/linear_model.hpp"
#include "understand/feelings.hpp"
#include "understand/words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::understand {

enum class Side : std::uint8_t { negative, neutral, positive };
inline constexpr std::size_t k_sides = 3;
[[nodiscard]] std::string_view word_of(Side side);  ///< "negative" …
[[nodiscard]] std::optional<Side> side_from(std::string_view word);

struct Sentiment {
  double value = 0;       ///< −1 … 1: how probable positive is, less how probable negative is
  double confidence = 0;  ///< 0 … 1: how probable the side is
  Side side = Side::neutral;
};

/// What the feelings of a text say of the whole: how they add up, which are the strongest, the first and the last, and how it is said. Of
/// no language, so that what is learned in one holds in the others.
struct FeelingFeatures {
  static constexpr std::size_t k_slots = 32;
  std::array<learn::Feature, k_slots> features{};
  std::size_t count = 0;

  FeelingFeatures(const Words& words, const Feelings& feelings);
  [[nodiscard]] std::span<const learn::Feature> all() const { return std::span(features).first(count); }
};

/// Multinomial logistic regression on FeelingFeatures (docs/models/sentiment.md).
class SentimentModel {
 public:
  /// Error: `damaged`, as of LinearModel, or where it is of other features or sides.
  [[nodiscard]] static Result<SentimentModel> from_bytes(std::string_view bytes);
  [[nodiscard]] static Result<SentimentModel> shipped();

  /// A text in which nothing is felt is neutral, with a value near 0; one without a word has value and confidence 0.
  [[nodiscard]] Sentiment of(const Words& words, const Feelings& feelings) const;

 private:
  explicit SentimentModel(learn::LinearModel model) : model_(std::move(model)) {}
  learn::LinearModel model_;
};

}  // namespace bellwether::understand
