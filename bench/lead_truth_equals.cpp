#include "lead_truth_equals.hpp"

#include <cmath>

namespace bellwether::bench {

void Equals::Spread::add(const measure::Estimate& a, const measure::Estimate& b) {
  constexpr double k_95 = 1.96;
  const double arms = std::hypot(a.high - a.low, b.high - b.low) / 2 / k_95;
  if (arms <= 0) return;
  n += 1;
  squares += (a.value - b.value) * (a.value - b.value) / (arms * arms);
}

void Equals::add(const LedScores& scores, const Shipped& shipped) {
  const auto estimate = [](const lead::Scored& scored) {
    return measure::Estimate{.value = scored.score, .low = scored.low, .high = scored.high};
  };
  for (const std::vector<std::string>& alike : scores.truth.equals) {
    for (std::size_t i = 0; i < alike.size(); ++i) {
      for (std::size_t j = i + 1; j < alike.size(); ++j) {
        ++pairs_;
        for (std::size_t f = 0; f < shipped.all.size(); ++f) {
          const lead::Score& one = scores.of.at(alike[i])[f];
          const lead::Score& other = scores.of.at(alike[j])[f];
          const auto& a = one.scored;
          const auto& b = other.scored;
          if (!a || !b) continue;
          ++compared_;
          by_framework_[shipped.all[f]->id].add(estimate(*a), estimate(*b));
          for (std::size_t d = 0; d < one.dimensions.size(); ++d) {
            for (std::size_t at = 0; at < one.dimensions[d].indicators.size(); ++at) {
              const lead::IndicatorScore& left = one.dimensions[d].indicators[at];
              const lead::IndicatorScore& right = other.dimensions[d].indicators[at];
              if (left.evidence.state == lead::State::known && right.evidence.state == lead::State::known)
                by_indicator_[left.indicator->id].add({.value = left.score, .low = left.low, .high = left.high},
                                                      {.value = right.score, .low = right.low, .high = right.high});
            }
          }
          const auto tells = [](const measure::Difference& difference) {
            return difference.verdict == measure::Verdict::cant_tell ? 0 : 1;
          };
          const auto found = lead::difference(one, other, scores.correlations);
          cried_ += found ? tells(*found) : 0;
          cried_plain_ += tells(measure::difference(estimate(*a), estimate(*b)));
        }
      }
    }
  }
}

void Equals::print(bool indicators) const {
  fmt::print("\nEqual leaders told apart: {} of {} comparisons of {} pairs ({:.1f} %); by plain scores {} ({:.1f} %)\n",
             cried_, compared_, pairs_, 100 * false_alarms(), cried_plain_, 100 * plain_alarms());
  fmt::print("  spread of their differences, by what the intervals claim\n");
  const auto print = [](const std::map<std::string, Spread>& all) {
    for (const auto& [name, one] : all)
      fmt::print("  {:<40}{:>8.0f}{:>9.2f}\n", name, one.n, one.n == 0 ? 0 : std::sqrt(one.squares / one.n));
  };
  print(by_framework_);
  if (indicators) print(by_indicator_);
}

}  // namespace bellwether::bench
