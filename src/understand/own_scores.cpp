#include "understand/own_scores.hpp"

#include "learn/train.hpp"
#include "understand/language.hpp"
#include "understand/reader.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

constexpr std::uint32_t k_slots_of_text = 1U << 17;
constexpr TextFeatures k_features{.slots = k_slots_of_text, .longest_piece = 5, .has_pairs = true, .pieces_share = 0.7};
constexpr std::size_t k_fewest_of_side = 20;
constexpr double k_tried_share = 0.2;

std::uint64_t hash_of(std::string_view bytes, std::uint64_t hash = 0xCBF29CE484222325U) {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return hash;
}

/// By its letters alone: the same text, however it is written.
std::uint64_t letters_of(const Words& words) {
  std::uint64_t hash = hash_of({});
  for (const Word& word : words.all()) {
    if (word.kind == Word::Kind::word) hash = hash_of(words.folded(word), hash);
  }
  return hash;
}

/// Those of the text, then those of feelings behind them.
void gather(const Words& words, const Feelings& feelings, std::vector<learn::Feature>& into) {
  k_features.read(words, into);
  const FeelingFeatures felt(words, feelings);
  for (const learn::Feature& feature : felt.all()) {
    into.push_back({.slot = k_slots_of_text + feature.slot, .value = feature.value});
  }
}

constexpr std::size_t k_slots = k_slots_of_text + FeelingFeatures::k_slots;

struct Part {
  learn::Examples examples;
  std::vector<std::size_t> shipped;  ///< what the shipped model tells of each
  std::vector<double> shipped_values;
  std::array<std::size_t, k_sides> of_side{};
};

double macro_f1(std::span<const std::size_t> is, std::span<const std::size_t> told,
                std::span<const std::size_t> drawn) {
  std::array<std::array<double, k_sides>, k_sides> counts{};
  for (const std::size_t i : drawn) counts.at(is[i]).at(told[i]) += 1;
  double sum = 0;
  int sides = 0;
  for (std::size_t side = 0; side < k_sides; ++side) {
    double of_side = 0, told_so = 0;
    for (std::size_t other = 0; other < k_sides; ++other) {
      of_side += counts.at(side).at(other);
      told_so += counts.at(other).at(side);
    }
    if (of_side + told_so == 0) continue;
    sum += 2 * counts.at(side).at(side) / (of_side + told_so);
    ++sides;
  }
  return sides == 0 ? 0 : sum / sides;
}

/// Efron and Tibshirani (1993), section 13.3: percentiles over texts drawn anew, both models on the same ones.
learn::Figure difference(std::span<const std::size_t> is, std::span<const std::size_t> own,
                         std::span<const std::size_t> shipped) {
  constexpr int k_draws = 1'000;
  std::mt19937_64 random(1);
  std::vector<std::size_t> drawn(is.size());
  for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = i;
  const double value = macro_f1(is, own, drawn) - macro_f1(is, shipped, drawn);
  std::vector<double> all;
  for (int draw = 0; draw < k_draws; ++draw) {
    for (std::size_t& one : drawn) one = random() % is.size();
    all.push_back(macro_f1(is, own, drawn) - macro_f1(is, shipped, drawn));
  }
  std::ranges::sort(all);
  const auto at = [&](double share) { return all[static_cast<std::size_t>(share * (k_draws - 1))]; };
  return {.value = value, .low = std::min(value, at(0.025)), .high = std::max(value, at(0.975))};
}

learn::Figure area_of(std::span<const std::size_t> is, std::span<const double> values) {
  std::vector<double> positive, negative;
  for (std::size_t i = 0; i < is.size(); ++i) {
    if (is[i] == 2) positive.push_back(values[i]);
    if (is[i] == 0) negative.push_back(values[i]);
  }
  return learn::area_under_curve(positive, negative);
}

Result<void> check(const Part& older, const Part& newest) {
  if (older.examples.size() + newest.examples.size() < k_fewest_scored) {
    return fail(Code::not_enough,
                fmt::format("{} different texts came with a score", older.examples.size() + newest.examples.size()), {},
                fmt::format("it takes {}", k_fewest_scored));
  }
  for (const Part* part : {&older, &newest}) {
    for (std::size_t side = 0; side < k_sides; ++side) {
      // Where a scale has no middle, or nobody takes it, there are two sides to tell.
      if (part->of_side.at(side) >= k_fewest_of_side || (side == 1 && older.of_side[1] + newest.of_side[1] == 0))
        continue;
      return fail(Code::not_enough,
                  fmt::format("only {} {} texts are among the {}", part->of_side.at(side),
                              word_of(static_cast<Side>(side)), part == &older ? "older ones" : "newest ones"),
                  {}, fmt::format("it takes {} of each side", k_fewest_of_side));
    }
  }
  return {};
}

}  // namespace

