#include "lead/score.hpp"

#include "base/invariant.hpp"
#include "lead/half_widths.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace bellwether::lead {

namespace {

/// The interval around a weighted mean of what is known.
Scored around(double score, const HalfWidths& half_widths) {
  const Arms arms = half_widths.arms();
  return {.score = score, .low = std::max(0.0, score - arms.below), .high = std::min(100.0, score + arms.above)};
}

Arms arms_of(const IndicatorScore& one) { return {.below = one.score - one.low, .above = one.high - one.score}; }

IndicatorScore score_indicator(const Indicator& indicator, const Evidence& evidence, Day end) {
  IndicatorScore scored{.indicator = &indicator, .evidence = evidence};
  if (evidence.state != State::known) return scored;
  const measure::Estimate& estimate = evidence.estimate;
  scored.score = score_at(indicator.curve, estimate.value);
  const double wider = std::sqrt(evidence.repeats);
  const double at_low = score_at(indicator.curve, estimate.value - wider * (estimate.value - estimate.low));
  const double at_high = score_at(indicator.curve, estimate.value + wider * (estimate.high - estimate.value));
  scored.low = std::min(at_low, at_high);
  scored.high = std::max(at_low, at_high);
  scored.freshness = evidence.newest ? freshness(*evidence.newest, end, indicator.window_days) : 1;
  return scored;
}

double known_weight(const DimensionScore& dimension) {
  double weight = 0;
  for (const IndicatorScore& one : dimension.indicators) {
    if (one.evidence.state == State::known) weight += one.indicator->weight;
  }
  return weight;
}

double coverage_of(DimensionScore& dimension) {
  double wished = 0;
  double there = 0;
  std::set<Side> sides_wished;
  std::set<Side> sides_known;
  for (const IndicatorScore& one : dimension.indicators) {
    wished += one.indicator->weight;
    there += one.indicator->weight * one.freshness;
    sides_wished.insert(one.indicator->side);
    if (one.evidence.state == State::known) sides_known.insert(one.indicator->side);
  }
  dimension.sides_known = static_cast<int>(sides_known.size());
  dimension.sides_wished = static_cast<int>(sides_wished.size());
  const double sides = static_cast<double>(sides_known.size()) / static_cast<double>(sides_wished.size());
  return there / wished * (0.5 + 0.5 * sides);
}

void sum_up(DimensionScore& dimension, const Correlations& correlations) {
  dimension.coverage = coverage_of(dimension);
  const double weight = known_weight(dimension);
  if (weight == 0) return;
  double score = 0;
  HalfWidths half_widths(correlations);
  for (const IndicatorScore& one : dimension.indicators) {
    if (one.evidence.state != State::known) continue;
    const double share = one.indicator->weight / weight;
    score += share * one.score;
    half_widths.add(share, one, arms_of(one));
  }
  dimension.scored = around(score, half_widths);
}

void sum_up(Score& whole, const Correlations& correlations) {
  double known = 0;
  double wished = 0;
  for (const DimensionScore& dimension : whole.dimensions) {
    wished += dimension.dimension->weight;
    whole.coverage += dimension.dimension->weight * dimension.coverage;
    if (dimension.scored) known += dimension.dimension->weight;
  }
  whole.coverage /= wished;
  if (known == 0) return;
  double score = 0;
  HalfWidths half_widths(correlations);
  for (DimensionScore& dimension : whole.dimensions) {
    if (!dimension.scored) continue;
    const double of_dimension = dimension.dimension->weight / known;
    const double weight = known_weight(dimension);
    score += of_dimension * dimension.scored->score;
    for (IndicatorScore& one : dimension.indicators) {
      if (one.evidence.state != State::known) continue;
      one.share = of_dimension * one.indicator->weight / weight;
      half_widths.add(one.share, one, arms_of(one));
    }
  }
  whole.scored = around(score, half_widths);
}

}  // namespace

std::string_view word_of(State state) {
  switch (state) {
    case State::known:
      return "known";
    case State::unknown:
      return "unknown";
    case State::withheld:
      return "withheld";
  }
  return "";
}

double Correlations::between(const std::string& a, const std::string& b) const {
  if (a.empty() || b.empty()) return 0;
  if (a == b) return 1;
  const auto found = of_.find(a < b ? std::pair(a, b) : std::pair(b, a));
  return found == of_.end() ? 0 : found->second;
}

