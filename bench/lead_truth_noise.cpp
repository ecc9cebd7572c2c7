#include "lead_truth_noise.hpp"

#include "simulate/random.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::bench {

void add_noise(const facts::Signal& signal, std::vector<facts::Rating>& ratings) {
  if (signal.channel != "self-assessment") return;
  simulate::Stream draw(simulate::key_of(signal.id.low, signal.id.high));
  constexpr std::int32_t k_step = 100;
  for (facts::Rating& rating : ratings) {
    const auto steps = static_cast<std::int32_t>(std::lround(k_self_noise * static_cast<double>(draw.normal())));
    rating.value = Hundredths{std::clamp(rating.value.value + k_step * steps, k_step, 5 * k_step)};
  }
}

void Noise::add(const LedScores& plain, const LedScores& noisy) {
  for (const auto& [person, scores] : plain.of) {
    for (std::size_t f = 0; f < scores.size(); ++f) {
      const auto& before = scores[f].scored;
      const auto& after = noisy.of.at(person)[f].scored;
      if (!before || !after) continue;
      const double moved = std::abs(after->score - before->score);
      moved_ += moved;
      most_ = std::max(most_, moved);
      within_ += before->low <= after->score && after->score <= before->high ? 1 : 0;
      scores_ += 1;
    }
  }
}

void Noise::print() const {
  fmt::print(
      "\nNoise of {:.1f} steps in what leaders answer about themselves moves a framework score by {:.2f} points (mean "
      "of "
      "{:.0f}), {:.1f} at most; {:.1f} % stay in their interval\n",
      k_self_noise, moved(), scores_, most_, scores_ == 0 ? 0.0 : 100 * within_ / scores_);
}

}  // namespace bellwether::bench
