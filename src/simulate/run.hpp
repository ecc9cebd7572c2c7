// One simulation cut into slices of days, each of which can be made by itself: files and stores are filled from the same
// slices, and so are any number of threads.
#pragma once

#include "simulate/deed.hpp"
#include "simulate/pulse.hpp"
#include "simulate/reference.hpp"
#include "simulate/simulate.hpp"

#include <vector>

namespace bellwether::simulate {

/// Everything that the slices share; never changed once made.
struct Plan {
  World world;
  Crowd crowd;
  Outlook outlook;
  std::vector<Both> expected, expected_at_full;  ///< per planted thing
  std::uint64_t signals = 0;                     ///< asked for
  double staff_share = 0;                        ///< of employees who are asked
  std::vector<double> counted_share;             ///< per planted thing: of its visits that are lived twice
  int slices_a_day = 1;
  [[nodiscard]] std::size_t slices() const {
    return static_cast<std::size_t>(world.days) * static_cast<std::size_t>(slices_a_day);
  }
  [[nodiscard]] Slice slice(std::size_t index) const;
};

/// The same with what the user asks for instead. Errors also: `too_large` for too many signals; `wrong_usage` where leaders are
/// asked of a scenario that names its units.
[[nodiscard]] Result<Plan> plan_with(const Scenario& scenario, const Options& options);
[[nodiscard]] Result<Plan> plan_of(const Scenario& scenario, std::uint64_t signals, std::uint64_t seed,
                                   std::optional<std::uint64_t> course = {});

/// A customer's contract begins with the first visit, and ends with the one after which he or she leaves.
struct ContractTurn {
  std::int64_t at_s = 0;
  std::uint64_t who = 0;
  std::uint32_t place = 0;
  bool ends = false;
};

/// What was counted on the way.
struct Counts {
  std::uint64_t signals = 0, acts = 0, texts = 0, visits = 0, employees = 0;
  Tally pulses;                         ///< employees' answers
  std::vector<Both> planted;            ///< per planted thing, on its days and in its units
  std::vector<Tally> units;             ///< per place
  std::vector<ContractTurn> contracts;  ///< of one slice alone: they are not added up
  void add(const Counts& other);
};

/// The signals of a slice in the order of time (then key), and what was counted on the way.
void drafts_of(const Plan& plan, std::size_t index, std::vector<Draft>& out, Counts& counts);

/// Its acts, in no order; some lie after the slice. A week's habits come with its first slice.
void deeds_of(const Plan& plan, std::size_t index, std::span<const Draft> drafts, const Counts& counts,
              std::vector<Deed>& out);

}  // namespace bellwether::simulate
