// For tests: a framework, its scorecard and what stands beside it, made by hand; every name can be made hostile.
#pragma once

#include "lead/beside.hpp"
#include "lead/scorecard.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::tell {

/// A scorecard and the framework that it points into.
struct SampleCard {
  std::unique_ptr<lead::Framework> framework;
  lead::Scorecard card;
};

inline lead::Indicator sample_indicator(std::string measure, std::string label, lead::Side side, double weight) {
  lead::Indicator indicator;
  indicator.id = measure;
  indicator.measure = std::move(measure);
  indicator.label = std::move(label);
  indicator.side = side;
  indicator.weight = weight;
  indicator.curve = {{.value = 0, .score = 0}, {.value = 100, .score = 100}};
  indicator.unit = "%";
  indicator.bring = "ask for it";
  return indicator;
}

inline lead::Dimension sample_dimension(std::string id, std::string label, double weight,
                                        std::vector<lead::Indicator> indicators) {
  lead::Dimension dimension;
  dimension.id = std::move(id);
  dimension.label = std::move(label);
  dimension.about = "Whether it is so";
  dimension.weight = weight;
  dimension.indicators = std::move(indicators);
  return dimension;
}

/// Clarity: an act and an answer. Care: falls with complaints, and something withheld. Truth: nothing known. Reach: thin.
inline lead::Framework sample_framework(const std::string& hostile = {}) {
  using lead::Side;
  lead::Framework framework;
  framework.id = "core";
  framework.label = "CORE" + hostile;
  framework.about = "What a leader is for" + hostile;
  framework.beside = {lead::Beside::flywheel, lead::Beside::alignment, lead::Beside::linkage, lead::Beside::gaps};
  lead::Indicator clear = sample_indicator("clear-goals", "Goals are clear" + hostile, Side::employee, 1);
  clear.curve = {{.value = 1, .score = 0}, {.value = 5, .score = 100}};
  clear.unit = "of 5" + hostile;
  lead::Indicator complaints = sample_indicator("complaints", "Complaints" + hostile, Side::customer, 1);
  complaints.curve = {{.value = 0, .score = 100}, {.value = 20, .score = 0}};
  lead::Indicator floors = sample_indicator("visits", "Visits to the floor" + hostile, Side::employee, 3);
  floors.bring = "tell of visits, with `bellwether act`" + hostile;
  framework.dimensions = {
      sample_dimension("clarity", "Clarity" + hostile, 2,
                       {sample_indicator("goals-kept", "Goals kept" + hostile, Side::act, 2), std::move(clear)}),
      sample_dimension(
          "care", "Care" + hostile, 1,
          {std::move(complaints), sample_indicator("cared-for", "Cared for" + hostile, Side::employee, 1)}),
      sample_dimension("truth", "Truth" + hostile, 1,
                       {sample_indicator("said-done", "Said and done" + hostile, Side::act, 1)}),
      sample_dimension("reach", "Reach" + hostile, 1,
                       {sample_indicator("reached", "Units reached" + hostile, Side::act, 1), std::move(floors)})};
  return framework;
}

inline lead::Evidence known_evidence(double value, double low, double high, std::int64_t n, const char* rests_on) {
  return {.state = lead::State::known,
          .estimate = {.value = value, .low = low, .high = high, .n = n, .method = measure::Method::wilson},
          .n = n,
          .rests_on = rests_on};
}

inline lead::Evidence missing_evidence(lead::State state, std::string why) {
  return {.state = state, .why = std::move(why)};
}

/// One entry per indicator of sample_framework(), of which `goals` is the share of goals kept.
inline std::vector<lead::Evidence> sample_evidence(double goals = 60, const std::string& hostile = {}) {
  using lead::State;
  std::vector<lead::Evidence> all = {known_evidence(goals, goals - 10, goals + 10, 1204, "goals-kept"),
                                     known_evidence(3, 2.6, 3.4, 96, "clear-goals"),
                                     known_evidence(5, 4, 7, 40, "complaints"),
                                     missing_evidence(State::withheld, "fewer than 5 people answered" + hostile),
                                     missing_evidence(State::unknown, "nothing is told of it" + hostile),
                                     known_evidence(40, 30, 50, 12, "reached"),
                                     missing_evidence(State::unknown, "no visit is told of" + hostile)};
  all[0].query = "bellwether measure goals-kept" + hostile;
  all[1].contested = 2;
  return all;
}

