#include "learn/linear_model.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

namespace bellwether::learn {

namespace {

constexpr std::string_view k_mark = "BWLINEAR";
constexpr std::uint32_t k_version = 1;
constexpr std::size_t k_most_classes = 4'096;
constexpr std::size_t k_most_slots = std::size_t{1} << 26;

template <class Number>
void append(std::string& bytes, const Number* numbers, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(numbers), count * sizeof(Number));
}

/// Takes numbers from the front; false where there are too few bytes.
template <class Number>
bool take(std::string_view& bytes, Number* into, std::size_t count) {
  if (bytes.size() / sizeof(Number) < count) return false;
  std::memcpy(into, bytes.data(), count * sizeof(Number));
  bytes.remove_prefix(count * sizeof(Number));
  return true;
}

}  // namespace

LinearModel::LinearModel(std::span<const float> weights, std::vector<float> biases)
    : weights_(weights.size()), steps_(biases.size()), biases_(std::move(biases)) {
  invariant(!biases_.empty() && weights.size() % biases_.size() == 0);
  const std::size_t classes = biases_.size();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    steps_[i % classes] = std::max(steps_[i % classes], std::abs(weights[i]));
  }
  for (float& step : steps_) step = step > 0 ? step / float{std::numeric_limits<std::int16_t>::max()} : 1;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights_[i] = static_cast<std::int16_t>(std::lround(weights[i] / steps_[i % classes]));
  }
}

void LinearModel::scores(std::span<const Feature> features, std::span<double> into) const {
  const std::size_t classes = biases_.size();
  std::ranges::fill(into, 0.0);
  for (const Feature& feature : features) {
    const std::size_t at = feature.slot * classes;
    if (at >= weights_.size()) continue;
    const std::int16_t* weight = &weights_[at];
    for (std::size_t c = 0; c < classes; ++c) into[c] += double{feature.value} * weight[c];
  }
  for (std::size_t c = 0; c < classes; ++c) into[c] = into[c] * double{steps_[c]} + double{biases_[c]};
}

void LinearModel::probabilities(std::span<const Feature> features, std::span<double> into) const {
  scores(features, into);
  softmax(into);
}

std::string LinearModel::bytes() const {
  std::string bytes(k_mark);
  const std::array<std::uint32_t, 3> head = {k_version, static_cast<std::uint32_t>(classes()),
                                             static_cast<std::uint32_t>(slots())};
  append(bytes, head.data(), head.size());
  append(bytes, biases_.data(), biases_.size());
  append(bytes, steps_.data(), steps_.size());
  append(bytes, weights_.data(), weights_.size());
  return bytes;
}

Result<LinearModel> LinearModel::from_bytes(std::string_view bytes) {
  const auto damaged = [] { return fail(Code::damaged, "these bytes are no linear model"); };
  if (!bytes.starts_with(k_mark)) return damaged();
  bytes.remove_prefix(k_mark.size());
  std::array<std::uint32_t, 3> head{};
  if (!take(bytes, head.data(), head.size())) return damaged();
  const auto [version, classes, slots] = head;
  if (version != k_version || classes == 0 || classes > k_most_classes || slots > k_most_slots) return damaged();
  LinearModel model;
  model.biases_.resize(classes);
  model.steps_.resize(classes);
  if (!take(bytes, model.biases_.data(), classes) || !take(bytes, model.steps_.data(), classes)) return damaged();
  if (bytes.size() != std::size_t{slots} * classes * sizeof(std::int16_t)) return damaged();
  model.weights_.resize(std::size_t{slots} * classes);
  take(bytes, model.weights_.data(), model.weights_.size());
  const auto is_wrong = [](float number) { return !std::isfinite(number); };
  if (std::ranges::any_of(model.biases_, is_wrong) || std::ranges::any_of(model.steps_, is_wrong)) return damaged();
  return model;
}

void softmax(std::span<double> scores) {
  const double most = *std::ranges::max_element(scores);
  double sum = 0;
  for (double& score : scores) sum += score = std::exp(score - most);
  for (double& score : scores) score /= sum;
}

}  // namespace bellwether::learn
