// Counts from which the size of what is planted is read: with it, and as if it had not been, over the same visits with the
// same luck.
#pragma once

#include "simulate/answer.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::simulate {

/// Sums over signals, each with its weight (1 when drawn).
struct Tally {
  double visits = 0, left = 0;
  double nps_n = 0, promoters = 0, detractors = 0;
  double csat_n = 0, csat_sum = 0;  ///< of the planted thing's touchpoint, or of all
  double enps_n = 0, enps_promoters = 0, enps_detractors = 0;
  double texts = 0, themed = 0;  ///< with text of more than a word; of these with the planted thing's theme
  std::array<double, k_most_channels> signals{};

  void add(const Tally& other);
  [[nodiscard]] double all_signals() const;
  [[nodiscard]] std::optional<double> nps() const;   ///< points
  [[nodiscard]] std::optional<double> csat() const;  ///< mean
  [[nodiscard]] std::optional<double> enps() const;  ///< points
};

/// Counts drafts as planted `p` looks at them; p = −1 for nobody's touchpoint or theme.
void count(const World& world, int p, std::span<const Draft> drafts, Tally& tally);

/// Counts only those of a day and unit where planted `p` is felt.
void count_felt(const World& world, std::uint32_t p, std::span<const Draft> drafts, Tally& tally);

/// With and without.
struct Both {
  Tally with, without;
  void add(const Both& other);
};

/// A figure by which something planted is told.
struct Size {
  std::string measure;  ///< "nps", "csat", "enps", "leaving", "theme_share", "volume of call"
  std::string unit;     ///< "points", "steps of 1–5", "times", "share of texts"
  std::optional<double> value, with, without;
};

/// All figures that planted `p` changes directly; first the one that it is told by. None for what is not meant to differ.
[[nodiscard]] std::vector<Size> sizes_of(const World& world, std::uint32_t p, const Both& both);

}  // namespace bellwether::simulate
