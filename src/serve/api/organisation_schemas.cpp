#include "listen/organisation/told_file.hpp"
#include "listen/organisation/told_json.hpp"
#include "org/kind.hpp"
#include "serve/api/schema_words.hpp"
#include "serve/api/schemas.hpp"

#include <string>
#include <utility>

namespace bellwether::api {

namespace {

using namespace schema;

Json field_schema(org::Form form) {
  if (form == org::Form::list) return list_of(plain());
  return or_null(form == org::Form::number ? "number" : "string");
}

/// "Unit" of "unit".
std::string named(std::string_view word) {
  std::string name(word);
  name[0] = static_cast<char>(name[0] & ~0x20);
  return name;
}

/// A row as it is sent: only `id` must be there, and in a path not even that.
Json told_row(const org::KindRules& rules) {
  Json properties{{"id", {{"type", "string"}, {"maxLength", listen::k_most_id_bytes}}}};
  for (const org::Field& field : rules.fields) {
    Json schema = field_schema(field.form);
    if (field.form == org::Form::text) schema["maxLength"] = listen::k_most_field_bytes;
    properties[std::string(field.name)] = std::move(schema);
  }
  properties["from"] = {{"type", {"string", "null"}}, {"description", "The first day."}};
  properties["to"] = {{"type", {"string", "null"}}, {"description", "The last day."}};
  properties["ends"] = {{"type", "boolean"}, {"description", "With the id alone: it ends the day before `as_of`."}};
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

/// What one is for some days.
Json known_row(const org::KindRules& rules) {
  Json properties{{"id", plain()}}, required{"id"};
  for (const org::Field& field : rules.fields) {
    properties[std::string(field.name)] = field_schema(field.form);
    required.push_back(field.name);
  }
  properties["from"] = {{"type", {"string", "null"}}, {"description", "The first day; null: always."}};
  properties["to"] = {{"type", {"string", "null"}}, {"description", "The last day; null: no end is known."}};
  required.push_back("from");
  required.push_back("to");
  return object(std::move(properties), std::move(required));
}

Json change_of(Json words) {
  return {{"kind", plain()},
          {"id", plain()},
          {"how", {{"type", "string"}, {"enum", {"added", "changed", "moved", "ended"}}}},
          {"words", std::move(words)}};
}

Json log_line() {
  Json line{{"number", {{"type", "integer"}}},
            {"at", plain()},
            {"who", plain()},
            {"way", {{"type", "string"}, {"enum", {"command line", "key", "user"}}}}};
  line.update(change_of({{"type", {"string", "null"}}, {"description", "Null to those who see a part."}}));
  return object(std::move(line), {"number", "at", "who", "way", "kind", "id", "how", "words"});
}

Json change_told() {
  const Json whole{{"type", "integer"}};
  return object({{"applied", {{"type", "boolean"}}},
                 {"version", plain()},
                 {"counts", object({{"added", whole}, {"changed", whole}, {"moved", whole}, {"ended", whole}},
                                   {"added", "changed", "moved", "ended"})},
                 {"changes", list_of(object(change_of(plain()), {"kind", "id", "how", "words"}))},
                 {"doubts", list_of(plain())},
                 {"stopped", {{"oneOf", {schema_ref("Fault"), {{"type", "null"}}}}, {"description", "Of a preview."}}}},
                {"applied", "version", "counts", "changes", "doubts", "stopped"});
}

}  // namespace

Json organisation_schemas() {
  Json all = Json::object(), told = Json::object(), any_told = Json::array(), any_known = Json::array();
  for (const org::Kind kind : org::k_all_kinds) {
    const org::KindRules& rules = org::rules_of(kind);
    const std::string name = named(rules.word);
    all["Told" + name] = told_row(rules);
    all["Known" + name] = known_row(rules);
    any_told.push_back(schema_ref("Told" + name));
    any_known.push_back(schema_ref("Known" + name));
    told[std::string(rules.many)] = list_of(schema_ref("Told" + name));
    told[std::string(rules.many)]["maxItems"] = listen::k_most_json_rows;
  }
  all["ToldThing"] = {{"anyOf", std::move(any_told)}};
  all["ToldOrganisation"] = {{"type", "object"}, {"properties", std::move(told)}, {"additionalProperties", false}};
  all["OrganisationThing"] = {{"anyOf", std::move(any_known)}};
  all["OrganisationPage"] = object({{"kind", plain()},
                                    {"as_of", plain()},
                                    {"things", list_of(schema_ref("OrganisationThing"))},
                                    {"next", or_null("string")}},
                                   {"kind", "as_of", "things", "next"});
  all["OrganisationHistory"] = object({{"kind", plain()},
                                       {"id", plain()},
                                       {"spans", list_of(schema_ref("OrganisationThing"))},
                                       {"next", or_null("string")}},
                                      {"kind", "id", "spans", "next"});
  all["OrganisationChanges"] =
      object({{"changes", list_of(log_line())}, {"next", or_null("string")}}, {"changes", "next"});
  all["OrganisationChange"] = change_told();
  return all;
}

}  // namespace bellwether::api
