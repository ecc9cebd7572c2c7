// A linear model of classes: each class has a weight for each slot, and the class whose sum is highest is told.
//
//   const auto model = LinearModel::from_bytes(bytes);
//   std::vector<double> sure(model->classes());
//   model->probabilities(features, sure);
#pragma once

#include "base/result.hpp"
#include "learn/examples.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bellwether::learn {

class LinearModel {
 public:
  /// `weights`: of slot 0 for each class, then of slot 1 …; `biases`: for each class. Weights are kept in 16 bits, in steps of a 32,767th of
  /// the class's greatest.
  LinearModel(std::span<const float> weights, std::vector<float> biases);

  [[nodiscard]] std::size_t classes() const { return biases_.size(); }
  [[nodiscard]] std::size_t slots() const { return weights_.size() / biases_.size(); }

  /// Sums, one for each class. Slots beyond the model's are left out.
  void scores(std::span<const Feature> features, std::span<double> into) const;
  /// They add up to 1 (softmax of the scores).
  void probabilities(std::span<const Feature> features, std::span<double> into) const;

  [[nodiscard]] std::string bytes() const;
  /// Error: `damaged`, where they are no model's bytes.
  [[nodiscard]] static Result<LinearModel> from_bytes(std::string_view bytes);

 private:
  LinearModel() = default;

  std::vector<std::int16_t> weights_;
  std::vector<float> steps_;  ///< by class
  std::vector<float> biases_;
};

/// Turns scores into probabilities, in place.
void softmax(std::span<double> scores);

}  // namespace bellwether::learn
