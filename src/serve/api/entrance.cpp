#include "serve/api/entrance.hpp"

#include "base/text.hpp"
#include "guard/access/secrets.hpp"
#include "guard/access/sessions.hpp"
#include "serve/http/problem.hpp"

#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

constexpr std::string_view k_cookie = "bellwether_session";

/// Nothing without the header; empty where it holds no bearer token.
std::optional<std::string_view> bearer(const http::Request& head) {
  const auto field = head.headers.find("Authorization");
  if (!field) return std::nullopt;
  constexpr std::string_view k_scheme = "bearer ";
  const bool is_one =
      field->size() >= k_scheme.size() && equals_ignoring_case(field->substr(0, k_scheme.size()), k_scheme);
  return is_one ? trim(field->substr(k_scheme.size())) : std::string_view();
}

http::Response unknown(const http::Request& head) {
  const bool told = head.headers.find("Authorization").has_value();
  http::Response response = http::problem(401,
                                          told ? "this key opens nothing: make one with bellwether key make"
                                               : "nobody is signed in, and no key was sent: sign in, or send "
                                                 "Authorization: Bearer bw_…",
                                          head.id);
  response.headers.add("WWW-Authenticate", told ? R"(Bearer error="invalid_token")" : "Bearer");
  return response;
}

bool changes(const Operation& operation) { return operation.method != "GET"; }

}  // namespace

std::variant<Caller, http::Response> let_in(House& house, const Operation& operation, const http::Request& head) {
  if (!operation.is_guarded()) return Caller{};
  const auto secret = bearer(head);
  auto caller = secret ? house.door().with_key(*secret) : signed_in(house, head);
  if (!caller) return unknown(head);
  if (caller->session && changes(operation)) {
    const auto token = head.headers.find("X-CSRF-Token");
    if (!token || !guard::is_same_secret(*token, caller->csrf)) {
      return http::problem(403, "the header X-CSRF-Token is missing or old: GET /v1/session tells it", head.id);
    }
  }
  if (!operation.right) {
    if (!caller->session) return http::problem(403, "this is for people who sign in, and not for keys", head.id);
    return *std::move(caller);
  }
  if (!caller->rights().has(*operation.right)) {
    const std::string_view word = guard::word_of(*operation.right);
    return http::problem(403,
                         caller->key ? fmt::format("the key {} lacks the scope {}", caller->key->id, word)
                                     : fmt::format("you lack the right {}: an owner can grant it", word),
                         head.id);
  }
  return *std::move(caller);
}

std::string_view cookie_in(const http::Request& head, std::string_view name) {
  for (const std::string_view field : head.headers.all("Cookie")) {
    for (const std::string_view pair : split(field, ';')) {
      const std::string_view cookie = trim(pair);
      const std::size_t equals = cookie.find('=');
      if (equals != std::string_view::npos && cookie.substr(0, equals) == name) return cookie.substr(equals + 1);
    }
  }
  return {};
}

std::optional<Caller> signed_in(House& house, const http::Request& head) {
  return house.door().with_session(cookie_in(head, k_cookie), now());
}

std::string session_cookie(const http::Request& request, std::string_view token) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{}", k_cookie, token,
                     token.empty() ? 0 : guard::k_session_days * 86'400, request.scheme == "https" ? "; Secure" : "");
}

bool is_from_elsewhere(const http::Request& request) {
  const auto site = request.headers.find("Sec-Fetch-Site");
  return site && (*site == "cross-site" || *site == "same-site");
}

}  // namespace bellwether::api
