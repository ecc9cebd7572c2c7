#include "simulate/reference.hpp"

#include "simulate/pulse.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

constexpr double k_visits_to_size = 8'000;
constexpr double k_visits_to_search = 3'000;
constexpr double k_visits_of_outlook = 30'000;
constexpr double k_strongest = 6;

bool is_felt(const PlacedUnit& unit, std::uint32_t p) {
  return std::ranges::find(unit.planted, p) != unit.planted.end();
}

/// About so many visits on the days and in the units of planted `p`, from a crowd of its own size.
struct Sample {
  Crowd crowd;
  std::vector<Visit> visits;
};

Sample sample_of(const World& world, std::uint32_t p, double wanted) {
  const double share = share_felt(world, p);
  const int days = days_felt(world, p);
  Sample sample;
  if (days == 0 || share <= 0) return sample;
  const double customers = wanted / (visits_a_day(world) * days * share);
  sample.crowd = crowd_of(world, std::min(customers, 1e9));
  // Cohorts of regions that it is not felt in would only be looked through.
  std::erase_if(sample.crowd.cohorts, [&](const Cohort& cohort) {
    return std::ranges::none_of(
        world.units, [&](const PlacedUnit& unit) { return unit.region == cohort.region && is_felt(unit, p); });
  });
  for (int day = 0; day < world.days; ++day) {
    if (world.strength[p][static_cast<std::size_t>(day)] <= 0) continue;
    visits_in(world, sample.crowd, {.day = day}, [&](const Visit& visit) {
      if (is_felt(world.units[visit.unit], p)) sample.visits.push_back(visit);
    });
  }
  return sample;
}

void live(const World& world, const Visit& visit, Mask mask, int p, std::vector<Draft>& room, Tally& tally) {
  const auto experience = experience_of(world, visit, mask);
  if (!experience) return;
  tally.visits += 1;
  tally.left += experience->leaves ? 1 : 0;
  room.clear();
  const bool themes = p >= 0 && world.planted_theme[static_cast<std::size_t>(p)] >= 0;
  answers_of(world, visit, *experience, mask, themes ? Draw::expected_themes : Draw::expected, room);
  count(world, p, room, tally);
}

Tally live_all(const World& world, const Sample& sample, Mask mask, std::uint32_t p) {
  Tally tally;
  std::vector<Draft> room;
  for (const Visit& visit : sample.visits) live(world, visit, mask, static_cast<int>(p), room, tally);
  return tally;
}

void at_full_strength(World& world, std::uint32_t p) {
  for (float& strength : world.strength[p]) strength = strength > 0 ? 1.0F : 0.0F;
}

/// Employees' answers, of so many times as many people that there are enough of them.
Tally pulses_all(const World& world, std::uint32_t p, Mask mask) {
  Tally tally;
  std::vector<Draft> room;
  for (int day = 0; day < world.days; ++day) {
    if (world.strength[p][static_cast<std::size_t>(day)] <= 0) continue;
    room.clear();
    pulses_in(world, {.day = day}, {.times = 40}, mask, room);
    count_felt(world, p, room, tally);
  }
  return tally;
}

}  // namespace

double visits_a_day(const World& world) {
  double visits = 0;
  for (const Frequency& frequency : world.scenario.frequencies) visits += frequency.share / frequency.every_days;
  return visits;
}

double share_felt(const World& world, std::uint32_t p) {
  double share = 0;
  for (std::uint32_t u = 0; u < world.units.size(); ++u) {
    const PlacedRegion& region = world.regions[world.units[u].region];
    if (is_felt(world.units[u], p)) share += region.share * region.unit.share(u - region.first_unit);
  }
  return share;
}

int days_felt(const World& world, std::uint32_t p) {
  return static_cast<int>(std::ranges::count_if(world.strength[p], [](float strength) { return strength > 0; }));
}

