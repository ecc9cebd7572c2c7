// What is expected of a scenario, worked out on a reference crowd of a size of its own: how many signals a customer gives,
// how strong a planted shift must be for the difference it is to make, and how large each planted thing truly is.
//
// Answers are weighted by their chances instead of being drawn, which takes most of the sampling noise out; with and without
// share their random numbers.
#pragma once

#include "simulate/tally.hpp"

#include <vector>

namespace bellwether::simulate {

[[nodiscard]] double visits_a_day(const World& world);                 ///< that one slot makes
[[nodiscard]] double share_felt(const World& world, std::uint32_t p);  ///< of visits that are in its units
[[nodiscard]] int days_felt(const World& world, std::uint32_t p);      ///< on which planted `p` is felt

/// What to expect of the whole company.
struct Outlook {
  double signals_a_slot = 0;  ///< customers' signals over the whole period
  Tally answers;              ///< as they come: those who are eager answer more
  Tally everybody;            ///< if every visit were asked and answered alike
};
[[nodiscard]] Outlook outlook_of(const World& world);

/// Finds the shifts of planted things that say which difference is to come out, in the scenario's order.
/// Error: `bad_input` for a difference that no shift within ±6 makes, saying which ones can be had.
[[nodiscard]] Result<void> find_shifts(World& world);

/// The expected size of one planted thing over its days and units; with `at_full`, as if it had its full strength on all of
/// its days (for what grows).
[[nodiscard]] Both expected(const World& world, std::uint32_t p, bool at_full);

}  // namespace bellwether::simulate
