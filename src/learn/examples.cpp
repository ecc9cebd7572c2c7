#include "learn/examples.hpp"

namespace bellwether::learn {

void Examples::add(std::span<const Feature> features, std::size_t of_class, double weight) {
  features_.insert(features_.end(), features.begin(), features.end());
  begins_.push_back(features_.size());
  classes_.push_back(of_class);
  weights_.push_back(weight);
}

}  // namespace bellwether::learn
