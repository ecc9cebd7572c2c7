// From a request's head to who asks, and whether they may: a key in Authorization, or a session in the cookie.
#pragma once

#include "serve/api/operation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::api {

/// Who is let in to this operation, or what is answered instead: 401 for nobody or a key that opens nothing, 403 where the right is not
/// theirs, and where a request that changes something comes by a cookie without X-CSRF-Token. A key goes before a cookie.
[[nodiscard]] std::variant<Caller, http::Response> let_in(House& house, const Operation& operation,
                                                          const http::Request& head);

/// What the browser sent as a cookie of that name; empty where it sent none.
[[nodiscard]] std::string_view cookie_in(const http::Request& head, std::string_view name);

/// Who is signed in by the request's cookie.
[[nodiscard]] std::optional<Caller> signed_in(House& house, const http::Request& head);

/// Set-Cookie for a token, to be sent over TLS alone where the request came so; an empty token takes it back.
[[nodiscard]] std::string session_cookie(const http::Request& request, std::string_view token);

/// Whether a browser says that the request comes from another site's page: no such page may sign anybody in.
[[nodiscard]] bool is_from_elsewhere(const http::Request& request);

}  // namespace bellwether::api
