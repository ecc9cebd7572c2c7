// How a text feels of one thing that it mentions: "room great, breakfast cold" is glad of the one and sorry of the other.
//
//   const auto model = MentionModel::shipped();               // once; shared by all threads
//   MentionFeatures features; std::vector<learn::Feature> near;  // of one thread
//   features.begin(words, clauses, feelings, places, language == "en");
//   model->of(features, 1, near).value;                       // -1 … 1, of the second of the places
#pragma once

#include "base/result.hpp"
#include "learn/linear_model.hpp"
#include "understand/mention_features.hpp"
#include "understand/sentiment.hpp"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::understand {

/// Multinomial logistic regression on MentionFeatures (docs/models/mentions.md).
class MentionModel {
 public:
  /// Error: `damaged`, as of LinearModel, or where it is of other features or sides.
  [[nodiscard]] static Result<MentionModel> from_bytes(std::string_view bytes);
  [[nodiscard]] static Result<MentionModel> shipped();

  /// `near` is memory that is used again. Where nothing is felt and the words are of another language, the side is neutral.
  [[nodiscard]] Sentiment of(const MentionFeatures& features, std::size_t place,
                             std::vector<learn::Feature>& near) const;

 private:
  explicit MentionModel(learn::LinearModel model) : model_(std::move(model)) {}
  learn::LinearModel model_;
};

}  // namespace bellwether::understand
