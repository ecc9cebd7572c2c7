#include "serve/api/schema_words.hpp"
#include "serve/api/schemas.hpp"

#include <utility>

namespace bellwether::api {

namespace {

using namespace schema;

/// A figure: an estimate, or why there is none.
Json estimate() {
  return {
      {"from", or_null("string")},
      {"to", {{"type", {"string", "null"}}, {"description", "The first day after."}}},
      {"value", or_null("number")},
      {"low", or_null("number")},
      {"high", or_null("number")},
      {"level", or_null("number")},
      {"n", {{"type", "integer"}}},
      {"method", or_null("string")},
      {"withheld", {{"type", {"string", "null"}}, {"description", "Why there is no figure."}}},
      {"left_out",
       {{"type", "boolean"},
        {"description", "It is no row of its own: others would tell it, and it would tell of few."}}},
      {"weighting",
       {{"type", {"object", "null"}},
        {"description", "Where weights were asked for."},
        {"properties",
         {{"by", list_of({{"type", "string"}})},
          {"effective_n", {{"type", "number"}, {"description", "Kish's."}}},
          {"design_effect", {{"type", "number"}}},
          {"rounds", {{"type", "integer"}, {"description", "Of raking."}}},
          {"largest_gap", {{"type", "number"}, {"description", "Left between a margin and what it should be."}}}}}}}};
}

Json answer_row() {
  const Json required = {"value", "low", "high", "n", "withheld"};
  Json before = object(estimate(), required);
  before["type"] = {"object", "null"};
  before["description"] = "What it is compared with, where that was asked for.";
  Json row = object(estimate(), required);
  row["properties"]["slice"] = {{"type", "object"}, {"additionalProperties", or_null("string")}};
  row["required"].push_back("slice");
  row["properties"]["before"] = std::move(before);
  row["properties"]["difference"] = {
      {"type", {"object", "null"}},
      {"properties",
       {{"value", {{"type", "number"}}},
        {"low", {{"type", "number"}}},
        {"high", {{"type", "number"}}},
        {"p", {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}},
        {"p_adjusted", {{"type", "number"}, {"description", "Over all rows: Benjamini and Hochberg."}}},
        {"verdict", {{"type", "string"}, {"enum", {"up", "down", "can't tell"}}}}}}};
  return row;
}

Json voice() {
  return object(
      {{"id", {{"type", "string"}, {"format", "uuid"}}},
       {"occurred_at", or_null("string")},
       {"day", or_null("string")},
       {"channel", or_null("string")},
       {"unit", or_null("string")},
       {"touchpoint", or_null("string")},
       {"voice_of", {{"type", "string"}, {"enum", {"customer", "partner", "public"}}}},
       {"source", or_null("string")},
       {"text", or_null("string")},
       {"language", or_null("string")},
       {"intent", or_null("string")},
       {"sentiment", or_null("number")},
       {"urgency", or_null("number")},
       {"effort", or_null("number")},
       {"ratings", {{"type", "object"}, {"additionalProperties", {{"type", "number"}}}}},
       {"attributes", {{"type", "object"}, {"additionalProperties", {{"type", {"string", "number"}}}}}},
       {"themes", list_of(object({{"theme", {{"type", "string"}}}, {"sentiment", or_null("number")}}, {"theme"}))},
       {"mentions",
        {{"type", "array"},
         {"items", schema_ref("Mention")},
         {"description", "Where the text speaks of themes; none where it is read anew just now, or live."}}},
       {"customer", {{"type", {"string", "null"}}, {"description", "A pseudonym: 16 hex digits."}}}},
      {"id", "occurred_at", "voice_of", "text", "ratings", "attributes", "themes", "customer"});
}

Json with_others(Json schema) {
  schema["properties"]["others"] = list_of(schema_ref("Voice"));
  schema["required"].push_back("others");
  return schema;
}

}  // namespace

Json asking_schemas() {
  return {
      {"Measures", object({{"measures", list_of(schema_ref("Measure"))}}, {"measures"})},
      {"Measure", object({{"id", {{"type", "string"}}},
                          {"label", {{"type", "string"}}},
                          {"about", {{"type", "string"}}},
                          {"unit", {{"type", "string"}}},
                          {"where", {{"type", "string"}, {"description", "Of which facts."}}},
                          {"value", {{"type", "string"}, {"description", "What of a fact is measured."}}},
                          {"better", {{"type", "string"}, {"enum", {"higher", "lower", "neither"}}}},
                          {"source", {{"type", "string"}}},
                          {"limits", {{"type", "string"}}},
                          {"file", {{"type", "string"}, {"description", "Where it is defined."}}}},
                         {"id", "label"})},
      {"Answer", object({{"measure", {{"type", "string"}}},
                         {"unit", {{"type", "string"}}},
                         {"better", {{"type", "string"}}},
                         {"query", {{"type", "string"}}},
                         {"query_before", {{"type", "string"}, {"description", "Of what it is compared with."}}},
                         {"snapshot", {{"type", "string"}}},
                         {"version", {{"type", "string"}}},
                         {"rows", list_of(answer_row())},
                         {"notes", list_of(plain())}},
                        {"measure", "query", "snapshot", "version", "rows"})},
      {"Voice", voice()},
      {"VoiceWithOthers", with_others(voice())},
      {"Voices",
       object(
           {{"voices", list_of(schema_ref("Voice"))}, {"next", or_null("string")}, {"snapshot", {{"type", "string"}}}},
           {"voices", "next", "snapshot"})},
      {"Dimensions",
       object(
           {{"dimensions", list_of(object({{"name", {{"type", "string"}}},
                                           {"kind", {{"type", "string"}}},
                                           {"has_text", {{"type", "boolean"}}},
                                           {"has_number", {{"type", "boolean"}}},
                                           {"values", {{"type", {"array", "null"}}, {"items", {{"type", "string"}}}}}},
                                          {"name", "kind", "values"}))}},
           {"dimensions"})},
      {"Values",
       object(
           {{"name", {{"type", "string"}}}, {"values", list_of({{"type", "string"}})}, {"more", {{"type", "boolean"}}}},
           {"name", "values", "more"})},
      {"Units", object({{"units", list_of(object({{"name", {{"type", "string"}}},
                                                  {"label", {{"type", "string"}}},
                                                  {"parent", or_null("string")}},
                                                 {"name", "label", "parent"}))}},
                       {"units"})},
      {"Days", object({{"from", or_null("string")}, {"to", or_null("string")}}, {"from", "to"})}};
}

}  // namespace bellwether::api
