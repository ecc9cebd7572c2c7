#include "learn/evaluation.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace bellwether::learn {

namespace {

double share(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

/// What a table of counts tells, without intervals.
struct Scores {
  double accuracy = 0, macro_f1 = 0;
  std::vector<double> precision, recall, f1;
};

Scores scores_of(std::span<const std::size_t> counts, std::size_t classes) {
  Scores scores{.precision = std::vector<double>(classes),
                .recall = std::vector<double>(classes),
                .f1 = std::vector<double>(classes)};
  std::size_t all = 0, right = 0, met = 0;
  for (const std::size_t count : counts) all += count;
  for (std::size_t c = 0; c < classes; ++c) {
    std::size_t is = 0, told = 0;
    for (std::size_t other = 0; other <= classes; ++other) is += counts[c * (classes + 1) + other];
    for (std::size_t other = 0; other < classes; ++other) told += counts[other * (classes + 1) + c];
    const std::size_t both = counts[c * (classes + 1) + c];
    right += both;
    scores.precision[c] = share(both, told);
    scores.recall[c] = share(both, is);
    scores.f1[c] = share(2 * both, is + told);
    if (is + told == 0) continue;
    ++met;
    scores.macro_f1 += scores.f1[c];
  }
  scores.accuracy = share(right, all);
  if (met > 0) scores.macro_f1 /= static_cast<double>(met);
  return scores;
}

/// The table as it might have come: as many examples, drawn from these.
std::vector<std::size_t> draw(std::span<const std::size_t> counts, std::mt19937_64& random) {
  std::size_t left = 0;
  for (const std::size_t count : counts) left += count;
  std::size_t to_draw = left;
  std::vector<std::size_t> drawn(counts.size());
  for (std::size_t i = 0; i < counts.size() && to_draw > 0; ++i) {
    if (counts[i] == 0) continue;
    const double chance = std::min(1.0, share(counts[i], left));
    drawn[i] = chance >= 1 ? to_draw : std::binomial_distribution<std::size_t>(to_draw, chance)(random);
    to_draw -= drawn[i];
    left -= counts[i];
  }
  return drawn;
}

/// The middle 95 % of what was drawn, widened to hold the value.
Figure figure(double value, std::vector<double>& drawn) {
  std::ranges::sort(drawn);
  const auto at = [&](double quantile) {
    const double place = quantile * static_cast<double>(drawn.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, drawn.size() - 1);
    return drawn[below] + (place - static_cast<double>(below)) * (drawn[above] - drawn[below]);
  };
  return {.value = value, .low = std::min(value, at(0.025)), .high = std::max(value, at(0.975))};
}

std::vector<std::size_t> count(std::span<const std::size_t> is, std::span<const std::size_t> told,
                               std::size_t classes) {
  std::vector<std::size_t> counts(classes * (classes + 1));
  for (std::size_t i = 0; i < is.size(); ++i) ++counts[is[i] * (classes + 1) + std::min(told[i], classes)];
  return counts;
}

}  // namespace

Evaluation evaluate(std::span<const std::size_t> is, std::span<const std::size_t> told, std::size_t classes,
                    const Bootstrap& bootstrap) {
  invariant(is.size() == told.size() && bootstrap.draws > 0);
  Evaluation evaluation;
  evaluation.n = is.size();
  evaluation.counts = count(is, told, classes);
  evaluation.classes.resize(classes);
  for (std::size_t i = 0; i < is.size(); ++i) {
    ++evaluation.classes[is[i]].n;
    if (told[i] < classes) ++evaluation.classes[told[i]].told;
  }
  for (std::size_t c = 0; c < classes; ++c) {
    if (evaluation.classes[c].n > evaluation.classes[evaluation.largest].n) evaluation.largest = c;
  }
  const std::vector<std::size_t> guesses(is.size(), evaluation.largest);
  const Scores guessing = scores_of(count(is, guesses, classes), classes);
  evaluation.guessing_accuracy = guessing.accuracy;
  evaluation.guessing_macro_f1 = guessing.macro_f1;

  std::mt19937_64 random(bootstrap.seed);
  std::vector<double> accuracy, macro_f1;
  std::vector<std::vector<double>> precision(classes), recall(classes), f1(classes);
  for (int i = 0; i < bootstrap.draws; ++i) {
    const Scores drawn = scores_of(draw(evaluation.counts, random), classes);
    accuracy.push_back(drawn.accuracy);
    macro_f1.push_back(drawn.macro_f1);
    for (std::size_t c = 0; c < classes; ++c) {
      precision[c].push_back(drawn.precision[c]);
      recall[c].push_back(drawn.recall[c]);
      f1[c].push_back(drawn.f1[c]);
    }
  }
  const Scores here = scores_of(evaluation.counts, classes);
  evaluation.accuracy = figure(here.accuracy, accuracy);
  evaluation.macro_f1 = figure(here.macro_f1, macro_f1);
  for (std::size_t c = 0; c < classes; ++c) {
    evaluation.classes[c].precision = figure(here.precision[c], precision[c]);
    evaluation.classes[c].recall = figure(here.recall[c], recall[c]);
    evaluation.classes[c].f1 = figure(here.f1[c], f1[c]);
  }
  return evaluation;
}

namespace {

/// For each of `of`: the share of `against` that is lower, ties counting half.
std::vector<double> shares_below(std::span<const double> of, std::vector<double> against) {
  std::ranges::sort(against);
  std::vector<double> shares;
  shares.reserve(of.size());
  for (const double score : of) {
    const auto [first, last] = std::ranges::equal_range(against, score);
    const auto below = static_cast<double>(first - against.begin()), equal = static_cast<double>(last - first);
    shares.push_back((below + equal / 2) / static_cast<double>(against.size()));
  }
  return shares;
}

double mean_of(std::span<const double> numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

double variance_of_mean(std::span<const double> numbers) {
  if (numbers.size() < 2) return 0.25;
  const double mean = mean_of(numbers), n = static_cast<double>(numbers.size());
  double squares = 0;
  for (const double number : numbers) squares += (number - mean) * (number - mean);
  return squares / (n - 1) / n;
}

}  // namespace

Figure area_under_curve(std::span<const double> positive, std::span<const double> negative) {
  if (positive.empty() || negative.empty()) return {.value = 0.5, .low = 0, .high = 1};
  const auto above = shares_below(positive, {negative.begin(), negative.end()});
  auto below = shares_below(negative, {positive.begin(), positive.end()});
  const double area = mean_of(above);
  constexpr double k_z = 1.959963984540054;
  const double error = k_z * std::sqrt(variance_of_mean(above) + variance_of_mean(below));
  return {.value = area, .low = std::max(0.0, area - error), .high = std::min(1.0, area + error)};
}

}  // namespace bellwether::learn
