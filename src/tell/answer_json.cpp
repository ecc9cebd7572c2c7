#include "tell/answer_json.hpp"

#include "tell/answer_words.hpp"

#include <string_view>
#include <utility>
#include <vector>

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
  if (row.left_out) json["left_out"] = true;
  return json;
}

Json weighting_json(const measure::Answer& answer, const measure::AnswerRow& row) {
  if (!row.weighting) return nullptr;
  return {{"by", answer.weighted_by},
          {"effective_n", row.weighting->effective_n},
          {"design_effect", row.weighting->design_effect},
          {"rounds", row.weighting->rounds},
          {"largest_gap", row.weighting->largest_gap}};
}

/// Only where the question asks for weights.
Json row_json(const measure::Answer& answer, const measure::AnswerRow& row) {
  Json json = row_json(row);
  if (!answer.weighted_by.empty()) json["weighting"] = weighting_json(answer, row);
  return json;
}

}  // namespace

namespace {

Json head_json(const measure::Answer& answer) {
  Json head = {
      {"measure", answer.measure.id}, {"unit", answer.measure.unit}, {"better", better_word(answer.measure.better)},
      {"query", answer.query},        {"snapshot", answer.snapshot}, {"version", answer.version}};
  if (!answer.notes.empty()) head["notes"] = answer.notes;
  return head;
}

/// The head with its rows, one a line.
std::string with_rows(const Json& head, const std::vector<Json>& rows) {
  std::string text = dump(head);
  text.pop_back();  // the closing brace
  text += ",\"rows\":[";
  for (std::size_t at = 0; at < rows.size(); ++at) text.append(at == 0 ? "\n" : ",\n").append(dump(rows[at]));
  return text + (rows.empty() ? "]}\n" : "\n]}\n");
}

std::string_view word_of(measure::Verdict verdict) {
  if (verdict == measure::Verdict::up) return "up";
  return verdict == measure::Verdict::down ? "down" : "can't tell";
}

Json before_json(const measure::Answer& answer, const std::optional<measure::AnswerRow>& before) {
  if (!before) return nullptr;
  Json row = row_json(answer, *before);
  row.erase("slice");
  return row;
}

Json difference_json(const measure::ComparedRow& row) {
  if (!row.difference) return nullptr;
  const measure::Difference& difference = *row.difference;
  return {{"value", number(difference.value)}, {"low", number(difference.low)},
          {"high", number(difference.high)},   {"p", difference.p},
          {"p_adjusted", row.p_adjusted},      {"verdict", word_of(difference.verdict)}};
}

}  // namespace

std::string answer_json(const measure::Answer& answer) {
  std::vector<Json> rows;
  rows.reserve(answer.rows.size());
  for (const measure::AnswerRow& row : answer.rows) rows.push_back(row_json(answer, row));
  return with_rows(head_json(answer), rows);
}

std::string comparison_json(const measure::ComparedAnswer& answer) {
  Json head = head_json(answer.now);
  head["query_before"] = answer.query_before;
  std::vector<Json> rows;
  rows.reserve(answer.rows.size());
  for (const measure::ComparedRow& row : answer.rows) {
    Json json = row_json(answer.now, row.now);
    json["before"] = before_json(answer.now, row.before);
    json["difference"] = difference_json(row);
    rows.push_back(std::move(json));
  }
  return with_rows(head, rows);
}

}  // namespace bellwether::tell
