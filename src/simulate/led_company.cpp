#include "simulate/led_company.hpp"

#include "simulate/chronicle.hpp"
#include "simulate/fact_row.hpp"

namespace bellwether::simulate {

Result<LeadershipTruth> led_company(const Scenario& scenario, const Options& options, const LedSink& sink) {
  const auto plan = plan_with(scenario, options);
  if (!plan) return std::unexpected(plan.error());
  if (sink.organisation) sink.organisation(organisation_of(plan->world));
  Chronicle chronicle(*plan);
  std::vector<Draft> drafts;
  std::vector<Deed> deeds;
  facts::SignalBatch signals;
  facts::ActBatch acts;
  std::string text;
  for (std::size_t slice = 0; slice < plan->slices(); ++slice) {
    Counts counts;
    signals.clear();
    acts.clear();
    drafts_of(*plan, slice, drafts, counts);
    deeds_of(*plan, slice, drafts, counts, deeds);
    chronicle.take(slice, counts, deeds, acts);
    if (sink.signals) {
      for (const Draft& draft : drafts) add_signal(plan->world, draft, text, signals);
      if (!signals.empty()) sink.signals(signals);
    }
    if (sink.acts && !acts.empty()) sink.acts(acts);
  }
  return leadership_truth(plan->world);
}

}  // namespace bellwether::simulate
