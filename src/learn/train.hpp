// Learns a linear model from examples: multinomial logistic regression, held small by the squares of its weights.
#pragma once

#include "base/result.hpp"
#include "learn/examples.hpp"
#include "learn/linear_model.hpp"
#include "learn/quasi_newton.hpp"

#include <cstddef>

namespace bellwether::learn {

struct TrainSettings {
  std::size_t classes = 2;
  std::size_t slots = std::size_t{1} << 18;
  double smallness = 1;  ///< half of the weights' squares counts so much against the examples' log loss
  double balance = 0;    ///< 0: each example counts the same; 1: each class does, however few examples it has
  bool rare_louder =
      true;  ///< a slot's values count more the fewer examples have it (inverse document frequency); the model has it inside
  Descent descent = {};
};

/// The same examples give the same model. Errors: `not_enough` where fewer than two classes have an example, `bad_input` where one is of a
/// class or has a slot that the settings don't know, `conflict` where Descent::stops said so.
[[nodiscard]] Result<LinearModel> train(const Examples& examples, const TrainSettings& settings);

}  // namespace bellwether::learn
