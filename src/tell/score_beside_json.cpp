#include "tell/score_beside.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace bellwether::tell {

namespace {

using Json = nlohmann::ordered_json;
using measure::Estimate;

double plain(double value) { return value + 0.0; }  // without a minus on zero

Json estimate_json(const Estimate& one) {
  Json json = {{"value", plain(one.value)}, {"low", plain(one.low)}, {"high", plain(one.high)}, {"n", one.n}};
  if (one.open_above) json["open_above"] = true;
  return json;
}
Json estimate_json(const std::optional<Estimate>& one) { return one ? estimate_json(*one) : Json(nullptr); }
Json estimate_json(const Result<Estimate>& one) {
  return one ? estimate_json(*one) : Json{{"value", nullptr}, {"why", one.error().message}};
}

Json difference_json(const std::optional<measure::Difference>& one) {
  if (!one) return nullptr;
  return {{"value", plain(one->value)},
          {"low", plain(one->low)},
          {"high", plain(one->high)},
          {"p", one->p},
          {"beyond_chance", one->verdict != measure::Verdict::cant_tell}};
}

Json ratio_json(const Result<lead::RateRatio>& one) {
  if (!one) return {{"value", nullptr}, {"why", one.error().message}};
  Json json = estimate_json(one->ratio);
  json["p"] = one->p;
  return json;
}

Json flywheel_json(const lead::BesideScore& beside) {
  if (!beside.flywheel) return nullptr;
  const lead::Flywheel& wheel = *beside.flywheel;
  Json steps = Json::array();
  for (const lead::StepTime& step : wheel.steps) {
    steps.push_back({{"step", lead::word_of(step.step)},
                     {"median_days", estimate_json(step.median_days)},
                     {"ended", step.ended},
                     {"waiting", step.waiting},
                     {"dropped", step.dropped}});
  }
  Json stall = nullptr;
  if (wheel.stall) stall = {{"step", lead::word_of(wheel.stall->step)}, {"sure", wheel.stall->sure}};
  return {
      {"improvements", beside.improvements},
      {"cycle_days", estimate_json(wheel.cycle_days)},
      {"cycle_days_p90", estimate_json(wheel.cycle_days_p90)},
      {"steps", std::move(steps)},
      {"stalls_at", std::move(stall)},
      {"momentum", {{"started", ratio_json(wheel.momentum.started)}, {"proven", ratio_json(wheel.momentum.proven)}}}};
}

Json alignment_json(const std::optional<Result<lead::Alignment>>& alignment, const lead::Framework& framework) {
  if (!alignment || !*alignment) return nullptr;
  const lead::Alignment& one = **alignment;
  Json chances = Json::object();
  for (std::size_t i = 0; i < one.chances.size(); ++i) chances[framework.dimensions[i].id] = one.chances[i];
  return {{"agreement", estimate_json(one.agreement)},
          {"spread", one.spread},
          {"weakest", framework.dimensions[one.weakest].id},
          {"chance_to_be_weakest", std::move(chances)}};
}

Json linkage_json(const lead::BesideScore& beside) {
  if (!beside.linkage) return nullptr;
  Json json = {
      {"employees", "engagement"}, {"customers", beside.linked_with}, {"between", nullptr}, {"within", nullptr}};
  if (const auto& between = beside.linkage->between) {
    json["between"] = estimate_json(between->correlation);
    json["between"]["p"] = between->p;
    json["between"]["without_noise"] = plain(between->without_noise);
  }
  if (const auto& within = beside.linkage->within) {
    json["within"] = estimate_json(within->correlation);
    json["within"]["p"] = within->p_corrected;
    json["within"]["lag_weeks"] = within->lag;
  }
  return json;
}

Json gaps_json(const lead::BesideScore& beside) {
  Json items = Json::array();
  for (const lead::ItemGap& gap : beside.item_gaps) {
    items.push_back({{"item", gap.item},
                     {"leaders", estimate_json(gap.leaders)},
                     {"teams", estimate_json(gap.teams)},
                     {"customers", estimate_json(gap.customers)},
                     {"above_teams", difference_json(gap.above_teams)},
                     {"above_customers", difference_json(gap.above_customers)}});
  }
  Json values = Json::array();
  for (const lead::ValueGap& gap : beside.value_gaps) {
    values.push_back({{"value", gap.value},
                      {"kept", estimate_json(gap.kept)},
                      {"done", estimate_json(gap.done)},
                      {"claimed", estimate_json(gap.claimed)},
                      {"claimed_above_done", difference_json(gap.gap)}});
  }
  return {{"items", std::move(items)}, {"brand_values", std::move(values)}};
}

Json flags_json(const lead::BesideScore& beside) {
  Json flags = Json::array();
  for (const lead::GamingFlag& flag : beside.flags) {
    flags.push_back({{"sign", lead::word_of(flag.flag.sign)},
                     {"of", flag.of_leader ? "leader" : "unit"},
                     {"id", flag.id},
                     {"share", flag.flag.share},
                     {"usual", flag.flag.usual},
                     {"n", flag.flag.n},
                     {"p", flag.flag.p_adjusted},
                     {"measures", flag.indicators}});
  }
  return flags;
}

}  // namespace

void put_beside(nlohmann::ordered_json& json, const lead::BesideScore& beside, const lead::Framework& framework) {
  for (const lead::Beside part : framework.beside) {
    switch (part) {
      case lead::Beside::flywheel:
        json["flywheel"] = flywheel_json(beside);
        break;
      case lead::Beside::alignment:
        json["alignment"] = alignment_json(beside.alignment, framework);
        break;
      case lead::Beside::linkage:
        json["linkage"] = linkage_json(beside);
        break;
      case lead::Beside::gaps:
        json["gaps"] = gaps_json(beside);
        break;
    }
  }
  json["flags"] = flags_json(beside);
}

}  // namespace bellwether::tell