double freshness(Day newest, Day end, int window_days) {
  const double age = static_cast<double>(end.days - 1 - newest.days) / static_cast<double>(window_days);
  constexpr double k_fresh = 0.25;
  return 1 - 0.5 * std::clamp((age - k_fresh) / (1 - k_fresh), 0.0, 1.0);
}

Score score_of(const Framework& framework, std::span<const Evidence> evidence, Day end,
               const Correlations& correlations) {
  Score whole{.framework = &framework, .scored = {}, .coverage = 0, .dimensions = {}};
  std::size_t next = 0;
  for (const Dimension& dimension : framework.dimensions) {
    DimensionScore& scored = whole.dimensions.emplace_back();
    scored.dimension = &dimension;
    for (const Indicator& indicator : dimension.indicators) {
      invariant(next < evidence.size());
      scored.indicators.push_back(score_indicator(indicator, evidence[next++], end));
    }
    sum_up(scored, correlations);
  }
  sum_up(whole, correlations);
  return whole;
}

std::vector<Contribution> contributions(const Score& now, const Score& before) {
  invariant(now.framework == before.framework && now.scored && before.scored);
  std::vector<Contribution> all;
  for (std::size_t d = 0; d < now.dimensions.size(); ++d) {
    for (std::size_t i = 0; i < now.dimensions[d].indicators.size(); ++i) {
      const IndicatorScore& a = now.dimensions[d].indicators[i];
      const IndicatorScore& b = before.dimensions[d].indicators[i];
      const bool is_known = a.evidence.state == State::known;
      const bool was_known = b.evidence.state == State::known;
      if (!is_known && !was_known) continue;
      all.push_back({.dimension = now.dimensions[d].dimension,
                     .indicator = a.indicator,
                     .points = a.share * a.score - b.share * b.score,
                     .newly = !was_known,
                     .no_more = !is_known});
    }
  }
  std::ranges::stable_sort(all, std::greater{}, [](const Contribution& one) { return std::abs(one.points); });
  return all;
}

Score narrowed(Score score, const Score& other, const Correlations& correlations) {
  score.coverage = 0;
  score.scored.reset();
  for (std::size_t d = 0; d < score.dimensions.size(); ++d) {
    DimensionScore& dimension = score.dimensions[d];
    for (std::size_t i = 0; i < dimension.indicators.size(); ++i) {
      IndicatorScore& one = dimension.indicators[i];
      if (other.dimensions[d].indicators[i].evidence.state == State::known) continue;
      one.evidence.state = State::unknown;
      one.freshness = one.share = 0;
    }
    dimension.scored.reset();
    sum_up(dimension, correlations);
  }
  sum_up(score, correlations);
  return score;
}

namespace {

measure::Estimate estimate_of(const Scored& scored) {
  return {.value = scored.score, .low = scored.low, .high = scored.high};
}

}  // namespace

std::optional<measure::Difference> difference(const Score& a, const Score& b, const Correlations& correlations) {
  invariant(a.framework == b.framework);
  const Score one = narrowed(a, b, correlations);
  const Score other = narrowed(b, a, correlations);
  if (!one.scored || !other.scored) return std::nullopt;
  return measure::difference(estimate_of(*one.scored), estimate_of(*other.scored));
}

std::vector<Wanted> wanted(const Score& score) {
  double all_dimensions = 0;
  for (const DimensionScore& dimension : score.dimensions) all_dimensions += dimension.dimension->weight;
  std::vector<Wanted> list;
  for (const DimensionScore& dimension : score.dimensions) {
    for (std::size_t i = 0; i < dimension.indicators.size(); ++i) {
      if (dimension.indicators[i].evidence.state != State::unknown) continue;
      DimensionScore with = dimension;
      with.indicators[i].evidence.state = State::known;
      with.indicators[i].freshness = 1;
      const double more = coverage_of(with) - dimension.coverage;
      list.push_back({.dimension = dimension.dimension,
                      .indicator = dimension.indicators[i].indicator,
                      .coverage = more * dimension.dimension->weight / all_dimensions});
    }
  }
  std::ranges::stable_sort(list, std::greater{}, &Wanted::coverage);
  return list;
}

}  // namespace bellwether::lead
