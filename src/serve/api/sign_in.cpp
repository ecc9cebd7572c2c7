#include "serve/api/sign_in.hpp"

#include "guard/access/passwords.hpp"
#include "serve/api/entrance.hpp"
#include "serve/http/problem.hpp"

#include <utility>

namespace bellwether::api {

namespace {

Json reach_json(const guard::Reach& reach) {
  if (reach.everything) return {{"everything", true}};
  return {{"everything", false}, {"units", reach.units}};
}

}  // namespace

Json session_json(House& house, const Caller& caller) {
  if (!caller.user) {
    Json nobody{{"signed_in", false}, {"setup_needed", !house.door().known()->has_users}};
    if (house.openid() != nullptr) nobody["openid"] = {{"label", house.openid()->label()}};
    return nobody;
  }
  Json rights = Json::array();
  for (const guard::Right right : guard::k_rights) {
    if (caller.rights().has(right)) rights.push_back(guard::word_of(right));
  }
  const guard::User& user = *caller.user;
  return {
      {"signed_in", true},
      {"csrf", caller.csrf},
      {"user", {{"id", user.id}, {"name", user.name}, {"email", user.email}, {"second_factor", user.second_factor}}},
      {"rights", std::move(rights)},
      {"reach", reach_json(caller.reach(guard::Right::read_measures))},
      {"organisation", house.opened().directory->settings().organisation}};
}

Result<Begun> begin_session_of(House& house, const std::string& user_id, std::string_view how) {
  guard::MadeSession made;
  const auto begun = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    auto session = guard::begin_session(transaction, user_id, now(), how);
    if (!session) return std::unexpected(session.error());
    made = *std::move(session);
    return {};
  });
  if (!begun) return std::unexpected(begun.error());
  auto caller = house.door().with_session(made.token, now());
  if (!caller) return fail(Code::conflict, "this account was closed meanwhile");
  return Begun{.token = std::move(made.token), .caller = *std::move(caller)};
}

http::Response sign_in(House& house, const http::Request& request, const std::string& user_id, int status) {
  const auto begun = begin_session_of(house, user_id);
  if (!begun) return http::problem(begun.error(), request.id);
  http::Response response = json_response(status, session_json(house, begun->caller));
  response.headers.add("Set-Cookie", session_cookie(request, begun->token));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response too_often(std::chrono::seconds wait, std::string_view request_id) {
  http::Response response = http::problem(429, "too many attempts failed: wait a while, then try again", request_id);
  response.headers.add("Retry-After", std::to_string(wait.count()));
  return response;
}

std::optional<http::Response> refuse_password(House& house, const Call& call, std::string_view password) {
  const guard::User& user = *call.caller.user;
  guard::Failures& failures = house.door().failures();
  if (const auto wait = failures.begin(user.email, call.request.client, now()))
    return too_often(*wait, call.request.id);
  std::string hash;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    auto held = guard::password_hash_of(transaction, user.id);
    if (!held) return std::unexpected(held.error());
    hash = *std::move(held);
    return {};
  });
  if (!looked) return http::problem(looked.error(), call.request.id);
  if (!guard::is_password(hash, password)) return http::problem(403, "this is not your password", call.request.id);
  failures.succeeded(user.email, call.request.client);
  return std::nullopt;
}

}  // namespace bellwether::api
