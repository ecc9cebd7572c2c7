#include "serve/api/organisation_parts.hpp"

#include "base/text.hpp"
#include "serve/api/answer_later.hpp"

#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

std::unexpected<Error> no_kind(std::string_view word) {
  std::vector<std::string> known;
  for (const org::Kind kind : org::k_all_kinds) known.emplace_back(org::rules_of(kind).many);
  return fail(Code::not_found, fmt::format("the organisation has no {}", cut(word, 40)), {},
              "there are " + join(known, ", "));
}

Result<org::Kind> kind_in(const Call& call) {
  const std::string& word = call.path.at("kind");
  const auto kind = org::kind_from(word);
  if (!kind) return no_kind(word);
  return *kind;
}

Result<Day> as_of_in(const House& house, const std::map<std::string, std::string, std::less<>>& told) {
  const auto found = told.find("as_of");
  if (found == told.end()) return house.opened().directory->settings().zone.day_at(now());
  const auto day = day_from_text(found->second);
  if (!day) return fail(Code::bad_input, day.error().message, "as_of");
  return *day;
}

Operation about_organisation(const char* method, const char* path, const char* id, const char* summary,
                             OrganisationWork work) {
  Operation operation = reading(path, id, "Organisation", summary);
  operation.method = method;
  const auto in_path = [&](const char* name, const char* about, Json schema) {
    if (operation.path.find(fmt::format("{{{}}}", name)) == std::string::npos) return;
    operation.parameters.push_back(
        {.in = Parameter::In::path, .name = name, .about = about, .schema = std::move(schema), .required = true});
  };
  in_path("kind", "What it is.", kind_schema());
  in_path("id", "What facts call it. One that holds a slash is reached by lists and POST alone.", {{"type", "string"}});
  if (!operation.parameters.empty()) {
    operation.answers.push_back({.status = 404, .about = "There is none, or it is not the caller's to see."});
  }
  operation.whole = [work](House& house, Call&& call, const http::Reply& reply) {
    const std::string request_id = call.request.id;
    answer_later(house, request_id, reply, [&house, work, call = std::move(call)] { return work(house, call); });
  };
  return operation;
}

Parameter in_query(std::string name, std::string about, Json schema) {
  return {.in = Parameter::In::query, .name = std::move(name), .about = std::move(about), .schema = std::move(schema)};
}

Parameter as_of(std::string about) {
  return in_query("as_of", std::move(about), {{"type", "string"}, {"format", "date"}, {"examples", {"2026-11-22"}}});
}

Json kind_schema() {
  Json words = Json::array();
  for (const org::Kind kind : org::k_all_kinds) words.push_back(org::rules_of(kind).many);
  return {{"type", "string"}, {"enum", std::move(words)}};
}

}  // namespace bellwether::api
