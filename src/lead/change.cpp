#include "lead/change.hpp"

#include "base/invariant.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bellwether::lead {

namespace {

Arms arms_of(const IndicatorScore& one) { return {.below = one.score - one.low, .above = one.high - one.score}; }

/// With the p-value of the interval, as any difference of the house has it.
measure::Difference difference_of(double value, Arms arms) {
  const measure::Estimate moved{.value = value, .low = value - arms.below, .high = value + arms.above};
  return measure::difference(moved, {});
}

}  // namespace

double in_common(std::int64_t shared, std::int64_t n, std::int64_t n_before) {
  if (n <= 0 || n_before <= 0) return 0;
  const double both = std::sqrt(static_cast<double>(n)) * std::sqrt(static_cast<double>(n_before));
  return std::clamp(static_cast<double>(shared) / both, 0.0, 1.0);
}

double in_common_by_window(int window_days, int days, std::int64_t n, std::int64_t n_before) {
  if (n <= 0 || n_before <= 0) return 0;
  const double even = std::max(0.0, 1 - static_cast<double>(days) / static_cast<double>(window_days));
  const double fewer = static_cast<double>(std::min(n, n_before));
  return std::min(even, std::sqrt(fewer / static_cast<double>(std::max(n, n_before))));
}

double together(const IndicatorScore& now, const IndicatorScore& before, double facts, int days) {
  const double e = now.evidence.repeats;
  const double e_before = before.evidence.repeats;
  constexpr double k_days_of_stay = 365;
  const double same_people = std::exp(-static_cast<double>(days) / k_days_of_stay);
  const double lasting = same_people * std::sqrt((e - 1) * (e_before - 1));
  return std::clamp((facts + lasting) / std::sqrt(e * e_before), 0.0, 1.0);
}

Arms arms_of_change(Arms now, Arms before, double r) {
  const double in_both = std::max(std::abs(now.below - before.below), std::abs(now.above - before.above));
  const auto arm = [&](double own, double other) {
    return std::sqrt((1 - r) * (own * own + other * other) + r * in_both * in_both);
  };
  return {.below = arm(now.below, before.above), .above = arm(now.above, before.below)};
}

std::optional<Change> change(const Score& now, const Score& before, std::span<const double> facts, int days,
                             const Correlations& correlations) {
  invariant(now.framework == before.framework);
  const Score here = narrowed(now, before, correlations);
  const Score there = narrowed(before, now, correlations);
  if (!here.scored || !there.scored) return std::nullopt;
  Change moved;
  HalfWidths half_widths(correlations);
  std::size_t next = 0;
  for (std::size_t d = 0; d < here.dimensions.size(); ++d) {
    for (std::size_t i = 0; i < here.dimensions[d].indicators.size(); ++i) {
      invariant(next < facts.size());
      const double common = facts[next++];
      const IndicatorScore& a = here.dimensions[d].indicators[i];
      const IndicatorScore& b = there.dimensions[d].indicators[i];
      if (a.evidence.state != State::known) continue;
      half_widths.add(a.share, a, arms_of_change(arms_of(a), arms_of(b), together(a, b, common, days)));
      ++moved.over;
    }
  }
  moved.difference = difference_of(here.scored->score - there.scored->score, half_widths.arms());
  moved.p_adjusted = moved.difference.p;
  return moved;
}

void hold_together(std::span<std::optional<Change>> changes) {
  std::vector<Change*> known;
  std::vector<double> p;
  for (std::optional<Change>& one : changes) {
    if (!one) continue;
    known.push_back(&*one);
    p.push_back(one->difference.p);
  }
  const std::vector<double> adjusted = measure::benjamini_hochberg(p);
  for (std::size_t i = 0; i < known.size(); ++i) {
    known[i]->p_adjusted = adjusted[i];
    if (adjusted[i] > k_false_changes) known[i]->difference.verdict = measure::Verdict::cant_tell;
  }
}

}  // namespace bellwether::lead
