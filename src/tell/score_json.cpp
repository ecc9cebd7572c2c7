#include "tell/score_json.hpp"

#include "tell/score_beside.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::tell {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return value + 0.0; }  // without a minus on zero
Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

void put(Json& json, const std::optional<lead::Scored>& scored, double coverage) {
  json["score"] = scored ? number(scored->score) : Json(nullptr);
  json["low"] = scored ? number(scored->low) : Json(nullptr);
  json["high"] = scored ? number(scored->high) : Json(nullptr);
  json["coverage"] = coverage;
}

Json curve_json(const lead::Curve& curve) {
  Json points = Json::array();
  for (const lead::CurvePoint& point : curve) points.push_back({number(point.value), number(point.score)});
  return points;
}

Json indicator_json(const lead::IndicatorScore& one) {
  const lead::Indicator& indicator = *one.indicator;
  const lead::Evidence& evidence = one.evidence;
  const bool known = evidence.state == lead::State::known;
  const auto if_known = [&](double value) { return known ? number(value) : Json(nullptr); };
  return {{"id", indicator.id},
          {"measure", indicator.measure.empty() ? indicator.id : indicator.measure},
          {"label", indicator.label},
          {"unit", indicator.unit},
          {"value", if_known(evidence.estimate.value)},
          {"low", if_known(evidence.estimate.low)},
          {"high", if_known(evidence.estimate.high)},
          {"n", evidence.n},
          {"score", if_known(one.score)},
          {"score_low", if_known(one.low)},
          {"score_high", if_known(one.high)},
          {"weight", indicator.weight},
          {"share", one.share},
          {"evidence", lead::word_of(indicator.side)},
          {"freshness", one.freshness},
          {"state", lead::word_of(evidence.state)},
          {"why", text_or_null(evidence.why)},
          {"bring", known ? Json(nullptr) : Json(indicator.bring)},
          {"window_days", indicator.window_days},
          {"curve", curve_json(indicator.curve)},
          {"contested", evidence.contested},
          {"query", text_or_null(evidence.query)}};
}

Json dimension_json(const lead::DimensionScore& dimension) {
  Json json = {{"id", dimension.dimension->id}, {"label", dimension.dimension->label}};
  put(json, dimension.scored, dimension.coverage);
  json["weight"] = dimension.dimension->weight;
  json["sides"] = {{"known", dimension.sides_known}, {"wished", dimension.sides_wished}};
  Json indicators = Json::array();
  for (const lead::IndicatorScore& one : dimension.indicators) indicators.push_back(indicator_json(one));
  json["indicators"] = std::move(indicators);
  return json;
}

Json moved_json(const lead::Scorecard& card) {
  Json list = Json::array();
  for (const lead::Contribution& one : card.moved) {
    list.push_back({{"dimension", one.dimension->id},
                    {"indicator", one.indicator->id},
                    {"points", number(one.points)},
                    {"newly", one.newly},
                    {"no_more", one.no_more}});
  }
  return list;
}

std::string_view word_of(measure::Verdict verdict) {
  if (verdict == measure::Verdict::up) return "up";
  return verdict == measure::Verdict::down ? "down" : "can't tell";
}

Json change_json(const std::optional<lead::Change>& change) {
  if (!change) return nullptr;
  const measure::Difference& difference = change->difference;
  return {{"value", number(difference.value)},
          {"low", number(difference.low)},
          {"high", number(difference.high)},
          {"p", difference.p},
          {"p_adjusted", change->p_adjusted},
          {"verdict", word_of(difference.verdict)},
          {"over", change->over}};
}

Json units_json(const std::vector<lead::MovedUnit>& units) {
  Json list = Json::array();
  for (const lead::MovedUnit& one : units) list.push_back({{"label", one.label}, {"below", one.below}});
  return list;
}

std::string_view word_of(lead::Subject::Kind kind) {
  switch (kind) {
    case lead::Subject::Kind::unit:
      return "unit";
    case lead::Subject::Kind::leader:
      return "leader";
    case lead::Subject::Kind::organisation:
      break;
  }
  return "organisation";
}

Json card_json(const lead::Scorecard& card) {
  Json json = {{"framework", card.now.framework->id}, {"label", card.now.framework->label}};
  put(json, card.now.scored, card.now.coverage);
  json["of"] = {{"kind", word_of(card.subject.kind)}, {"id", text_or_null(card.subject.id)}};
  json["to"] = to_text(card.end);
  Json dimensions = Json::array();
  for (const lead::DimensionScore& dimension : card.now.dimensions) dimensions.push_back(dimension_json(dimension));
  json["dimensions"] = std::move(dimensions);
  Json before = {{"to", to_text(card.before_end)}};
  put(before, card.before.scored, card.before.coverage);
  before["change"] = change_json(card.change);
  before["moved"] = moved_json(card);
  before["units"] = {{"came", units_json(card.units.came)}, {"left", units_json(card.units.left)}};
  json["before"] = std::move(before);
  Json bring = Json::array();
  for (const lead::Wanted& one : card.bring) {
    bring.push_back({{"dimension", one.dimension->id},
                     {"indicator", one.indicator->id},
                     {"coverage", one.coverage},
                     {"bring", one.indicator->bring}});
  }
  json["bring_next"] = std::move(bring);
  if (!card.trend.empty()) {
    Json trend = Json::array();
    for (const lead::TrendPoint& point : card.trend) {
      Json one = {{"to", to_text(point.end)}};
      put(one, point.scored, point.coverage);
      trend.push_back(std::move(one));
    }
    json["trend"] = std::move(trend);
  }
  put_beside(json, *card.beside, *card.now.framework);
  json["snapshot"] = card.snapshot;
  return json;
}

}  // namespace

std::string score_json(const std::vector<lead::Scorecard>& cards) {
  const auto dump = [](const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; };
  if (cards.size() == 1) return dump(card_json(cards.front()));
  Json all = Json::array();
  for (const lead::Scorecard& card : cards) all.push_back(card_json(card));
  return dump({{"frameworks", std::move(all)}});
}

}  // namespace bellwether::tell
