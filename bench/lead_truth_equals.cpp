#include "lead_truth_equals.hpp"

namespace bellwether::bench {

void Equals::add(const LedScores& scores, const Shipped& shipped) {
  const auto estimate = [](const lead::Scored& scored) {
    return measure::Estimate{.value = scored.score, .low = scored.low, .high = scored.high};
  };
  for (const std::vector<std::string>& alike : scores.truth.equals) {
    for (std::size_t i = 0; i < alike.size(); ++i) {
      for (std::size_t j = i + 1; j < alike.size(); ++j) {
        ++pairs_;
        for (std::size_t f = 0; f < shipped.all.size(); ++f) {
          const auto& a = scores.of.at(alike[i])[f].scored;
          const auto& b = scores.of.at(alike[j])[f].scored;
          if (!a || !b) continue;
          ++compared_;
          cried_ += measure::difference(estimate(*a), estimate(*b)).verdict == measure::Verdict::cant_tell ? 0 : 1;
        }
      }
    }
  }
}

void Equals::print() const {
  fmt::print("\nEqual leaders told apart: {} of {} comparisons of {} pairs ({:.1f} %)\n", cried_, compared_, pairs_,
             100 * false_alarms());
}

}  // namespace bellwether::bench
