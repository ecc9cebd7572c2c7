#include "understand/sentiment.hpp"

#include "embedded/sentiment_model.hpp"

#include <algorithm>

namespace bellwether::understand {

namespace {

/// Slots of FeelingFeatures. A number that changes here changes what a trained model means.
enum Slot : std::uint32_t {
  compound = 0,
  good,
  bad,
  compound_steps,  ///< nine of them
  nothing_felt = compound_steps + 9,
  exclamations,
  questions,
  last,
  first,
  strongest_good,
  strongest_bad,
  length_steps,  ///< six of them
  end_of_slots = length_steps + 6,
};
static_assert(end_of_slots <= FeelingFeatures::k_slots);

constexpr double k_loud = 2, k_step = 1, k_length = 0.6;
constexpr int k_steps = 9;
constexpr double k_most_valence = 4;

std::uint32_t length_step(std::size_t words) {
  constexpr auto k_limits = std::to_array<std::size_t>({4, 8, 16, 32, 64});
  return static_cast<std::uint32_t>(std::ranges::upper_bound(k_limits, words) - k_limits.begin());
}

}  // namespace

std::string_view word_of(Side side) {
  switch (side) {
    case Side::negative:
      return "negative";
    case Side::neutral:
      return "neutral";
    case Side::positive:
      return "positive";
  }
  return "";
}

std::optional<Side> side_from(std::string_view word) {
  for (const Side side : {Side::negative, Side::neutral, Side::positive}) {
    if (word == word_of(side)) return side;
  }
  return std::nullopt;
}

FeelingFeatures::FeelingFeatures(const Words& words, const Feelings& feelings) {
  const auto add = [&](std::uint32_t slot, double value) {
    if (value != 0) features.at(count++) = {.slot = slot, .value = static_cast<float>(value)};
  };
  const double felt = feelings.compound();
  add(compound, k_loud * felt);
  add(good, k_loud * feelings.good / (2 + feelings.good));
  add(bad, k_loud * feelings.bad / (2 - feelings.bad));
  const int step = std::min(k_steps - 1, static_cast<int>((felt + 1) * k_steps / 2));
  add(compound_steps + static_cast<std::uint32_t>(step), k_step);
  if (feelings.all.empty()) add(nothing_felt, k_step);
  add(exclamations, k_loud * std::min(3, feelings.exclamations) / 3);
  add(questions, feelings.questions > 0 ? k_loud : 0);
  if (!feelings.all.empty()) {
    const auto [least, most] = std::ranges::minmax(feelings.all, {}, &Feeling::valence);
    add(last, k_loud * feelings.all.back().valence / k_most_valence);
    add(first, k_loud * feelings.all.front().valence / k_most_valence);
    add(strongest_good, k_loud * std::max(0.0, most.valence) / k_most_valence);
    add(strongest_bad, k_loud * std::min(0.0, least.valence) / k_most_valence);
  }
  add(length_steps + length_step(words.all().size()), k_length);
}

Result<SentimentModel> SentimentModel::from_bytes(std::string_view bytes) {
  auto model = learn::LinearModel::from_bytes(bytes);
  if (!model) return std::unexpected(model.error());
  if (model->classes() != k_sides || model->slots() != FeelingFeatures::k_slots) {
    return fail(Code::damaged, "this is no model of sentiment", {}, "make it anew: make models");
  }
  return SentimentModel(*std::move(model));
}

Result<SentimentModel> SentimentModel::shipped() {
  const auto bytes = embedded::sentiment_model();
  return from_bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Sentiment SentimentModel::of(const Words& words, const Feelings& feelings) const {
  const FeelingFeatures features(words, feelings);
  std::array<double, k_sides> sure{};
  model_.probabilities(features.all(), sure);
  if (words.all().empty()) return {};
  // How long a text is, and whether it asks, leans it to a side even where nothing in it is felt; not enough to take one.
  const std::size_t side =
      feelings.all.empty() ? 1 : static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin());
  return {.value = sure[2] - sure[0], .confidence = sure.at(side), .side = static_cast<Side>(side)};
}

}  // namespace bellwether::understand
