#include "simulate/crowd.hpp"

#include "simulate/shuffle.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::simulate {

namespace {

constexpr double k_away = 0.12;  ///< of visits are not to the customer's own unit

Shuffle shuffle_of(const Cohort& cohort, int cycle) {
  return {cohort.shape, key_of(cohort.key, static_cast<std::uint64_t>(cycle))};
}

/// Volume before and within a cycle.
struct Span {
  const std::vector<double>* upto;
  int first_day, end_day;
  [[nodiscard]] double before() const { return (*upto)[static_cast<std::size_t>(first_day)]; }
  [[nodiscard]] double within() const { return (*upto)[static_cast<std::size_t>(end_day)] - before(); }
};

Span span_of(const World& world, const Cohort& cohort, int cycle) {
  const int every = world.scenario.frequencies[cohort.frequency].every_days;
  return {
      .upto = &world.regions[cohort.region].volume_upto, .first_day = cycle * every, .end_day = (cycle + 1) * every};
}

int day_at(const Span& span, double at, int likely_day) {
  const std::vector<double>& upto = *span.upto;
  const auto likely = static_cast<std::size_t>(std::max(0, likely_day));
  if (likely_day >= 0 && upto[likely] <= at && at < upto[likely + 1]) return likely_day;
  const auto after = std::upper_bound(upto.begin() + span.first_day, upto.begin() + span.end_day, at);
  return std::max(span.first_day, static_cast<int>(after - upto.begin()) - 1);
}

Customer customer_of(const World& world, const Cohort& cohort, std::uint64_t key) {
  const PlacedRegion& region = world.regions[cohort.region];
  Stream draw(key);
  Customer customer{.key = key};
  customer.mood = 0.7F * draw.normal();
  customer.home = region.first_unit + region.unit(draw.unit());
  customer.language = region.language_of[region.language(draw.unit())];
  customer.segment = static_cast<std::uint8_t>(world.segment(draw.unit()));
  return customer;
}

}  // namespace

Crowd crowd_of(const World& world, double customers) {
  Crowd crowd;
  // Rounding what is left over from cohort to cohort keeps small crowds at the size that was asked for.
  double wanted = 0;
  for (std::uint32_t region = 0; region < world.regions.size(); ++region) {
    for (std::uint32_t frequency = 0; frequency < world.scenario.frequencies.size(); ++frequency) {
      wanted += customers * world.regions[region].share * world.scenario.frequencies[frequency].share;
      const auto slots = static_cast<std::uint64_t>(std::llround(wanted)) - crowd.slots;
      crowd.slots += slots;
      if (slots == 0) continue;
      crowd.cohorts.push_back({.region = region,
                               .frequency = frequency,
                               .slots = slots,
                               .key = world.on_course(key_of(world.seed, 2, region, frequency)),
                               .shape = Shuffle::shape_of(slots)});
    }
  }
  return crowd;
}

Places places_in(const World& world, const Cohort& cohort, const Slice& slice) {
  const int cycle = slice.day / world.scenario.frequencies[cohort.frequency].every_days;
  const Span span = span_of(world, cohort, cycle);
  // A place p stands at (p + 1/2) of the cycle's slots. The end of one slice and the start of the next come from the same
  // numbers, also over midnight, so that no place is lost or taken twice.
  const auto place = [&](int day, double time) {
    if (day == span.end_day) return cohort.slots;
    const auto today = static_cast<std::size_t>(day);
    const double at = (*span.upto)[today] + time * ((*span.upto)[today + 1] - (*span.upto)[today]);
    const double share = std::clamp((at - span.before()) / span.within(), 0.0, 1.0);
    return static_cast<std::uint64_t>(std::llround(share * static_cast<double>(cohort.slots)));
  };
  return {.cycle = cycle,
          .from = place(slice.day, slice.from),
          .to = slice.to < 1 ? place(slice.day, slice.to) : place(slice.day + 1, 0)};
}

std::uint64_t slot_at(const Cohort& cohort, int cycle, std::uint64_t place) {
  return shuffle_of(cohort, cycle).item_at(place);
}

std::optional<Visit> visit_of(const World& world, const Cohort& cohort, int cycle, std::uint64_t slot,
                              std::uint64_t place, int likely_day, const Customer* known) {
  const Span span = span_of(world, cohort, cycle);
  const double at =
      span.before() + (static_cast<double>(place) + 0.5) / static_cast<double>(cohort.slots) * span.within();
  const int day = day_at(span, at, likely_day);
  if (day >= world.days) return std::nullopt;

  const std::uint64_t slot_key = key_of(cohort.key, ~slot);
  // Growth: a slot is taken from the day on which the company is large enough for it.
  if (unit_from(mix(slot_key)) >= world.growth[static_cast<std::size_t>(day)]) return std::nullopt;
  const auto kept = static_cast<std::uint32_t>(world.scenario.frequencies[cohort.frequency].visits_kept);
  const std::uint32_t turn = static_cast<std::uint32_t>(cycle) + static_cast<std::uint32_t>(slot_key) % kept;
  const auto today = static_cast<std::size_t>(day);
  const double whole = (*span.upto)[today + 1] - (*span.upto)[today];
  Visit visit{.cohort = &cohort, .slot = slot, .cycle = cycle, .day = day};
  visit.nth = std::min(cycle, static_cast<int>(turn % kept));
  visit.time = static_cast<float>(std::clamp((at - (*span.upto)[today]) / whole, 0.0, 0.999999));
  visit.customer = known != nullptr ? *known : customer_of(world, cohort, key_of(slot_key, turn / kept));
  visit.key = key_of(visit.customer.key, static_cast<std::uint64_t>(cycle));
  Stream draw(visit.key);
  const PlacedRegion& region = world.regions[cohort.region];
  visit.unit = draw.chance(k_away) ? region.first_unit + region.unit(draw.unit()) : visit.customer.home;
  return visit;
}

std::optional<Visit> visit_in_cycle(const World& world, const Visit& visit, int cycle) {
  if (cycle < 0) return std::nullopt;
  return visit_of(world, *visit.cohort, cycle, visit.slot, shuffle_of(*visit.cohort, cycle).place_of(visit.slot), -1,
                  &visit.customer);
}

}  // namespace bellwether::simulate
