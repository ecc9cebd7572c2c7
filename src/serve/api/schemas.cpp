#include "serve/api/schemas.hpp"

#include "serve/api/schema_words.hpp"

namespace bellwether::api {

using namespace schema;

Json schemas() {
  const Json problem{{"title", {{"type", "string"}}},
                     {"status", {{"type", "integer"}}},
                     {"detail", {{"type", "string"}, {"description", "What was wrong, and how to put it right."}}},
                     {"request_id", {{"type", "string"}}}};
  Json with_faults = problem;
  with_faults["faults"] = list_of(schema_ref("Fault"));
  with_faults["results"] = list_of(schema_ref("Result"));
  Json with_needs = problem;
  with_needs["needs"] = {{"type", "string"}, {"enum", {"code"}}};
  Json all{
      {"Text", {{"type", "string"}}},
      {"Document", {{"type", "object"}}},
      {"Health", object({{"alive", {{"type", "boolean"}}}}, {"alive"})},
      {"Ready",
       object({{"ready", {{"type", "boolean"}}},
               {"waiting", {{"type", "integer"}, {"description", "Entries on disk that are not in the facts yet."}}},
               {"refused", {{"type", "integer"}, {"description", "Put aside since the start: inbox.refused.ndjson."}}},
               {"trouble", or_null("string")}},
              {"ready", "waiting", "refused", "trouble"})},
      {"Problem", object(problem, {"title", "status", "detail"})},
      {"Faults", object(with_faults, {"title", "status", "detail"})},
      {"NeedsCode", object(with_needs, {"title", "status", "detail"})}};
  for (const Json& part : {intake_schemas(), asking_schemas(), people_schemas(), organisation_schemas(),
                           theme_schemas(), understanding_schemas()})
    all.update(part);
  return all;
}

}  // namespace bellwether::api