Outlook outlook_of(const World& world) {
  Outlook outlook;
  const Crowd crowd = crowd_of(world, std::max(50.0, k_visits_of_outlook / (visits_a_day(world) * world.days)));
  std::vector<Draft> drafts;
  for (int day = 0; day < world.days; ++day) {
    visits_in(world, crowd, {.day = day}, [&](const Visit& visit) {
      live(world, visit, world.everything(), -1, drafts, outlook.answers);
      for (Draft& draft : drafts) draft.weight = draft.begged ? 0.0F : 1.0F;
      count(world, -1, drafts, outlook.everybody);
      drafts.clear();
    });
  }
  outlook.signals_a_slot = outlook.answers.all_signals() / static_cast<double>(crowd.slots);
  return outlook;
}

Both expected(const World& world, std::uint32_t p, bool at_full) {
  World full;
  if (at_full) {
    full = world;
    at_full_strength(full, p);
  }
  const World& used = at_full ? full : world;
  if (world.scenario.planted[p].morale != 0) {
    return {.with = pulses_all(used, p, used.everything()),
            .without = pulses_all(used, p, used.everything() & ~(Mask{1} << p))};
  }
  const Sample sample = sample_of(used, p, k_visits_to_size);
  return {.with = live_all(used, sample, used.everything(), p),
          .without = live_all(used, sample, used.everything() & ~(Mask{1} << p), p)};
}

namespace {

/// Regula falsi with the Illinois rule (Dowell & Jarratt, BIT 11 (1971) 168–174): the difference grows with the shift.
double search(World& world, std::uint32_t p, double wanted, const Sample& sample, double& lowest, double& highest) {
  const Tally without = live_all(world, sample, world.everything() & ~(Mask{1} << p), p);
  const auto miss = [&](double shift) {
    world.shift[p] = shift;
    const Both both{.with = live_all(world, sample, world.everything(), p), .without = without};
    const Planted& planted = world.scenario.planted[p];
    const double nps = both.with.nps().value_or(0) - both.without.nps().value_or(0);
    const double csat = both.with.csat().value_or(0) - both.without.csat().value_or(0);
    return (planted.nps ? nps : csat) - wanted;
  };
  double low = wanted < 0 ? -k_strongest : 0;
  double high = wanted < 0 ? 0 : k_strongest;
  double at_low = wanted < 0 ? miss(low) : -wanted;
  double at_high = wanted < 0 ? -wanted : miss(high);
  lowest = at_low + wanted;
  highest = at_high + wanted;
  double shift = 0;
  for (int round = 0; round < 12 && at_low < 0 && at_high > 0; ++round) {
    shift = (low * at_high - high * at_low) / (at_high - at_low);
    const double at = miss(shift);
    if (std::abs(at) < 0.01 * std::abs(wanted)) break;
    if (at < 0) {
      low = shift;
      at_low = at;
      at_high /= 2;
    } else {
      high = shift;
      at_high = at;
      at_low /= 2;
    }
  }
  return shift;
}

}  // namespace

Result<void> find_shifts(World& world) {
  for (std::uint32_t p = 0; p < world.scenario.planted.size(); ++p) {
    const Planted& planted = world.scenario.planted[p];
    if (!planted.nps && !planted.csat) continue;
    const double wanted = planted.nps ? *planted.nps : *planted.csat;
    if (wanted == 0) continue;
    const std::vector<float> strength = world.strength[p];
    at_full_strength(world, p);
    const Sample sample = sample_of(world, p, k_visits_to_search);
    double lowest = 0;
    double highest = 0;
    const double shift = search(world, p, wanted, sample, lowest, highest);
    world.strength[p] = strength;
    world.shift[p] = shift;
    if (wanted <= lowest || wanted >= highest) {
      return fail(Code::bad_input,
                  fmt::format("\"{}\" can't change {} by {}", planted.id, planted.nps ? "nps" : "csat", wanted),
                  fmt::format("{}:{}", world.scenario.file, planted.line),
                  fmt::format("choose a difference between {:.1f} and {:.1f}, or a touchpoint with more weight", lowest,
                              highest));
    }
  }
  return {};
}

}  // namespace bellwether::simulate