std::optional<Side> side_of_score(std::string_view rating, double score) {
  struct Scale {
    std::string_view rating;
    double lowest, negative, positive, highest;
  };
  constexpr auto k_scales =
      std::to_array<Scale>({{"nps", 0, 6, 9, 10}, {"csat", 1, 2, 4, 5}, {"stars", 1, 2, 4, 5}, {"ces", 1, 3, 5, 7}});
  const auto* const scale = std::ranges::find(k_scales, rating, &Scale::rating);
  if (scale == k_scales.end() || score < scale->lowest || score > scale->highest) return std::nullopt;
  if (score <= scale->negative) return Side::negative;
  return score >= scale->positive ? Side::positive : Side::neutral;
}

OwnModel::OwnModel(learn::LinearModel model, std::string bytes) : model_(std::move(model)), bytes_(std::move(bytes)) {
  const std::uint64_t hash = hash_of(bytes_);
  version_ = fmt::format("{:08x}", static_cast<std::uint32_t>(hash ^ (hash >> 32)));
}

Result<OwnModel> OwnModel::from_bytes(std::string bytes) {
  auto model = learn::LinearModel::from_bytes(bytes);
  if (!model) return std::unexpected(model.error());
  if (model->classes() != k_sides || model->slots() != k_slots) {
    return fail(Code::damaged, "this is no model of one's own scores", {}, "learn it anew: bellwether learn");
  }
  return OwnModel(*std::move(model), std::move(bytes));
}

Sentiment OwnModel::of(const Words& words, const Feelings& feelings, std::vector<learn::Feature>& features) const {
  if (words.all().empty()) return {};
  gather(words, feelings, features);
  std::array<double, k_sides> sure{};
  model_.probabilities(features, sure);
  const auto side = static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin());
  return {.value = sure[2] - sure[0], .confidence = sure.at(side), .side = static_cast<Side>(side)};
}

Result<OwnLearned> learn_own(std::vector<ScoredText> texts, const Knowledge& knowledge) {
  std::ranges::stable_sort(texts, {}, &ScoredText::at);
  if (texts.size() > k_most_scored) texts.erase(texts.begin(), texts.end() - k_most_scored);
  const auto first_tried = static_cast<std::size_t>(static_cast<double>(texts.size()) * (1 - k_tried_share));
  Words words;
  Feelings feelings;
  std::vector<learn::Feature> features;
  std::unordered_set<std::uint64_t> seen;
  Part older, newest;
  std::vector<std::size_t> is;
  OwnLearned learned;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    words.read(texts[i].text);
    if (words.all().empty()) continue;
    const bool is_new = seen.insert(letters_of(words)).second;
    if (!is_new) continue;
    knowledge.feeling_words.read(words, language_of(texts[i].text).code, feelings);
    gather(words, feelings, features);
    Part& part = i < first_tried ? older : newest;
    const auto side = static_cast<std::size_t>(texts[i].side);
    part.examples.add(features, side);
    ++part.of_side.at(side);
    if (&part == &older) continue;
    const Sentiment shipped = knowledge.sentiment.of(words, feelings);
    part.shipped.push_back(static_cast<std::size_t>(shipped.side));
    part.shipped_values.push_back(shipped.value);
    is.push_back(side);
    if (is.size() == 1) learned.from = texts[i].at;
    learned.to = texts[i].at;
  }
  if (auto enough = check(older, newest); !enough) return std::unexpected(enough.error());
  if (older.of_side[1] + newest.of_side[1] == 0) {
    // Of two sides the shipped one, too, tells the one that is more probable.
    for (std::size_t i = 0; i < newest.shipped.size(); ++i) newest.shipped[i] = newest.shipped_values[i] >= 0 ? 2 : 0;
  }
  const auto trained = learn::train(
      older.examples, {.classes = k_sides, .slots = k_slots, .smallness = 6, .balance = 0.5, .rare_louder = true});
  if (!trained) return std::unexpected(trained.error());
  auto model = OwnModel::from_bytes(trained->bytes());
  if (!model) return std::unexpected(model.error());
  std::vector<std::size_t> told;
  std::vector<double> values;
  std::array<double, k_sides> sure{};
  for (std::size_t i = 0; i < newest.examples.size(); ++i) {
    trained->probabilities(newest.examples.features(i), sure);
    told.push_back(static_cast<std::size_t>(std::ranges::max_element(sure) - sure.begin()));
    values.push_back(sure[2] - sure[0]);
  }
  learned.own_area = area_of(is, values);
  learned.shipped_area = area_of(is, newest.shipped_values);
  learned.learned_from = older.examples.size();
  learned.tried_on = newest.examples.size();
  learned.own = learn::evaluate(is, told, k_sides);
  learned.shipped = learn::evaluate(is, newest.shipped, k_sides);
  learned.better_by = difference(is, told, newest.shipped);
  learned.is_better = learned.better_by.low > 0;
  learned.model = *std::move(model);
  return learned;
}

}  // namespace bellwether::understand
