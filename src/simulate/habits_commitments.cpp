// What leaders promise and decide, and what becomes of it.
#include "simulate/fact_row.hpp"
#include "simulate/habits.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::simulate {

namespace {

constexpr double k_promise_told = 0.94;  ///< of promises that come to an end; of the others nobody says anything
constexpr double k_both = 0.2;           ///< of decisions are for customers and cost alike
constexpr double k_forecast_half = 3;    ///< half the width of a forecast's interval
constexpr std::array<std::string_view, 3> k_to{"customer", "team", "organisation"};

void promise(LeadersWeek& week, Stream draw) {
  const auto& values = week.world().scenario.leadership.values;
  const BrandValue& value = values[draw.below(static_cast<std::uint32_t>(values.size()))];
  const std::uint64_t key = draw.next();
  const std::int64_t at_s = week.moment(draw);
  const Day due{week.day_of(at_s).days + static_cast<std::int32_t>(draw.between(7, 42))};
  const std::string about = to_text(id_of(key_of(key, 1)));
  Deed& made = week.add(key, at_s, "promise.made");
  made.about = about;
  made.day("due", due).text("to", k_to[draw.below(k_to.size())]).text("value", value.id);

  const bool kept = draw.chance(std::clamp(week.value(Way::promise_kept) + value.lived, 0.02, 0.98));
  const double early = 5 * draw.unit();
  const double late = 1 + 3 * draw.unit();
  if (!draw.chance(k_promise_told)) return;
  const std::int64_t due_s = static_cast<std::int64_t>(due.days) * 86'400 + std::int64_t{15} * 3'600;
  const std::int64_t end = kept ? due_s - static_cast<std::int64_t>(early * 86'400) : LeadersWeek::later(due_s, late);
  week.add(key_of(key, 2), end, kept ? "promise.kept" : "promise.broken").about = about;
}

/// The truth lies within the forecast's interval with just the chance that the leader's traits give; outside it, the less
/// humble, the more often below what was hoped for.
double true_effect(const LeadersWeek& week, double forecast, Stream& draw) {
  const bool inside = draw.chance(week.value(Way::forecast_inside));
  const double within = (2 * draw.unit() - 1) * 0.95 * k_forecast_half;
  const double beyond = k_forecast_half * (1.05 + std::abs(static_cast<double>(draw.normal())));
  const bool hoped_too_much = draw.chance(0.9 - 0.4 * week.traits()[Trait::humble]);
  if (inside) return forecast + within;
  return hoped_too_much ? forecast - beyond : forecast + beyond;
}

void decide(LeadersWeek& week, Stream draw) {
  const std::uint64_t key = draw.next();
  const std::int64_t at_s = week.moment(draw);
  const std::string about = to_text(id_of(key_of(key, 1)));
  const double forecast = 4 + 3 * static_cast<double>(draw.normal());
  const double choice = draw.unit();
  const double for_customer = week.value(Way::decision_for_customer);
  Deed& taken = week.add(key, at_s, "decision.taken");
  taken.about = about;
  taken.amounts(forecast);
  taken.yes_or_no("considered", draw.chance(week.value(Way::decision_considered)))
      .yes_or_no("evidence", draw.chance(week.value(Way::decision_evidence)))
      .yes_or_no("across", draw.chance(week.value(Way::decision_across)))
      .text("choice", choice < for_customer            ? "customer"
                      : choice < for_customer + k_both ? "both"
                                                       : "cost")
      .number("low", forecast - k_forecast_half)
      .number("high", forecast + k_forecast_half);
  const bool reviewed = draw.chance(week.value(Way::decision_reviewed));
  const double truth = true_effect(week, forecast, draw);
  const double days = 45 + 60 * draw.unit();
  if (!reviewed) return;
  Deed& review = week.add(key_of(key, 2), LeadersWeek::later(at_s, days), "decision.reviewed");
  review.about = about;
  review.amounts(truth);
  review.number("forecast", forecast)
      .number("low", forecast - k_forecast_half)
      .number("high", forecast + k_forecast_half);
}

}  // namespace

void promise_and_decide(LeadersWeek& week) {
  Stream draw = week.draw(3);
  for (std::uint32_t left = draw.times(week.value(Way::promises)); left > 0; --left) promise(week, Stream(draw.next()));
  for (std::uint32_t left = draw.times(week.value(Way::decisions)); left > 0; --left) decide(week, Stream(draw.next()));
}

}  // namespace bellwether::simulate
