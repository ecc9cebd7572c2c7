#include "simulate/chronicle.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::simulate {

void Chronicle::take(std::size_t index, const Counts& counts, std::vector<Deed>& deeds, facts::ActBatch& out) {
  const World& world = plan_->world;
  for (Deed& deed : deeds) waiting_.add(std::move(deed));
  for (std::size_t place = 0; place < counts.units.size(); ++place) visits_[place] += counts.units[place].visits;
  const auto whole_days = static_cast<int>((index + 1) / static_cast<std::size_t>(plan_->slices_a_day));
  const bool ends_day = (index + 1) % static_cast<std::size_t>(plan_->slices_a_day) == 0;
  if (ends_day && (whole_days == world.days || date_of(world.date(whole_days)).day == 1))
    invite(world.date(whole_days - 1));
  const std::int64_t upto = static_cast<std::int64_t>(world.date(whole_days).days) * 86'400;
  waiting_.until(upto, [&](const Deed& deed) { add_act(world, deed, out); });
}

/// Every visitor is asked to answer; how many they were is told at the end of each month.
void Chronicle::invite(Day today) {
  const World& world = plan_->world;
  for (std::uint32_t place = 0; place < visits_.size(); ++place) {
    const double visits = std::exchange(visits_[place], 0);
    if (visits == 0) continue;
    Deed deed;
    deed.key = key_of(world.seed, 43, place, static_cast<std::uint64_t>(today.days));
    deed.at_s = static_cast<std::int64_t>(today.days) * 86'400 + std::int64_t{23} * 3'600;
    deed.kind = "invitation.sent";
    deed.unit = world.units[place].unit.name;
    deed.amounts(visits);
    deed.text("to", "customers");
    waiting_.add(std::move(deed));
  }
}

}  // namespace bellwether::simulate
