#include "simulate/behaviour.hpp"

#include "base/invariant.hpp"
#include "simulate/random.hpp"

namespace bellwether::simulate {

namespace {

using enum Trait;

constexpr Mix one(Trait trait) { return {.parts = {{{.trait = trait, .weight = 1}}}}; }
constexpr Mix two(Trait first, double weight, Trait second) {
  return {.parts = {{{.trait = first, .weight = weight}, {.trait = second, .weight = 1 - weight}}}};
}

constexpr std::array<Behaviour, k_ways> k_behaviours{{
    {Way::floor_visits, "floor_visits", "visits where the work is done", "a week", 0.1, 1.6, one(visible)},
    {Way::calls_listened, "calls_listened", "calls listened to", "a week", 0.05, 0.7, two(visible, 0.6, listens)},
    {Way::customers_met, "customers_met", "customers met", "a week", 0.03, 0.45, two(visible, 0.5, customer_first)},
    {Way::townhalls, "townhalls", "town halls", "a week", 0.01, 0.12, two(visible, 0.6, clear)},
    {Way::feedback_read, "feedback_read", "sittings with what people wrote", "a week", 0.2, 2.2,
     two(listens, 0.7, learns)},
    {Way::oneonones, "oneonones", "talks with one person", "a week", 0.3, 1.8, two(empathetic, 0.7, listens)},
    {Way::recognitions, "recognitions", "recognition given", "a week", 0.1, 1.4, two(empathetic, 0.8, humble)},
    {Way::coachings, "coachings", "coaching given", "a week", 0.03, 0.3, two(empathetic, 0.5, learns)},
    {Way::promises, "promises", "promises made", "a week", 0.8, 0.45, one(humble)},
    {Way::decisions, "decisions", "decisions taken", "a week", 0.3, 0.3, one(clear)},
    {Way::ideas, "ideas", "ideas raised in the team", "a week", 0.15, 0.9, two(listens, 0.6, empathetic)},
    {Way::findings, "findings", "findings seen", "a week", 0.12, 0.4, two(learns, 0.5, data_driven)},
    {Way::trainings, "trainings", "trainings in the team", "a week", 0.1, 0.5, one(learns)},
    {Way::workarounds, "workarounds", "workarounds in the team", "a week", 0.9, 0.15, two(learns, 0.5, empowers)},
    {Way::wastes, "wastes", "wasted time logged in the team", "a week", 0.5, 0.12, two(learns, 0.6, across)},
    {Way::overtimes, "overtimes", "weeks of overtime in the team", "a week", 0.6, 0.2, one(resilient)},
    {Way::visit_noted, "visit_noted", "visits with notes", "share", 0.3, 0.95, one(listens)},
    {Way::promise_kept, "promise_kept", "promises kept, of those that came to an end", "share", 0.3, 0.95,
     one(keeps_promises)},
    {Way::decision_considered, "decision_considered", "decisions that considered customers", "share", 0.1, 0.9,
     one(customer_first)},
    {Way::decision_evidence, "decision_evidence", "decisions on evidence", "share", 0.1, 0.9, one(data_driven)},
    {Way::decision_across, "decision_across", "decisions with several functions", "share", 0.08, 0.85, one(across)},
    {Way::decision_for_customer, "decision_for_customer", "decisions for the customer alone", "share", 0.1, 0.7,
     one(customer_first)},
    {Way::decision_reviewed, "decision_reviewed", "decisions reviewed", "share", 0.1, 0.85,
     two(data_driven, 0.6, humble)},
    {Way::forecast_inside, "forecast_inside", "reviewed decisions whose effect lay within the forecast", "share", 0.25,
     0.9, two(humble, 0.6, data_driven)},
    {Way::idea_answered, "idea_answered", "ideas that get an answer at all", "share", 0.25, 0.95, one(listens)},
    {Way::idea_adopted, "idea_adopted", "answered ideas that are adopted", "share", 0.05, 0.45,
     two(learns, 0.5, empowers)},
    {Way::improvement_started, "improvement_started", "findings on which work begins", "share", 0.3, 0.85, one(learns)},
    {Way::improvement_piloted, "improvement_piloted", "improvements that are piloted", "share", 0.5, 0.9,
     two(learns, 0.5, data_driven)},
    {Way::improvement_proven, "improvement_proven", "pilots with a proven effect", "share", 0.3, 0.8,
     two(data_driven, 0.6, learns)},
    {Way::improvement_rolled_out, "improvement_rolled_out", "proven ones that are rolled out", "share", 0.5, 0.9,
     two(across, 0.5, learns)},
    {Way::owner_named, "owner_named", "cases with an owner from the start", "share", 0.5, 0.98, one(clear)},
    {Way::due_named, "due_named", "cases with a due day from the start", "share", 0.35, 0.97, one(clear)},
    {Way::limit_used, "limit_used", "amounts decided without asking", "share", 0.08, 0.85, one(empowers)},
    {Way::permission_granted, "permission_granted", "asks that are granted", "share", 0.7, 0.92, one(empowers)},
    {Way::handed_over, "handed_over", "cases handed over", "share", 0.5, 0.1, two(across, 0.5, empowers)},
    {Way::escalated, "escalated", "cases escalated", "share", 0.3, 0.06, one(empowers)},
    {Way::case_taken, "case_taken", "cases that the leader takes on", "share", 0.02, 0.25,
     two(customer_first, 0.5, visible)},
    {Way::case_confirmed, "case_confirmed", "resolved cases that the customer confirms", "share", 0.25, 0.85,
     two(customer_first, 0.6, listens)},
    {Way::case_reopened, "case_reopened", "resolved cases that come back", "share", 0.2, 0.04,
     two(customer_first, 0.5, keeps_promises)},
    {Way::priority_shared, "priority_shared", "priorities named as the leader means them", "share", 0.25, 0.95,
     one(clear)},
    {Way::goal_reviewed, "goal_reviewed", "months with a review of the goal", "share", 0.15, 0.9,
     two(clear, 0.5, data_driven)},
    {Way::evidence_seen, "evidence_seen", "months in which the leader looks at the evidence", "share", 0.3, 0.95,
     two(humble, 0.5, data_driven)},
    {Way::first_reply, "first_reply", "case opened to first reply", "hours", 24, 3, two(customer_first, 0.6, listens)},
    {Way::resolution, "resolution", "case opened to resolved, waiting for permission left out", "hours", 72, 18,
     two(empowers, 0.5, across)},
    {Way::permission_wait, "permission_wait", "permission asked to decided", "hours", 48, 6, one(empowers)},
    {Way::idea_wait, "idea_wait", "idea raised to answered, of those that are", "days", 40, 5, one(listens)},
    {Way::recovery, "recovery", "shock began to ended", "days", 60, 15, one(resilient)},
    {Way::finding_to_start, "finding_to_start", "finding seen to improvement started", "days", 28, 7, one(learns)},
    {Way::start_to_pilot, "start_to_pilot", "improvement started to piloted", "days", 36, 9, one(learns)},
    {Way::pilot_to_proof, "pilot_to_proof", "improvement piloted to proven", "days", 40, 20, one(data_driven)},
    {Way::privacy_wait, "privacy_wait", "request for data asked to answered", "days", 28, 7, one(customer_first)},
}};

constexpr bool is_span(const Behaviour& each) { return each.unit == "hours" || each.unit == "days"; }

/// How often the span at no trait must be halved to become the one at full trait; the table keeps to whole powers of two.
constexpr int halvings(const Behaviour& each) {
  int count = 0;
  for (double span = each.at_none; span > each.at_full; span /= 2) ++count;
  return count;
}

constexpr bool spans_halve_evenly() {
  for (const Behaviour& each : k_behaviours) {
    double span = each.at_none;
    for (int left = halvings(each); left > 0 && is_span(each); --left) span /= 2;
    if (is_span(each) && span != each.at_full) return false;
  }
  return true;
}
static_assert(spans_halve_evenly());

}  // namespace

std::span<const Behaviour> behaviours() { return k_behaviours; }

const Behaviour& behaviour(Way way) {
  const Behaviour& found = k_behaviours[static_cast<std::size_t>(way)];
  invariant(found.way == way);
  return found;
}

double value_of(Way way, const Traits& traits) {
  const Behaviour& each = behaviour(way);
  const double mixed = each.mix.of(traits);
  if (is_span(each)) return each.at_none * two_to(-halvings(each) * mixed);
  return each.at_none + (each.at_full - each.at_none) * mixed;
}

}  // namespace bellwether::simulate
