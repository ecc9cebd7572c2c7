// A company with leaders whose traits are known, straight into memory: facts, organisation and truth, without files.
//
//   auto scenario = scenario_named("leaders");
//   auto truth = led_company(*scenario, {.seed = 7, .leaders = 60, .employees = 1'500},
//                            {.organisation = …, .signals = …, .acts = …});
//
// The same scenario, options and seed give the same facts as `simulate` writes into files.
#pragma once

#include "simulate/leadership_truth.hpp"
#include "simulate/organisation.hpp"
#include "simulate/simulate.hpp"

#include <functional>

namespace bellwether::simulate {

/// Each may be empty. Batches hold a slice of a day, in the order of time; names in them stand in memory that lasts until the
/// call returns, so facts are to be used or copied at once.
struct LedSink {
  std::function<void(const Organisation&)> organisation;
  std::function<void(facts::SignalBatch&)> signals;
  std::function<void(facts::ActBatch&)> acts;
};

/// Errors: as of simulate(), but for files.
[[nodiscard]] Result<LeadershipTruth> led_company(const Scenario& scenario, const Options& options,
                                                  const LedSink& sink);

}  // namespace bellwether::simulate
