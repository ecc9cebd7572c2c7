// A led company as an analyst would see it: acts and answers as plain values, beside the truth.
#pragma once

#include "simulate/led_company.hpp"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::simulate {

using Text = std::string;

struct Mean {
  double sum = 0, n = 0;
};

struct SeenAct {
  std::int64_t second = 0;
  int week = 0;
  Text kind, actor, about, unit;
  double amount = 0, seconds = 0;
  std::map<Text, Text> attributes;
};

struct SeenAnswer {
  int week = 0;
  Text unit, channel, leader;
  bool employee = false, is_leader = false, has_text = false;
  std::uint64_t who = 0;
  std::map<Text, double> ratings;
};

struct Seen {
  LeadershipTruth truth;
  Organisation organisation;
  std::vector<SeenAct> acts;
  std::vector<SeenAnswer> answers;
  std::map<Text, const LeaderTruth*> by_person, by_unit;
};

inline Seen see(const Scenario& scenario, const Options& options) {
  Seen seen;
  const std::int64_t start = static_cast<std::int64_t>(scenario.start.days) * 86'400;
  const auto truth = led_company(
      scenario, options,
      {.organisation = [&](const Organisation& rows) { seen.organisation = rows; },
       .signals =
           [&](facts::SignalBatch& batch) {
             for (const facts::Signal& signal : batch.rows()) {
               SeenAnswer& answer = seen.answers.emplace_back();
               answer.week =
                   static_cast<int>((signal.occurred_at->us / k_us_per_second - start) / (std::int64_t{7} * 86'400));
               answer.unit = signal.unit;
               answer.channel = signal.channel;
               answer.employee = signal.voice_of == facts::VoiceOf::employee;
               answer.has_text = !signal.text.empty();
               answer.who = signal.subject->value;
               for (const facts::Attribute& each : signal.attributes) {
                 if (each.name == "leader") answer.leader = std::get<std::string_view>(each.value);
                 if (each.name == "role") answer.is_leader = true;
               }
               for (const facts::Rating& each : signal.ratings)
                 answer.ratings[Text(each.name)] = each.value.value / 100.0;
             }
           },
       .acts =
           [&](facts::ActBatch& batch) {
             for (const facts::Act& act : batch.rows()) {
               SeenAct& each = seen.acts.emplace_back();
               each.second = act.occurred_at->us / k_us_per_second;
               each.week = static_cast<int>((each.second - start) / (std::int64_t{7} * 86'400));
               each.kind = act.kind;
               each.actor = act.actor;
               each.about = act.about;
               each.unit = act.unit;
               if (act.amount) each.amount = static_cast<double>(act.amount->value) / k_micros;
               if (act.duration_s) each.seconds = static_cast<double>(act.duration_s->value) / k_micros;
               for (const facts::Attribute& attribute : act.attributes) {
                 if (const auto* text = std::get_if<std::string_view>(&attribute.value)) {
                   each.attributes[Text(attribute.name)] = *text;
                 } else {
                   each.attributes[Text(attribute.name)] = to_text(std::get<Micros>(attribute.value));
                 }
               }
             }
           }});
  EXPECT_TRUE(truth) << to_text(truth.error());
  seen.truth = *truth;
  for (const LeaderTruth& leader : seen.truth.leaders) {
    seen.by_person[leader.person] = &leader;
    seen.by_unit[leader.unit] = &leader;
  }
  return seen;
}

inline Scenario leaders() { return scenario_named("leaders").value(); }

/// 150 leaders and 3,500 employees, made once. Its truth is looked at in place, so it stays where it is.
inline const Seen& company() {
  static const Seen k_company = [] {
    return see(leaders(), {.signals = 120'000, .seed = 4, .leaders = 150, .employees = 3'500});
  }();
  return k_company;
}

}  // namespace bellwether::simulate
