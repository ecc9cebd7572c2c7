// What people who work there answer when asked: employees of their team, leaders of the same things, and leaders of themselves.
#pragma once

#include "simulate/answer.hpp"

#include <cstdint>
#include <vector>

namespace bellwether::simulate {

/// How many of the employees are asked.
struct Asked {
  double share = 1;         ///< 0 … 1: fewer, for small simulations
  std::uint32_t times = 1;  ///< so many times as many, for expected values
};

/// Employees' answers to the pulse survey in a slice of a day if the planted things in `mask` are so.
void pulses_in(const World& world, const Slice& slice, const Asked& asked, Mask mask, std::vector<Draft>& out);

/// Leaders' answers to the same survey, and what they say of themselves; of that share of leaders.
void leaders_pulses_in(const World& world, const Slice& slice, double share, std::vector<Draft>& out);

/// How many of a team are asked in one wave.
[[nodiscard]] std::uint32_t asked_of_team(const World& world, std::uint32_t team, double share);

/// Answers to the items of a draft, 1 … 5; 0 for what is not asked.
using ItemAnswers = std::array<std::uint8_t, k_items>;
[[nodiscard]] ItemAnswers pulse_items(const World& world, const Draft& draft);
/// A customer's, of the items that customers are asked.
[[nodiscard]] ItemAnswers customer_items(const World& world, const Draft& draft);

/// What a leader says of an item about him- or herself, against what others say: 1.3 − 1.6 humble, in steps of 1–5. In pulses,
/// where it is not about oneself, 0.6 of it.
[[nodiscard]] double self_bias(double humble);
inline constexpr double k_pulse_bias = 0.6;
/// The mean of what a leader says whose others say `mean`; answers stay within 1 … 5.
[[nodiscard]] double mean_of_self(double mean, double bias, double noise);

}  // namespace bellwether::simulate
