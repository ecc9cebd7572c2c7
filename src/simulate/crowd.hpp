// Who comes when. Customers are slots in cohorts (a region's customers of one frequency); in each cycle of `every_days`
// days every slot comes once, on a day that a keyed shuffle gives it. Because the shuffle can be turned around, a day finds
// its visitors, and a visitor his or her earlier visits, without any table: memory does not grow with the company.
#pragma once

#include "simulate/shuffle.hpp"
#include "simulate/world.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace bellwether::simulate {

struct Cohort {
  std::uint32_t region = 0;
  std::uint32_t frequency = 0;
  std::uint64_t slots = 0;
  std::uint64_t key = 0;
  Shuffle::Shape shape;
};

struct Crowd {
  std::vector<Cohort> cohorts;
  std::uint64_t slots = 0;
};

/// A crowd of about so many slots in the scenario's proportions.
[[nodiscard]] Crowd crowd_of(const World& world, double customers);

/// What does not change about a customer.
struct Customer {
  std::uint64_t key = 0;
  float mood = 0;  ///< lasting contentment
  std::uint32_t home = 0;
  std::uint8_t language = 0;
  std::uint8_t segment = 0;
};

struct Visit {
  const Cohort* cohort = nullptr;
  std::uint64_t slot = 0;
  int cycle = 0;
  int nth = 0;  ///< 0 for this customer's first visit within the simulation
  int day = 0;
  float time = 0;  ///< 0 … 1 through the day's volume
  std::uint32_t unit = 0;
  std::uint64_t key = 0;
  Customer customer{};
};

/// A part of a day, as shares of its volume.
struct Slice {
  int day = 0;
  double from = 0, to = 1;
};

/// Calls `take(Visit)` for each visit in the slice.
template <class Take>
void visits_in(const World& world, const Crowd& crowd, const Slice& slice, Take take);

/// The same customer's visit in another cycle; nothing where there is none (before the start, or not yet a customer).
[[nodiscard]] std::optional<Visit> visit_in_cycle(const World& world, const Visit& visit, int cycle);

// How visits_in finds them: places of a cohort's cycle, and the visit that stands at one.
struct Places {
  int cycle = 0;
  std::uint64_t from = 0, to = 0;
};
[[nodiscard]] Places places_in(const World& world, const Cohort& cohort, const Slice& slice);
/// Nothing for a slot that is not yet a customer. `likely_day` and `known` (the customer, if it is the one whose other visit
/// is looked for) only save work; −1 and nullptr if there is none.
[[nodiscard]] std::optional<Visit> visit_of(const World& world, const Cohort& cohort, int cycle, std::uint64_t slot,
                                            std::uint64_t place, int likely_day, const Customer* known);
[[nodiscard]] std::uint64_t slot_at(const Cohort& cohort, int cycle, std::uint64_t place);

template <class Take>
void visits_in(const World& world, const Crowd& crowd, const Slice& slice, Take take) {
  for (const Cohort& cohort : crowd.cohorts) {
    const Places places = places_in(world, cohort, slice);
    for (std::uint64_t place = places.from; place < places.to; ++place) {
      const std::uint64_t slot = slot_at(cohort, places.cycle, place);
      auto visit = visit_of(world, cohort, places.cycle, slot, place, slice.day, nullptr);
      if (!visit) continue;
      // Rounding may put a visit on the wrong side of the slice's edge.
      visit->day = slice.day;
      visit->time = std::clamp(visit->time, static_cast<float>(slice.from), static_cast<float>(slice.to));
      take(*visit);
    }
  }
}

}  // namespace bellwether::simulate
