// How far scores move when leaders answer about themselves at random: what one says of oneself must not carry a score.
#pragma once

#include "led_scores.hpp"

#include <vector>

namespace bellwether::bench {

/// Standard deviation of what is added to each answer of a self-assessment, in steps of 1–5.
inline constexpr double k_self_noise = 1.5;

/// Adds the noise to answers of the channel self-assessment, cut to whole steps of 1 … 5; leaves all others as they are.
void add_noise(const facts::Signal& signal, std::vector<facts::Rating>& ratings);

class Noise {
 public:
  void add(const LedScores& plain, const LedScores& noisy);
  /// Mean absolute change of framework scores, in points of 100.
  [[nodiscard]] double moved() const { return scores_ == 0 ? 0 : moved_ / scores_; }
  void print() const;

 private:
  double moved_ = 0, most_ = 0, within_ = 0, scores_ = 0;
};

}  // namespace bellwether::bench
