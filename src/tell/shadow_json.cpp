#include "tell/shadow_json.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::tell {

namespace {

using Json = nlohmann::ordered_json;

std::string_view word_of(lead::Shows shows) {
  switch (shows) {
    case lead::Shows::better:
      return "better";
    case lead::Shows::worse:
      return "worse";
    case lead::Shows::undermined:
      return "undermined";
    case lead::Shows::cant_tell:
      break;
  }
  return "cant-tell";
}

Json estimate_json(const measure::Estimate& estimate, double p) {
  return {{"value", estimate.value + 0.0}, {"low", estimate.low + 0.0}, {"high", estimate.high + 0.0},
          {"level", estimate.level},       {"n", estimate.n},           {"p", p}};
}

Json effect_json(const lead::Effect& effect) {
  return {{"effect", estimate_json(effect.effect, effect.p)},
          {"lag_weeks", {effect.lag.from, effect.lag.to}},
          {"placebo", estimate_json(effect.placebo, effect.p_placebo)},
          {"answers", effect.answers},
          {"units", effect.units},
          {"shows", word_of(effect.shows)},
          {"words", effect.words}};
}

Json side_json(const std::string& item, const std::string& label, const lead::Shadow& shadow) {
  Json json = {{"item", item}, {"label", label}};
  json["pooled"] = shadow.pooled ? effect_json(*shadow.pooled) : Json(nullptr);
  json["why"] = shadow.pooled ? Json(nullptr) : Json(shadow.pooled.error().message);
  json["unseen"] = shadow.unseen ? estimate_json(shadow.unseen->difference, shadow.unseen->p) : Json(nullptr);
  json["unseen_why"] = shadow.unseen ? Json(nullptr) : Json(shadow.unseen.error().message);
  return json;
}

Json own_json(const lead::LeaderShadow& shadow) {
  return {{"effect", shadow.effect ? effect_json(*shadow.effect) : Json(nullptr)},
          {"unseen", shadow.unseen ? estimate_json(shadow.unseen->difference, shadow.unseen->p) : Json(nullptr)}};
}

Json leader_json(const lead::LeaderRow& row) {
  return {{"id", row.id},
          {"name", row.name},
          {"depth", row.depth},
          {"acts", row.employees.acts},
          {"exposure", row.employees.exposure},
          {"units", row.employees.units},
          {"seen_in", row.employees.seen_in},
          {"not_seen", row.not_seen},
          {"employees", own_json(row.employees)},
          {"customers", own_json(row.customers)}};
}

Json beside_json(const lead::BesideShadow& one) {
  const bool known = one.evidence.state == lead::State::known;
  const auto if_known = [&](double value) { return known ? Json(value + 0.0) : Json(nullptr); };
  Json json = {{"label", one.label},
               {"unit", one.unit},
               {"state", lead::word_of(one.evidence.state)},
               {"value", if_known(one.evidence.estimate.value)},
               {"low", if_known(one.evidence.estimate.low)},
               {"high", if_known(one.evidence.estimate.high)},
               {"n", one.evidence.n},
               {"why", known ? Json(nullptr) : Json(one.evidence.why)}};
  if (known && one.evidence.estimate.open_above) json["open_above"] = true;
  return json;
}

Json flag_json(const lead::GamingFlag& flag) {
  return {{"flag", lead::word_of(flag.flag.sign)},
          {"of", flag.of_leader ? "leader" : "unit"},
          {"id", flag.id},
          {"share", flag.flag.share},
          {"usual", flag.flag.usual},
          {"n", flag.flag.n},
          {"p", flag.flag.p_adjusted},
          {"indicators", flag.indicators},
          {"words", lead::words_of(flag)}};
}

template <class Things, class Write>
Json list_of(const Things& things, Write write) {
  Json list = Json::array();
  for (const auto& thing : things) list.push_back(write(thing));
  return list;
}

}  // namespace

std::string shadow_json(const lead::ShadowReport& report) {
  using Kind = lead::Subject::Kind;
  const char* kind = report.subject.kind == Kind::leader ? "leader"
                     : report.subject.kind == Kind::unit ? "unit"
                                                         : "organisation";
  Json json = {{"of", {{"kind", kind}, {"id", report.subject.id.empty() ? Json(nullptr) : Json(report.subject.id)}}},
               {"from", to_text(report.first)},
               {"to", to_text(report.end)},
               {"weeks", report.weeks},
               {"units", report.units},
               {"acts", report.acts},
               {"employees", side_json(report.employees_item, report.employees_label, report.employees)},
               {"customers", side_json(report.customers_item, report.customers_label, report.customers)},
               {"leaders", list_of(report.leaders, leader_json)},
               {"no_leaders", report.no_leaders.empty() ? Json(nullptr) : Json(report.no_leaders)},
               {"beside", list_of(report.beside, beside_json)},
               {"flags", list_of(report.flags, flag_json)},
               {"snapshot", report.snapshot}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bellwether::tell