/// Up to 15 November 2026. `evidence` and `before` have one entry per indicator; without them all is unknown.
inline SampleCard sample_card(const std::string& hostile = {}, const std::vector<lead::Evidence>& evidence = {},
                              const std::vector<lead::Evidence>& before = {}) {
  constexpr std::size_t k_indicators = 7;
  const std::vector<lead::Evidence> nothing(k_indicators, missing_evidence(lead::State::unknown, "nothing is known"));
  SampleCard sample{.framework = std::make_unique<lead::Framework>(sample_framework(hostile)), .card = {}};
  lead::Scorecard& card = sample.card;
  card.subject.label = "Lyon" + hostile;
  card.end = day_from({2026, 11, 16}).value();
  card.before_end = day_from({2026, 8, 17}).value();
  card.now = lead::score_of(*sample.framework, evidence.empty() ? nothing : evidence, card.end);
  card.before = lead::score_of(*sample.framework, before.empty() ? nothing : before, card.before_end);
  // Of facts that are at one end alone.
  const std::vector<double> shared(k_indicators, 0);
  card.change = lead::change(card.now, card.before, shared, card.end.days - card.before_end.days, {});
  if (card.now.scored && card.before.scored) card.moved = lead::contributions(card.now, card.before);
  card.bring = lead::wanted(card.now);
  card.beside = std::make_shared<const lead::BesideScore>();
  card.snapshot = "1f0c9a2e-42";
  return sample;
}

inline SampleCard known_card(const std::string& hostile = {}) {
  return sample_card(hostile, sample_evidence(60, hostile), sample_evidence(30, hostile));
}

inline measure::Estimate sample_estimate(double value, double low, double high, std::int64_t n) {
  return {.value = value, .low = low, .high = high, .n = n, .method = measure::Method::student_t};
}

inline lead::GamingFlag sample_flag(const std::string& hostile = {}) {
  lead::GamingFlag flag;
  flag.flag = {.sign = lead::Sign::no_time, .share = 0.62, .usual = 0.03, .n = 40, .p_adjusted = 0.001, .raised = true};
  flag.of_leader = true;
  flag.id = "ben" + hostile;
  flag.indicators = {"visits"};
  return flag;
}

inline lead::Flywheel sample_flywheel() {
  lead::Flywheel wheel{
      .cycle_days = sample_estimate(35, 34, 36, 51),
      .cycle_days_p90 = sample_estimate(80, 61, 365, 51),
      .steps = {},
      .stall = lead::Stall{.step = lead::Step::proof, .sure = 0.84},
      .momentum = {.started = lead::RateRatio{.ratio = sample_estimate(1.8, 1.1, 2.9, 1204), .p = 0.01},
                   .proven = fail(Code::not_enough, "nothing was proven in either")}};
  wheel.cycle_days_p90->open_above = true;
  for (std::size_t at = 0; at < wheel.steps.size(); ++at) {
    wheel.steps[at] = {.step = lead::k_steps[at],
                       .median_days = sample_estimate(7, 5, 9, 51),
                       .ended = 1051,
                       .waiting = 4,
                       .dropped = 2,
                       .expected_days = {}};
  }
  wheel.steps[3].median_days = fail(Code::not_enough, "fewer than half have ended");
  return wheel;
}

/// Everything known that can be told beside sample_framework().
inline lead::BesideScore sample_beside(const std::string& hostile = {}) {
  using measure::Verdict;
  lead::BesideScore beside;
  beside.improvements = 1051;
  beside.flywheel = sample_flywheel();
  beside.alignment = lead::Alignment{
      .agreement = sample_estimate(0.82, 0.7, 0.91, 4), .spread = 9, .weakest = 3, .chances = {0.05, 0.01, 0, 0.94}};
  beside.linkage = lead::Linkage{
      .between =
          lead::Between{.correlation = sample_estimate(0.41, 0.12, 0.64, 42), .p = 0.0004, .without_noise = 0.55},
      .within = lead::WithinUnits{
          .lag = 1, .correlation = sample_estimate(-0.001, -0.05, 0.049, 1804), .p_corrected = 0.93, .lags = {}}};
  beside.linked_with = "csat";
  beside.item_gaps = {
      {.item = "engagement" + hostile,
       .leaders = sample_estimate(4.4, 4.1, 4.7, 12),
       .teams = sample_estimate(3.5, 3.4, 3.6, 1204),
       .customers = {},
       .above_teams = measure::Difference{.value = 0.9, .low = 0.6, .high = 1.2, .verdict = Verdict::up, .p = 0.001},
       .above_customers = {}},
      {.item = "brand_lived",
       .leaders = sample_estimate(3.9, 3.5, 4.3, 12),
       .teams = sample_estimate(3.92, 3.8, 4, 940),
       .customers = sample_estimate(3.88, 3.7, 4.1, 300),
       .above_teams = measure::Difference{.value = -0.02, .low = -0.44, .high = 0.4},
       .above_customers = measure::Difference{.value = 0.02, .low = -0.43, .high = 0.47}}};
  beside.value_gaps = {
      {.value = "We keep our word" + hostile,
       .kept = sample_estimate(48, 40, 56, 150),
       .done = sample_estimate(52, 46, 58, 150),
       .claimed = sample_estimate(81, 70, 92, 12),
       .gap = measure::Difference{.value = 29, .low = 16, .high = 41, .verdict = Verdict::up, .p = 0.001}},
      {.value = "Warm",
       .kept = sample_estimate(90, 80, 95, 60),
       .done = sample_estimate(88, 80, 93, 60),
       .claimed = {},
       .gap = {}}};
  beside.flags = {sample_flag(hostile)};
  return beside;
}

}  // namespace bellwether::tell
