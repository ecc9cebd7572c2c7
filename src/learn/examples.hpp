// What a model learns from and is tried on: rows of features, each with its class.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::learn {

/// A thing that is there, and how much of it. A slot may come several times in a row: values add up.
struct Feature {
  std::uint32_t slot = 0;
  float value = 0;
};

class Examples {
 public:
  /// `weight`: how many like it this one stands for.
  void add(std::span<const Feature> features, std::size_t of_class, double weight = 1);

  [[nodiscard]] std::size_t size() const { return classes_.size(); }
  [[nodiscard]] std::span<const Feature> features(std::size_t example) const {
    return std::span(features_).subspan(begins_[example], begins_[example + 1] - begins_[example]);
  }
  [[nodiscard]] std::size_t of_class(std::size_t example) const { return classes_[example]; }
  [[nodiscard]] double weight(std::size_t example) const { return weights_[example]; }

 private:
  std::vector<Feature> features_;
  std::vector<std::size_t> begins_{0};
  std::vector<std::size_t> classes_;
  std::vector<double> weights_;
};

}  // namespace bellwether::learn
