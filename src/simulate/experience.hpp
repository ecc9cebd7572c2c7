// What a visit is like for the customer: an experience as a whole and the quality of each touchpoint, on a scale whose
// standard deviation is about 1.
//
//   quality_t = level_t + unit + segment + planted_t + 0.5 mood + 0.8 z_t
//   overall   = level + unit + segment + planted + Σ over touchpoints met of weight_t (planted_t + 0.8 z_t) + 0.6 mood + 0.45 z
//   mood      = lasting contentment of the customer + memory of earlier visits + 0.5 z
//   memory    = 0.5 memory before + 0.35 (overall of the visit before − level)
//
// `weight_t` is the driver's true weight: what one standard deviation more of that touchpoint's own quality (of which 0.8
// is its luck of the day) adds to the whole. The mood colours both (the halo that misleads naive driver analyses).
#pragma once

#include "simulate/crowd.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <optional>

namespace bellwether::simulate {

struct Experience {
  float overall = 0;
  std::array<float, k_most_touchpoints> quality{};
  std::uint32_t met = 0;  ///< bit t: touchpoint t was met
  bool leaves = false;    ///< this was the last visit
};

/// The experience of a visit if the planted things in `mask` are so; nothing where the customer has left before.
[[nodiscard]] std::optional<Experience> experience_of(const World& world, const Visit& visit, Mask mask);

/// Calls `take(p, strength in 0 … 1)` for each planted thing of `mask` that is felt at that unit on that day.
template <class Take>
void felt_in(const World& world, std::uint32_t unit, int day, Mask mask, Take take) {
  const auto today = static_cast<std::size_t>(day);
  for (Mask left = world.units[unit].felt[today] & mask; left != 0; left &= left - 1) {
    const auto p = static_cast<std::uint32_t>(std::countr_zero(left));
    take(p, world.strength[p][today]);
  }
}

}  // namespace bellwether::simulate
