// The steps in which leading.hpp's table is made: who is who, what presses, what is seen, what is felt.
#pragma once

#include "simulate/leading.hpp"
#include "simulate/world.hpp"

namespace bellwether::simulate {

/// Gives each leader a profile, equals, keys and drawn traits.
void cast_leaders(const World& world, Leading& leading, Mistakes& mistakes);

/// Traits as planted on a day.
[[nodiscard]] Traits traits_on(const World& world, const Leader& leader, Day day);

/// Fills in shocks, raised targets, pressure and how traits come out under it.
void press(const World& world, Leading& leading, Mistakes& mistakes);

/// Fills in what is felt in each unit, where leaders were seen, and what customers make of it.
void show(const World& world, Leading& leading);

}  // namespace bellwether::simulate
