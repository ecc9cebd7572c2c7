// When a score says more about the evidence than about the leading.
#pragma once

namespace bellwether::tell {

/// Below this coverage, 0 … 1, a score is told as thin, and what stands out is what evidence to bring.
inline constexpr double k_least_coverage = 0.25;

[[nodiscard]] inline bool is_thin(double coverage) { return coverage < k_least_coverage; }

}  // namespace bellwether::tell
