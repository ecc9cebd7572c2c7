#include "tell/answer_json.hpp"

#include "tell/answer_words.hpp"

#include <string_view>

#include <nlohmann/json.hpp>

namespace bellwether::tell {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json number(double value) { return value + 0.0; }  // without a minus on zero
/// What was counted is a whole number, and is written as one.
Json number(double value, measure::Method method) {
  return method == measure::Method::exact ? Json(static_cast<std::int64_t>(value)) : number(value);
}

Json row_json(const measure::AnswerRow& row) {
  Json slice = Json::object();
  for (const auto& [name, value] : row.slice) slice[name] = value ? Json(*value) : Json(nullptr);
  Json json = {{"slice", std::move(slice)},
               {"from", row.from ? Json(to_text(*row.from)) : Json(nullptr)},
               {"to", row.to ? Json(to_text(*row.to)) : Json(nullptr)}};
  if (const auto* estimate = std::get_if<measure::Estimate>(&row.is)) {
    json["value"] = number(estimate->value, estimate->method);
    json["low"] = number(estimate->low, estimate->method);
    json["high"] = number(estimate->high, estimate->method);
    json["level"] = estimate->level;
    json["n"] = estimate->n;
    json["method"] = measure::word_of(estimate->method);
    json["withheld"] = nullptr;
  } else {
    for (const char* name : {"value", "low", "high", "level"}) json[name] = nullptr;
    json["n"] = row.n;
    json["method"] = nullptr;
    json["withheld"] = std::get<measure::Withheld>(row.is).why;
  }
  return json;
}

}  // namespace

std::string answer_json(const measure::Answer& answer) {
  const Json head = {
      {"measure", answer.measure.id}, {"unit", answer.measure.unit}, {"better", better_word(answer.measure.better)},
      {"query", answer.query},        {"snapshot", answer.snapshot}, {"version", answer.version}};
  std::string text = dump(head);
  text.pop_back();  // the closing brace: the rows follow, one a line
  text += ",\"rows\":[";
  for (std::size_t at = 0; at < answer.rows.size(); ++at)
    text.append(at == 0 ? "\n" : ",\n").append(dump(row_json(answer.rows[at])));
  return text + (answer.rows.empty() ? "]}\n" : "\n]}\n");
}

}  // namespace bellwether::tell
