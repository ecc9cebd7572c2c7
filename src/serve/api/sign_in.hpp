// What signing in is, for all operations by which somebody comes in: with a password, by the set-up link, by a welcome link.
#pragma once

#include "guard/access/sessions.hpp"
#include "serve/api/operation.hpp"

#include <string>
#include <string_view>

namespace bellwether::api {

/// What GET /v1/session tells: who is signed in, with their rights and reach, or whether there is anybody yet.
[[nodiscard]] Json session_json(House& house, const Caller& caller);

/// Begins a session for this user and answers with its cookie, as GET /v1/session.
[[nodiscard]] http::Response sign_in(House& house, const http::Request& request, const std::string& user_id,
                                     int status);

/// A session that has begun, and whose it is.
struct Begun {
  std::string token;
  Caller caller;
};
/// Begins one; `how` for the audit log, where it was not by a password. Error: `conflict` where the account was closed meanwhile.
[[nodiscard]] Result<Begun> begin_session_of(House& house, const std::string& user_id, std::string_view how = {});

/// 429 with Retry-After.
[[nodiscard]] http::Response too_often(std::chrono::seconds wait, std::string_view request_id);

/// Checks that this is the password of who is signed in, against guessing, too. Nothing where it is; else what to answer.
[[nodiscard]] std::optional<http::Response> refuse_password(House& house, const Call& call, std::string_view password);

}  // namespace bellwether::api
