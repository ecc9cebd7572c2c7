#include "learn/train.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace bellwether::learn {

namespace {

/// Slots that the examples have, numbered anew: most of a hashed table is empty.
struct Present {
  std::vector<std::uint32_t> place;  ///< by slot; 0: none has it
  std::vector<float> loudness{0};    ///< by place
  [[nodiscard]] std::size_t size() const { return loudness.size(); }
};

Present present_in(const Examples& examples, const TrainSettings& settings) {
  Present present{.place = std::vector<std::uint32_t>(settings.slots)};
  std::vector<std::uint32_t> have{0};
  std::vector<std::size_t> last{0};
  for (std::size_t example = 0; example < examples.size(); ++example) {
    for (const Feature& feature : examples.features(example)) {
      std::uint32_t& place = present.place[feature.slot];
      if (place == 0) {
        place = static_cast<std::uint32_t>(have.size());
        have.push_back(0);
        last.push_back(0);
      }
      if (std::exchange(last[place], example + 1) != example + 1) ++have[place];
    }
  }
  present.loudness.resize(have.size(), 1);
  const auto all = static_cast<double>(examples.size());
  for (std::size_t i = 1; i < have.size() && settings.rare_louder; ++i) {
    present.loudness[i] = static_cast<float>(1 + std::log((1 + all) / (1 + static_cast<double>(have[i]))));
  }
  return present;
}

std::vector<double> class_weights(const Examples& examples, const TrainSettings& settings) {
  std::vector<double> counts(settings.classes);
  double all = 0;
  for (std::size_t example = 0; example < examples.size(); ++example) {
    counts[examples.of_class(example)] += examples.weight(example);
    all += examples.weight(example);
  }
  std::vector<double> weights(settings.classes, 1);
  for (std::size_t c = 0; c < weights.size(); ++c) {
    const double even = all / static_cast<double>(settings.classes);
    if (counts[c] > 0) weights[c] = std::pow(even / counts[c], settings.balance);
  }
  return weights;
}

/// Log loss of the examples and the squares of the weights; numbers are the weights by place and class, then the biases.
class Loss {
 public:
  Loss(const Examples& examples, const TrainSettings& settings, const Present& present)
      : examples_(examples),
        settings_(settings),
        present_(present),
        class_weights_(class_weights(examples, settings)),
        sums_(settings.classes) {}

  double operator()(std::span<const float> numbers, std::span<float> gradient) {
    const std::size_t biases = present_.size() * settings_.classes;
    double loss = 0;
    for (std::size_t i = 0; i < biases; ++i) {
      loss += 0.5 * settings_.smallness * double{numbers[i]} * double{numbers[i]};
      gradient[i] = static_cast<float>(settings_.smallness * double{numbers[i]});
    }
    std::ranges::fill(gradient.subspan(biases), 0.0F);
    for (std::size_t example = 0; example < examples_.size(); ++example) loss += add(example, numbers, gradient);
    return loss;
  }

 private:
  double add(std::size_t example, std::span<const float> numbers, std::span<float> gradient) {
    const std::size_t classes = settings_.classes, biases = present_.size() * classes;
    for (std::size_t c = 0; c < classes; ++c) sums_[c] = double{numbers[biases + c]};
    for (const Feature& feature : examples_.features(example)) {
      const std::size_t place = present_.place[feature.slot];
      const double value = double{feature.value} * double{present_.loudness[place]};
      for (std::size_t c = 0; c < classes; ++c) sums_[c] += value * double{numbers[place * classes + c]};
    }
    softmax(sums_);
    const std::size_t right = examples_.of_class(example);
    const double weight = examples_.weight(example) * class_weights_[right];
    const double loss = -weight * std::log(std::max(sums_[right], 1e-300));
    sums_[right] -= 1;
    for (double& sum : sums_) sum *= weight;
    for (const Feature& feature : examples_.features(example)) {
      const std::size_t place = present_.place[feature.slot];
      const double value = double{feature.value} * double{present_.loudness[place]};
      for (std::size_t c = 0; c < classes; ++c) gradient[place * classes + c] += static_cast<float>(value * sums_[c]);
    }
    for (std::size_t c = 0; c < classes; ++c) gradient[biases + c] += static_cast<float>(sums_[c]);
    return loss;
  }

  const Examples& examples_;
  const TrainSettings& settings_;
  const Present& present_;
  std::vector<double> class_weights_;
  std::vector<double> sums_;
};

Result<void> check(const Examples& examples, const TrainSettings& settings) {
  std::vector<bool> has(settings.classes);
  for (std::size_t example = 0; example < examples.size(); ++example) {
    if (examples.of_class(example) >= settings.classes) return fail(Code::bad_input, "an example is of no known class");
    has[examples.of_class(example)] = true;
    for (const Feature& feature : examples.features(example)) {
      if (feature.slot >= settings.slots) return fail(Code::bad_input, "an example has a feature beyond the last slot");
    }
  }
  if (std::ranges::count(has, true) < 2) {
    return fail(Code::not_enough, "there is nothing to tell apart", {}, "bring examples of two classes at least");
  }
  return {};
}

}  // namespace

Result<LinearModel> train(const Examples& examples, const TrainSettings& settings) {
  if (auto checked = check(examples, settings); !checked) return std::unexpected(checked.error());
  const Present present = present_in(examples, settings);
  const std::size_t classes = settings.classes;
  std::vector<float> numbers((present.size() + 1) * classes);
  Loss loss(examples, settings, present);
  descend([&](std::span<const float> at, std::span<float> gradient) { return loss(at, gradient); }, numbers,
          settings.descent);
  if (settings.descent.stops && settings.descent.stops()) return fail(Code::conflict, "learning was stopped");
  std::vector<float> weights(settings.slots * classes);
  for (std::size_t slot = 0; slot < settings.slots; ++slot) {
    const std::size_t place = present.place[slot];
    for (std::size_t c = 0; c < classes && place > 0; ++c) {
      weights[slot * classes + c] = numbers[place * classes + c] * present.loudness[place];
    }
  }
  const auto biases = std::span(numbers).last(classes);
  return LinearModel(weights, {biases.begin(), biases.end()});
}

}  // namespace bellwether::learn
