#include "lead_truth_ranks.hpp"

#include "simulate/standing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace bellwether::bench {

namespace {

constexpr std::size_t k_fewest_leaders = 8;  ///< in a correlation

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t at = i; at < end; ++at)
      ranks[order[at]] = (static_cast<double>(i) + static_cast<double>(end - 1)) / 2;
    i = end;
  }
  return ranks;
}

double mean(const std::vector<double>& values) {
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double mean_a = mean(a);
  const double mean_b = mean(b);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

/// Mean planted standing over the months that scores look at.
double standing_of(const simulate::LeaderTruth& leader, std::size_t dimension) {
  constexpr std::size_t k_months = 4;
  double sum = 0;
  const std::size_t from = leader.months.size() > k_months ? leader.months.size() - k_months : 0;
  for (std::size_t i = from; i < leader.months.size(); ++i) sum += leader.months[i].standing[dimension];
  return sum / static_cast<double>(leader.months.size() - from);
}

std::optional<std::size_t> planted(const lead::Framework& framework, const std::string& id) {
  const auto all = simulate::dimensions();
  const auto at = std::ranges::find_if(
      all, [&](const simulate::Dimension& one) { return one.framework == framework.id && one.id == id; });
  if (at == all.end()) return std::nullopt;
  return static_cast<std::size_t>(at - all.begin());
}

}  // namespace

/// At one dimension, or at a whole framework: its dimensions' standings, weighted as the framework does.
struct Ranks::Look {
  std::string name;
  std::size_t framework = 0;
  std::optional<std::size_t> dimension;
  std::vector<std::pair<std::size_t, double>> planted;  ///< indexes of simulate::dimensions(), with weights

  [[nodiscard]] double standing(const simulate::LeaderTruth& leader) const {
    double sum = 0;
    double weights = 0;
    for (const auto& [at, weight] : planted) {
      sum += weight * standing_of(leader, at);
      weights += weight;
    }
    return sum / weights;
  }
};

void Ranks::add(const LedScores& scores, const Shipped& shipped) {
  for (std::size_t f = 0; f < shipped.all.size(); ++f) {
    const lead::Framework& framework = *shipped.all[f];
    Look whole{.name = framework.id, .framework = f, .dimension = {}, .planted = {}};
    for (std::size_t d = 0; d < framework.dimensions.size(); ++d) {
      const lead::Dimension& dimension = framework.dimensions[d];
      const auto at = planted(framework, dimension.id);
      if (!at) continue;
      add(scores, {.name = framework.id + "." + dimension.id, .framework = f, .dimension = d, .planted = {{*at, 1.0}}});
      whole.planted.emplace_back(*at, dimension.weight);
    }
    if (!whole.planted.empty()) add(scores, whole);
  }
}

void Ranks::add(const LedScores& scores, const Look& look) {
  std::vector<double> truth, told;
  Found& found = found_[look.name];
  for (const simulate::LeaderTruth& leader : scores.truth.leaders) {
    if (leader.games) continue;
    const lead::Score& score = scores.of.at(leader.person)[look.framework];
    const double coverage = look.dimension ? score.dimensions[*look.dimension].coverage : score.coverage;
    const auto& scored = look.dimension ? score.dimensions[*look.dimension].scored : score.scored;
    found.coverage += coverage;
    ++found.scores;
    if (!scored || coverage < k_covered) continue;
    truth.push_back(look.standing(leader));
    told.push_back(scored->score);
  }
  if (truth.size() >= k_fewest_leaders) found.correlations.push_back(correlation(ranks(truth), ranks(told)));
}

double Ranks::mean_of(bool frameworks) const {
  std::vector<double> all;
  for (const auto& [name, one] : found_) {
    if ((name.find('.') == std::string::npos) == frameworks)
      all.insert(all.end(), one.correlations.begin(), one.correlations.end());
  }
  return mean(all);
}

void Ranks::print() const {
  fmt::print("\nScores against planted standings\n{:<42}{:>10}{:>12}{:>12}\n", "dimension", "coverage", "companies",
             "rank corr.");
  for (const auto& [name, one] : found_) {
    fmt::print("{:<42}{:>9.0f}%{:>12}{:>12}\n", name, 100 * one.coverage / std::max(1, one.scores),
               one.correlations.size(),
               one.correlations.empty() ? std::string("thin") : fmt::format("{:.3f}", mean(one.correlations)));
  }
  fmt::print("mean rank correlation of frameworks {:.3f}, of dimensions {:.3f}\n", of_frameworks(), of_dimensions());
}

}  // namespace bellwether::bench
