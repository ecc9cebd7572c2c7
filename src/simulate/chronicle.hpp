// Acts in the order of time, out of slices that are taken one after the other.
#pragma once

#include "simulate/run.hpp"

#include <vector>

namespace bellwether::simulate {

class Chronicle {
 public:
  explicit Chronicle(const Plan& plan) : plan_(&plan), visits_(plan.world.units.size(), 0) {}

  /// Takes the next slice's deeds (they are moved from) and adds to `out` the acts whose time has come. What would happen after
  /// the last day does not happen.
  void take(std::size_t index, const Counts& counts, std::vector<Deed>& deeds, facts::ActBatch& out);

 private:
  void invite(Day today);
  const Plan* plan_;
  Waiting waiting_;
  std::vector<double> visits_;  ///< place → in this month so far
};

}  // namespace bellwether::simulate
