#include "simulate/experience.hpp"

#include <algorithm>

namespace bellwether::simulate {

namespace {

constexpr float k_luck = 0.8F;   ///< of a touchpoint on a day
constexpr float k_rest = 0.45F;  ///< of the whole
constexpr float k_visit_mood = 0.5F;
constexpr float k_mood_in_quality = 0.5F;
constexpr float k_mood_in_overall = 0.6F;
constexpr float k_memory_kept = 0.5F;
constexpr float k_memory_made = 0.35F;

struct Felt {
  float overall = 0;
  std::array<float, k_most_touchpoints> at{};
  double leaving = 1;
};

Felt felt_at(const World& world, const Visit& visit, Mask mask) {
  Felt felt;
  felt_in(world, visit.unit, visit.day, mask, [&](std::uint32_t p, float strength) {
    const auto shift = static_cast<float>(world.shift[p]) * strength;
    if (world.planted_touchpoint[p] >= 0) {
      felt.at[static_cast<std::size_t>(world.planted_touchpoint[p])] += shift;
    } else {
      felt.overall += shift;
    }
    felt.leaving *= 1 + (world.scenario.planted[p].leaving - 1) * static_cast<double>(strength);
  });
  return felt;
}

Experience live(const World& world, const Visit& visit, Mask mask, float memory) {
  const Scenario& scenario = world.scenario;
  const Felt felt = felt_at(world, visit, mask);
  Stream draw(key_of(visit.key, 1));
  const auto local =
      static_cast<float>(world.units[visit.unit].unit.level + scenario.segments[visit.customer.segment].level) +
      world.leading.quality[world.leading.at(visit.unit, world.leading.week_of(visit.day))];
  const float mood = visit.customer.mood + memory + k_visit_mood * draw.normal();

  Experience experience;
  experience.overall =
      static_cast<float>(scenario.level) + local + felt.overall + k_mood_in_overall * mood + k_rest * draw.normal();
  std::uint64_t bits = 0;
  for (std::size_t t = 0; t < scenario.touchpoints.size(); ++t) {
    const Touchpoint& touchpoint = scenario.touchpoints[t];
    // One draw decides for four touchpoints, by 16 bits each.
    bits = t % 4 == 0 ? draw.next() : bits >> 16;
    const bool met = static_cast<double>(bits & 0xffff) < touchpoint.used * 65'536;
    const float own = felt.at[t] + k_luck * draw.normal();
    experience.quality[t] =
        static_cast<float>(touchpoint.level) + local + felt.overall + own + k_mood_in_quality * mood;
    if (!met) continue;
    experience.met |= 1U << t;
    experience.overall += static_cast<float>(touchpoint.weight) * own;
  }

  const float grief = std::max(0.0F, -experience.overall);
  const double leaving = scenario.frequencies[visit.cohort->frequency].leaving * felt.leaving *
                         (1 + 2 * static_cast<double>(grief * grief));
  experience.leaves = draw.chance(std::min(0.9, leaving));
  return experience;
}

}  // namespace

std::optional<Experience> experience_of(const World& world, const Visit& visit, Mask mask) {
  float memory = 0;
  for (int cycle = visit.cycle - visit.nth; cycle < visit.cycle; ++cycle) {
    const auto before = visit_in_cycle(world, visit, cycle);
    if (!before) continue;
    const Experience then = live(world, *before, mask, memory);
    if (then.leaves) return std::nullopt;
    memory = k_memory_kept * memory + k_memory_made * (then.overall - static_cast<float>(world.scenario.level));
  }
  return live(world, visit, mask, memory);
}

}  // namespace bellwether::simulate
