// Who is planted as what, and the traits of each leader over the weeks.
#include "simulate/leading_steps.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

constexpr double k_least = 0.02;
constexpr double k_fades_to = 0.1;

Traits drawn_traits(std::uint64_t key, double spread) {
  Stream draw(key);
  const double general = 0.55 * static_cast<double>(draw.normal());
  Traits traits;
  for (std::size_t t = 0; t < k_traits; ++t) {
    const double own = 0.5 + spread * (general + 0.835 * static_cast<double>(draw.normal()));
    traits.set(static_cast<Trait>(t), std::clamp(own, k_least, 1 - k_least));
  }
  return traits;
}

class Casting {
 public:
  Casting(const World& world, Leading& leading, Mistakes& mistakes)
      : world_(world), leading_(leading), mistakes_(mistakes), equals_(0) {}

  void cast() {
    const std::size_t count = world_.company.units.size();
    leading_.leaders.resize(count);
    for (std::uint32_t unit = 0; unit < count; ++unit) {
      leading_.leaders[unit].taste = key_of(world_.seed, 70, unit);
      leading_.leaders[unit].key = world_.on_course(leading_.leaders[unit].taste);
      leading_.leaders[unit].luck = key_of(world_.seed, 71, unit);
    }
    name_units();
    share_out();
    for (Leader& leader : leading_.leaders)
      leader.drawn = drawn_traits(key_of(leader.luck, 3), world_.scenario.leadership.spread);
  }

 private:
  [[nodiscard]] const std::vector<LeaderProfile>& profiles() const { return world_.scenario.leadership.profiles; }

  void name_units() {
    std::vector<std::string> ids;
    for (const OrgUnit& unit : world_.company.units) ids.push_back(unit.id);
    for (std::size_t p = 0; p < profiles().size(); ++p) {
      std::vector<std::uint32_t> named;
      for (const std::string& id : profiles()[p].units) {
        named.push_back(static_cast<std::uint32_t>(index_of(id, ids, "unit", profiles()[p].units_line, mistakes_)));
        leading_.leaders[named.back()].profile = static_cast<int>(p);
      }
      if (profiles()[p].equal && !named.empty()) make_equal(named);
    }
  }

  /// Alike in all: also the teams below them, the first with the first and so on.
  void make_equal(const std::vector<std::uint32_t>& units) {
    const int group = equals_++;
    for (const std::uint32_t unit : units) {
      Leader& leader = leading_.leaders[unit];
      leader.equals = group;
      leader.luck = key_of(world_.seed, 72, static_cast<std::uint64_t>(group));
    }
    std::size_t fewest = units.empty() ? 0 : world_.company.teams_under[units.front()].size();
    for (const std::uint32_t unit : units) fewest = std::min(fewest, world_.company.teams_under[unit].size());
    if (world_.company.units[units.front()].is_team()) return;
    for (std::size_t i = 0; i < fewest; ++i) {
      const int below = equals_++;
      for (const std::uint32_t unit : units) {
        Leader& leader = leading_.leaders[world_.company.teams_under[unit][i]];
        if (leader.profile >= 0 && leader.equals >= 0) continue;
        leader.equals = below;
        leader.luck = key_of(world_.seed, 72, static_cast<std::uint64_t>(below));
      }
    }
  }

  /// Those without a profile, in an order that chance gives.
  std::vector<std::uint32_t> others() const {
    std::vector<std::uint32_t> free;
    for (std::uint32_t unit = 0; unit < leading_.leaders.size(); ++unit) {
      if (leading_.leaders[unit].profile < 0 && leading_.leaders[unit].equals < 0) free.push_back(unit);
    }
    std::ranges::sort(free, {}, [&](std::uint32_t unit) { return key_of(world_.seed, 73, unit); });
    return free;
  }

  void share_out() {
    const auto all = static_cast<double>(leading_.leaders.size());
    for (std::size_t p = 0; p < profiles().size(); ++p) {
      const LeaderProfile& profile = profiles()[p];
      if (profile.equal && profile.units.empty()) pair_up(p, static_cast<int>(std::lround(profile.share * all / 2)));
    }
    std::vector<std::uint32_t> free = others();
    double wanted = 0;
    std::size_t next = 0;
    for (std::size_t p = 0; p < profiles().size(); ++p) {
      if (profiles()[p].equal || !profiles()[p].units.empty()) continue;
      wanted += profiles()[p].share * all;
      for (; next < free.size() && static_cast<double>(next) + 0.5 < wanted; ++next)
        leading_.leaders[free[next]].profile = static_cast<int>(p);
    }
  }

  /// Two teams under the same leader, of the same size: nothing but chance makes a difference between them.
  void pair_up(std::size_t p, int pairs) {
    const auto& units = world_.company.units;
    const std::vector<std::uint32_t> free = others();
    for (const std::uint32_t first : free) {
      if (pairs == 0) return;
      if (!units[first].is_team() || leading_.leaders[first].equals >= 0) continue;
      const auto second = std::ranges::find_if(free, [&](std::uint32_t other) {
        return other != first && units[other].is_team() && units[other].parent == units[first].parent &&
               units[other].heads == units[first].heads && leading_.leaders[other].equals < 0;
      });
      if (second == free.end()) continue;
      leading_.leaders[first].profile = leading_.leaders[*second].profile = static_cast<int>(p);
      make_equal({first, *second});
      --pairs;
    }
  }

  const World& world_;
  Leading& leading_;
  Mistakes& mistakes_;
  int equals_;
};

/// What is left of a trait that fades, `days` after it began to.
double faded(double value, double days, double half_life) {
  if (value <= k_fades_to) return value;
  return k_fades_to + (value - k_fades_to) * two_to(-days / half_life);
}

bool fades(const LeaderProfile& profile, Trait trait) {
  if (!profile.fades.empty()) return std::ranges::find(profile.fades, trait) != profile.fades.end();
  return std::ranges::any_of(profile.traits, [&](const auto& stated) { return stated.first == trait; });
}

}  // namespace

void cast_leaders(const World& world, Leading& leading, Mistakes& mistakes) {
  Casting(world, leading, mistakes).cast();
}

Traits traits_on(const World& world, const Leader& leader, Day day) {
  Traits traits = leader.drawn;
  if (leader.profile < 0) return traits;
  const LeaderProfile& profile = world.scenario.leadership.profiles[static_cast<std::size_t>(leader.profile)];
  if (profile.from && day < *profile.from) return traits;
  for (const auto& [trait, value] : profile.traits) traits.set(trait, value);
  if (profile.fades_from && day > *profile.fades_from) {
    for (std::size_t t = 0; t < k_traits; ++t) {
      const auto trait = static_cast<Trait>(t);
      if (fades(profile, trait))
        traits.set(trait, faded(traits[trait], day.days - profile.fades_from->days, profile.half_life_days));
    }
  }
  if (profile.coached_from && day > *profile.coached_from) {
    const double way = std::min(1.0, (day.days - profile.coached_from->days) / profile.coached_days);
    for (const auto& [trait, to] : profile.coached_to) traits.set(trait, traits[trait] + way * (to - traits[trait]));
  }
  return traits;
}

}  // namespace bellwether::simulate
