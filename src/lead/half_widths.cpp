#include "lead/half_widths.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::lead {

void HalfWidths::add(double weight, const IndicatorScore& of, Arms arms) {
  const bool rises = of.indicator->curve.front().score < of.indicator->curve.back().score;
  parts_.push_back({.rests_on = &of.evidence.rests_on,
                    .arms = {.below = weight * arms.below, .above = weight * arms.above},
                    .sign = rises ? 1.0 : -1.0,
                    .repeats = of.evidence.repeats});
}

Arms HalfWidths::arms() const {
  double below = 0;
  double above = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    for (std::size_t j = 0; j < parts_.size(); ++j) {
      const Part& a = parts_[i];
      const Part& b = parts_[j];
      const double r = i == j ? 1 : a.sign * b.sign * together(a, b);
      below += r * a.arms.below * (r >= 0 ? b.arms.below : b.arms.above);
      above += r * a.arms.above * (r >= 0 ? b.arms.above : b.arms.below);
    }
  }
  return {.below = std::sqrt(std::max(0.0, below)), .above = std::sqrt(std::max(0.0, above))};
}

// What lasts in a person is in all of his or her answers, to the one item as to the other: the error is rather too large.
double HalfWidths::together(const Part& a, const Part& b) const {
  const double r = correlations_.between(*a.rests_on, *b.rests_on);
  const double lasting = std::sqrt((a.repeats - 1) * (b.repeats - 1));
  return (r + (r < 0 ? -lasting : lasting)) / std::sqrt(a.repeats * b.repeats);
}

}  // namespace bellwether::lead
