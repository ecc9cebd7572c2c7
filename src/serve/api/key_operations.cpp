// Keys of programs: which there are, making and revoking.
#include "base/text.hpp"
#include "guard/access/api_keys.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/key_json.hpp"
#include "serve/http/problem.hpp"

#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

Json key_json(const guard::ApiKey& key) {
  Json scopes = Json::array();
  for (const guard::Scope scope : key.scopes) scopes.push_back(guard::word_of(scope));
  return {{"id", key.id},
          {"name", key.name},
          {"scopes", std::move(scopes)},
          {"source", key.source},
          {"made_by", key.made_by},
          {"made_at", to_text(key.made_at)},
          {"revoked_at", key.revoked_at ? Json(to_text(*key.revoked_at)) : Json()}};
}

namespace {

Result<std::vector<guard::Scope>> scopes_in(const Json& body) {
  const auto found = body.find("scopes");
  if (found == body.end() || !found->is_array()) return fail(Code::bad_input, "scopes is a list of texts", "scopes");
  std::vector<guard::Scope> scopes;
  for (const Json& one : *found) {
    const auto scope = one.is_string() ? guard::scope_from(one.get<std::string>()) : std::nullopt;
    if (!scope) {
      std::vector<std::string> known;
      for (const guard::Scope each : guard::k_scopes) known.emplace_back(guard::word_of(each));
      return fail(Code::bad_input, "there is no such scope", "scopes", "there are " + join(known, ", "));
    }
    scopes.push_back(*scope);
  }
  return scopes;
}

http::Response list(House& house, const Call& call) {
  Json all = Json::array();
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    const auto keys = guard::api_keys(transaction);
    if (!keys) return std::unexpected(keys.error());
    for (const guard::ApiKey& key : *keys) all.push_back(key_json(key));
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  return json_response(200, {{"keys", std::move(all)}});
}

http::Response make(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"name", "scopes", "source"});
  if (!body) return http::problem(body.error(), call.request.id);
  auto name = text_in(*body, "name");
  if (!name) return http::problem(name.error(), call.request.id);
  auto source = text_or_none_in(*body, "source");
  if (!source) return http::problem(source.error(), call.request.id);
  auto scopes = scopes_in(*body);
  if (!scopes) return http::problem(scopes.error(), call.request.id);
  Json made;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    const auto key = guard::make_api_key(
        transaction, {.name = *name, .scopes = *scopes, .source = source->value_or("")}, call.caller.actor(), now());
    if (!key) return std::unexpected(key.error());
    made = {{"key", key_json(key->key)}, {"secret", key->secret}};
    return {};
  });
  if (!done) return http::problem(done.error(), call.request.id);
  http::Response response = json_response(201, made);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response revoke(House& house, const Call& call) {
  const auto done = house.door().change([&](records::Transaction& transaction) {
    return guard::revoke_api_key(transaction, call.path.at("id"), call.caller.actor(), now());
  });
  return done ? nothing_more() : http::problem(done.error(), call.request.id);
}

using Doing = http::Response (*)(House&, const Call&);

Operation about_keys(const char* method, const char* path, const char* id, const char* summary, Doing act) {
  Operation operation = reading(path, id, "People", summary);
  operation.method = method;
  operation.right = guard::Right::change_keys;
  operation.whole = [act](House& house, Call&& call, const http::Reply& reply) {
    const std::string request_id = call.request.id;
    answer_later(house, request_id, reply, [&house, act, call = std::move(call)] { return act(house, call); });
  };
  return operation;
}

}  // namespace

std::vector<Operation> key_operations() {
  Operation listing = about_keys("GET", "/v1/keys", "listKeys", "Keys of programs, without their secrets", list);
  listing.answers = {
      {.status = 200, .about = "The newest first; revoked ones, too.", .contents = {{std::string(k_json), "Keys"}}}};
  Operation making = about_keys("POST", "/v1/keys", "makeKey", "Make a key for a program", make);
  making.body = Body{.contents = {{std::string(k_json), "KeyWish"}}, .most_bytes = 16 << 10};
  making.answers = {{.status = 201,
                     .about = "`secret` is the whole key, told this once.",
                     .contents = {{std::string(k_json), "MadeKey"}}}};
  Operation revoking = about_keys("DELETE", "/v1/keys/{id}", "revokeKey", "From now on the key opens nothing", revoke);
  revoking.parameters = {{.in = Parameter::In::path,
                          .name = "id",
                          .about = "The key's: the letters between its two underscores.",
                          .schema = {{"type", "string"}},
                          .required = true}};
  revoking.answers = {{.status = 204, .about = "Revoked."},
                      {.status = 404, .about = "There is no such key."},
                      {.status = 409, .about = "It was revoked before."}};
  return {std::move(listing), std::move(making), std::move(revoking)};
}

}  // namespace bellwether::api
