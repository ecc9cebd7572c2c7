#include "serve/api/operation.hpp"
#include "serve/api/schema_words.hpp"
#include "serve/api/schemas.hpp"
#include "serve/http/message.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace bellwether::api {

namespace {

Json contents_of(const std::vector<std::pair<std::string, std::string>>& contents) {
  Json all = Json::object();
  for (const auto& [type, name] : contents) all[type] = {{"schema", schema::schema_ref(name)}};
  return all;
}

std::string_view word_of(Parameter::In in) {
  switch (in) {
    case Parameter::In::path:
      return "path";
    case Parameter::In::query:
      return "query";
    case Parameter::In::header:
      return "header";
  }
  return "";
}

Json answer_json(const Answer& answer) {
  Json one{{"description", answer.about}};
  if (!answer.contents.empty()) {
    one["content"] = contents_of(answer.contents);
  } else if (answer.status >= 400) {
    one["content"] = contents_of({{std::string(k_problem), "Problem"}});
  }
  return one;
}

/// Programs come with a key, people with the cookie of their session and, to change something, the token that goes with it.
Json security_of(const Operation& operation) {
  Json ways = Json::array();
  if (!operation.is_guarded()) return ways;
  if (!operation.for_signed_in) ways.push_back({{"key", Json::array()}});
  Json session{{"session", Json::array()}};
  if (operation.method != "GET") session["csrf"] = Json::array();
  ways.push_back(std::move(session));
  return ways;
}

Json operation_json(const Operation& operation) {
  Json one{{"operationId", operation.id}, {"tags", {operation.tag}}, {"summary", operation.summary}};
  if (!operation.about.empty()) one["description"] = operation.about;
  one["security"] = security_of(operation);
  if (operation.right) one["x-right"] = guard::word_of(*operation.right);
  if (!operation.parameters.empty()) {
    Json parameters = Json::array();
    for (const Parameter& parameter : operation.parameters) {
      parameters.push_back({{"name", parameter.name},
                            {"in", word_of(parameter.in)},
                            {"required", parameter.required},
                            {"description", parameter.about},
                            {"schema", parameter.schema}});
    }
    one["parameters"] = std::move(parameters);
  }
  if (operation.body) one["requestBody"] = {{"required", true}, {"content", contents_of(operation.body->contents)}};
  std::map<int, Answer> answers;
  for (const Answer& answer : problems_of(operation)) answers.insert_or_assign(answer.status, answer);
  for (const Answer& answer : operation.answers) answers.insert_or_assign(answer.status, answer);
  Json responses = Json::object();
  for (const auto& [status, answer] : answers) responses[std::to_string(status)] = answer_json(answer);
  one["responses"] = std::move(responses);
  return one;
}

std::string lower(std::string_view method) {
  std::string word(method);
  std::ranges::transform(word, word.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return word;
}

}  // namespace

std::vector<Answer> problems_of(const Operation& operation) {
  std::vector<Answer> all{{.status = 400, .about = "The request can't be read, or a parameter is wrong."},
                          {.status = 429, .about = "Too many requests: `Retry-After` says when again."},
                          {.status = 431, .about = "The header is too large."},
                          {.status = 503, .about = "Too much waits already: `Retry-After` says when again."}};
  if (operation.is_guarded()) {
    all.push_back({.status = 401, .about = "No key or session, or one that opens nothing."});
    all.push_back(
        {.status = 403, .about = "Key or user lacks the right, or X-CSRF-Token is missing beside the cookie."});
  }
  if (operation.body) {
    all.push_back({.status = 408, .about = "The body took too long."});
    all.push_back({.status = 413, .about = "The body is too large: send it in parts, or line by line."});
  }
  if (operation.body && !operation.body->any_type) {
    all.push_back({.status = 415, .about = "This content type is not taken here."});
  }
  return all;
}

Json openapi_of(const std::vector<Operation>& operations) {
  Json paths = Json::object();
  for (const Operation& operation : operations)
    paths[operation.path][lower(operation.method)] = operation_json(operation);
  Json document{{"openapi", "3.1.0"},
                {"info",
                 {{"title", "Bellwether"},
                  {"version", BELLWETHER_VERSION},
                  {"summary", "Hears what customers and employees say, and measures it honestly."},
                  {"description",
                   "Errors are problem details (RFC 9457): `title`, `status`, `detail`, `request_id`. Times are RFC "
                   "3339. A key is made with "
                   "`bellwether key make`, and sent as `Authorization: Bearer bw_…`."},
                  {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
                {"servers", {{{"url", "/"}}}},
                {"tags",
                 {{{"name", "Intake"}, {"description", "Every way in."}},
                  {{"name", "Measures"}, {"description", "Where we stand."}},
                  {{"name", "Voices"}, {"description", "What people say."}},
                  {{"name", "Webhooks"}, {"description", "Other systems that are told of what happens."}},
                  {{"name", "Names"}, {"description", "What can be asked about."}},
                  {{"name", "Organisation"}, {"description", "Who and where, on any day, and what was changed."}},
                  {{"name", "Sign-in"}, {"description", "People: signing in and out, and the first owner."}},
                  {{"name", "People"}, {"description", "Who may what: users, keys of programs, the audit log."}},
                  {{"name", "Status"}, {"description", "How the server is."}}}},
                {"paths", std::move(paths)},
                {"components",
                 {{"securitySchemes",
                   {{"key", {{"type", "http"}, {"scheme", "bearer"}, {"description", "bellwether key make"}}},
                    {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "bellwether_session"}}},
                    {"csrf", {{"type", "apiKey"}, {"in", "header"}, {"name", "X-CSRF-Token"}}}}},
                  {"schemas", schemas()}}}};
  return document;
}

Operation reading(std::string path, std::string id, std::string tag, std::string summary) {
  Operation operation;
  operation.method = "GET";
  operation.path = std::move(path);
  operation.id = std::move(id);
  operation.tag = std::move(tag);
  operation.summary = std::move(summary);
  return operation;
}

std::vector<Operation> operations() {
  std::vector<Operation> all;
  for (const auto& part :
       {intake_operations(), hook_operations(), site_operations(), measure_operations(), voice_operations(),
        browse_operations(), organisation_operations(), session_operations(), openid_operations(),
        second_factor_operations(), user_operations(), key_operations(), webhook_operations(), theme_operations(),
        review_operations(), model_operations(), audit_operations(), status_operations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

http::Response json_response(int status, const Json& body) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", std::string(k_json));
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

http::Response problem_with(int status, std::string_view detail, std::string_view request_id, std::string_view name,
                            Json value) {
  http::Response response = json_response(status, {{"title", http::reason_of(status)},
                                                   {"status", status},
                                                   {"detail", detail},
                                                   {"request_id", request_id},
                                                   {name, std::move(value)}});
  response.headers.clear();
  response.headers.add("Content-Type", std::string(k_problem));
  return response;
}

}  // namespace bellwether::api
