// For tests: a leadership shadow made by hand, with an effect, none, a leader who is unseen somewhere, and a flag.
#pragma once

#include "lead/shadow_report.hpp"
#include "tell/score_sample.hpp"

#include <string>
#include <utility>
#include <vector>

namespace bellwether::tell {

inline lead::Effect sample_effect(lead::Shows shows, std::string words) {
  return {.lag = {.from = 1, .to = 2},
          .effect = sample_estimate(0.21, 0.1, 0.32, 1804),
          .p = 0.002,
          .placebo = sample_estimate(-0.001, -0.05, 0.048, 1804),
          .p_placebo = 0.97,
          .answers = 20400,
          .units = 42,
          .shows = shows,
          .words = std::move(words)};
}

inline lead::LeaderRow sample_leader(std::string id, std::string name, std::uint32_t depth) {
  lead::LeaderRow row;
  row.id = std::move(id);
  row.name = std::move(name);
  row.depth = depth;
  for (lead::LeaderShadow* side : {&row.employees, &row.customers}) {
    side->acts = 1204;
    side->exposure = 0.35;
    side->units = 6;
    side->seen_in = 5;
  }
  return row;
}

inline lead::ShadowReport sample_shadow(const std::string& hostile = {}) {
  using lead::Shows;
  lead::LeaderRow ana = sample_leader("ana", "Ana" + hostile, 1);
  lead::LeaderRow ben = sample_leader("ben", "Ben" + hostile, 2);
  ana.employees.effect = sample_effect(Shows::better, "After Ana is seen, employees say more is well.");
  ana.customers.effect = sample_effect(Shows::undermined, "Something else moves both.");
  ben.employees.effect = sample_effect(Shows::worse, "After Ben is seen, employees say less is well.");
  ben.employees.unseen = lead::Unseen{.least = {3}, .difference = sample_estimate(-0.3, -0.6, -0.01, 6), .p = 0.0002};
  ben.not_seen = {"Nice" + hostile};
  lead::ShadowReport report{
      .subject = {},
      .first = day_from({2025, 11, 17}).value(),
      .end = day_from({2026, 11, 16}).value(),
      .weeks = 52,
      .units = 1042,
      .acts = 3204,
      .employees_item = "engagement",
      .customers_item = "csat",
      .employees_label = "Engagement" + hostile,
      .customers_label = "Customer satisfaction",
      .employees = {.pooled = sample_effect(Shows::better, "After leaders were seen, employees say more is well."),
                    .lags = {},
                    .unseen =
                        lead::Unseen{.least = {3}, .difference = sample_estimate(-0.2, -0.3, -0.1, 42), .p = 0.04},
                    .leaders = {}},
      .customers = {.pooled = fail(Code::not_enough, "only 3 units have answers of customers"),
                    .lags = {},
                    .unseen = fail(Code::not_enough, "fewer than 3 units on a side"),
                    .leaders = {}},
      .leaders = {std::move(ana), std::move(ben)},
      .no_leaders = {},
      .beside = {{.label = "Days until answers are back" + hostile,
                  .unit = "days",
                  .evidence = known_evidence(12, 8, 90, 1204, "recovery")},
                 {.label = "Strain passed down",
                  .unit = "points",
                  .evidence = missing_evidence(lead::State::unknown, "no load is told of" + hostile)}},
      .flags = {sample_flag(hostile)},
      .labels = {{"visits", "Visits to the floor" + hostile}},
      .snapshot = "1f0c9a2e-42"};
  report.subject.label = "Hotels" + hostile;
  report.beside[0].evidence.estimate.open_above = true;
  return report;
}

/// Of Ben alone.
inline lead::ShadowReport sample_own_shadow(const std::string& hostile = {}) {
  lead::ShadowReport report = sample_shadow(hostile);
  report.subject.kind = lead::Subject::Kind::leader;
  report.subject.id = "ben";
  report.leaders.erase(report.leaders.begin());
  return report;
}

}  // namespace bellwether::tell
