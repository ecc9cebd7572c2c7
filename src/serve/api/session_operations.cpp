// Signing in and out, the first owner's set-up, and the way in by an invitation.
#include "base/text.hpp"
#include "guard/access/passwords.hpp"
#include "guard/access/second_factor.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/entrance.hpp"
#include "serve/api/sign_in.hpp"
#include "serve/http/problem.hpp"

#include <array>
#include <memory>
#include <utility>

namespace bellwether::api {

namespace {

constexpr std::size_t k_most_body_bytes = 16 << 10;
constexpr const char* k_wrong = "address or password is wrong";

http::Response from_elsewhere(std::string_view request_id) {
  return http::problem(403, "nobody is signed in from another site's page", request_id);
}

/// One attempt to sign in.
class Attempt {
 public:
  Attempt(House& house, const http::Request& request) : house_(house), door_(house.door()), request_(request) {}

  http::Response answer() {
    if (auto read = read_body(); !read) return http::problem(read.error(), request_.id);
    if (const auto wait = door_.failures().begin(email_, request_.client, now())) return too_often(*wait, request_.id);
    if (auto found = find_user(); !found) return http::problem(found.error(), request_.id);
    // Also where nobody has the address: both take the same time.
    if (!guard::is_password(hash_, password_)) return failed("password", k_wrong);
    if (user_->second_factor && code_.empty()) {
      door_.failures().undecided(email_, request_.client);
      return problem_with(401, "a code of your app, or a recovery code, is needed, too", request_.id, "needs", "code");
    }
    return check_code_and_enter();
  }

 private:
  Result<void> read_body() {
    const auto body = object_in(request_.body, {"email", "password", "code"});
    if (!body) return std::unexpected(body.error());
    auto email = text_in(*body, "email");
    if (!email) return std::unexpected(email.error());
    auto password = text_in(*body, "password");
    if (!password) return std::unexpected(password.error());
    auto code = text_or_none_in(*body, "code");
    if (!code) return std::unexpected(code.error());
    email_ = *std::move(email);
    password_ = *std::move(password);
    code_ = std::string(trim((*code).value_or("")));
    return {};
  }

  Result<void> find_user() {
    return door_.look([&](records::Transaction& transaction) -> Result<void> {
      auto user = guard::user_by_email(transaction, email_);
      if (!user) return std::unexpected(user.error());
      auto hash = guard::password_hash_of(transaction, *user ? (*user)->id : std::string());
      if (!hash) return std::unexpected(hash.error());
      user_ = *std::move(user);
      const bool active = user_ && user_->state == guard::UserState::active;
      hash_ = active ? *std::move(hash) : std::string();
      return {};
    });
  }

  http::Response failed(std::string_view why, std::string_view told) {
    const auto noted = door_.change([&](records::Transaction& transaction) {
      return guard::note_failed_sign_in(transaction, user_ ? user_->id : std::string(), why, now());
    });
    if (!noted) return http::problem(noted.error(), request_.id);
    return http::problem(401, told, request_.id);
  }

  http::Response check_code_and_enter() {
    bool right = false;
    const auto checked = door_.change([&](records::Transaction& transaction) -> Result<void> {
      const auto taken = guard::take_code(transaction, house_.seal(), user_->id, code_, now());
      if (!taken) return std::unexpected(taken.error());
      right = *taken;
      return {};
    });
    if (!checked) return http::problem(checked.error(), request_.id);
    if (!right) return failed("code", "this code is wrong, or was used already");
    door_.failures().succeeded(email_, request_.client);
    if (guard::needs_rehash(hash_)) renew_hash();
    return sign_in(house_, request_, user_->id, 200);
  }

  /// Where it can't be made anew just now, the next sign-in will try again.
  void renew_hash() {
    const auto hash = guard::hash_password(password_);
    if (!hash) return;
    [[maybe_unused]] const auto renewed = door_.change([&](records::Transaction& transaction) {
      return guard::set_password_hash(transaction, user_->id, *hash, false, now());
    });
  }

  House& house_;
  Door& door_;
  const http::Request& request_;
  std::string email_, password_, code_;
  std::optional<guard::User> user_;
  std::string hash_;
};

/// Whether the link of this token still opens; whose it is.
Result<std::optional<guard::User>> look_at_link(House& house, guard::LinkKind kind, const std::string& token) {
  std::optional<guard::User> of;
  const auto looked = house.door().look([&](records::Transaction& transaction) -> Result<void> {
    auto user = guard::user_of_link(transaction, kind, token, now());
    if (!user) return std::unexpected(user.error());
    of = *std::move(user);
    return {};
  });
  if (!looked) return std::unexpected(looked.error());
  return of;
}

http::Response link_problem(const Error& error, std::string_view request_id) {
  if (error.code != Code::not_found) return http::problem(error, request_id);
  return http::problem(410, error.message + "; " + error.mend, request_id);
}

/// A password that will do, hashed. Guessing tokens costs no hash: the link is looked at before.
Result<std::string> hash_of_new(const std::string& password, std::string_view name, std::string_view email) {
  const std::array own{name, email};
  if (auto checked = guard::check_password(password, own); !checked) return std::unexpected(checked.error());
  return guard::hash_password(password);
}

http::Response set_up(House& house, const http::Request& request) {
  const auto body = object_in(request.body, {"token", "name", "email", "password"});
  if (!body) return http::problem(body.error(), request.id);
  std::array<std::string, 4> told;
  const std::array<const char*, 4> names{"token", "name", "email", "password"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto text = text_in(*body, names[i]);
    if (!text) return http::problem(text.error(), request.id);
    told[i] = *std::move(text);
  }
  const auto& [token, name, email, password] = told;
  if (const auto link = look_at_link(house, guard::LinkKind::setup, token); !link) {
    return link_problem(link.error(), request.id);
  }
  const auto hash = hash_of_new(password, name, email);
  if (!hash) return http::problem(hash.error(), request.id);
  std::string id;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    auto user = guard::set_up_owner(transaction, token, {.name = name, .email = email}, *hash, now());
    if (!user) return std::unexpected(user.error());
    id = std::move(user->id);
    return {};
  });
  if (!done) return link_problem(done.error(), request.id);
  return sign_in(house, request, id, 201);
}

http::Response accept(House& house, const http::Request& request) {
  const auto body = object_in(request.body, {"token", "password"});
  if (!body) return http::problem(body.error(), request.id);
  const auto token = text_in(*body, "token");
  if (!token) return http::problem(token.error(), request.id);
  const auto password = text_in(*body, "password");
  if (!password) return http::problem(password.error(), request.id);
  const auto user = look_at_link(house, guard::LinkKind::welcome, *token);
  if (!user) return link_problem(user.error(), request.id);
  const auto hash = hash_of_new(*password, (*user)->name, (*user)->email);
  if (!hash) return http::problem(hash.error(), request.id);
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    if (auto began = guard::accept_link(transaction, *token, *hash, now()); !began) {
      return std::unexpected(began.error());
    }
    return {};
  });
  if (!done) return link_problem(done.error(), request.id);
  return sign_in(house, request, (*user)->id, 200);
}

http::Response change_password(House& house, const Call& call) {
  const std::string& id = call.request.id;
  const auto body = object_in(call.request.body, {"old", "new"});
  if (!body) return http::problem(body.error(), id);
  const auto old = text_in(*body, "old");
  if (!old) return http::problem(old.error(), id);
  const auto wished = text_in(*body, "new");
  if (!wished) return http::problem(wished.error(), id);
  const guard::User& user = *call.caller.user;
  if (auto refused = refuse_password(house, call, *old)) return *std::move(refused);
  const auto hash = hash_of_new(*wished, user.name, user.email);
  if (!hash) return http::problem(hash.error(), id);
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    if (auto set = guard::set_password_hash(transaction, user.id, *hash, true, now()); !set) return set;
    return guard::end_sessions_of(transaction, user.id, call.caller.session->hash);
  });
  return done ? nothing_more() : http::problem(done.error(), id);
}

http::Response sign_out(House& house, const Call& call) {
  const auto done = house.door().change(
      [&](records::Transaction& transaction) { return guard::end_session(transaction, *call.caller.session, now()); });
  if (!done) return http::problem(done.error(), call.request.id);
  http::Response response = nothing_more();
  response.headers.add("Set-Cookie", session_cookie(call.request, ""));
  return response;
}

Operation changing(std::string method, std::string path, std::string id, std::string summary,
                   const std::string& schema = {}) {
  Operation operation = reading(std::move(path), std::move(id), "Sign-in", std::move(summary));
  operation.method = std::move(method);
  if (!schema.empty()) {
    operation.body = Body{.contents = {{std::string(k_json), schema}}, .most_bytes = k_most_body_bytes};
  }
  return operation;
}

Answer session_answer(int status, std::string about) {
  return {.status = status, .about = std::move(about), .contents = {{std::string(k_json), "Session"}}};
}

using Entering = http::Response (*)(House&, const http::Request&);

/// By which somebody comes in who was nobody before.
void by(Operation& operation, Entering enter) {
  operation.answers.push_back({.status = 403, .about = "The request comes from another site's page."});
  operation.whole = [enter](House& house, Call&& call, const http::Reply& reply) {
    if (is_from_elsewhere(call.request)) return reply(from_elsewhere(call.request.id));
    const std::string id = call.request.id;
    answer_later(house, id, reply,
                 [&house, enter, request = std::move(call.request)] { return enter(house, request); });
  };
}

Operation telling() {
  Operation operation = reading("/v1/session", "readSession", "Sign-in", "Who is signed in, and what they may");
  operation.about = "Always 200. `csrf` is for the header X-CSRF-Token of requests that change something.";
  operation.answers = {session_answer(200, "Who is signed in, or that nobody is.")};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    const auto caller = signed_in(house, call.request);
    http::Response response = json_response(200, session_json(house, caller.value_or(Caller{})));
    response.headers.add("Cache-Control", "no-store");
    reply(std::move(response));
  };
  return operation;
}

Operation signing_in() {
  Operation operation = changing("POST", "/v1/session", "signIn", "Sign in", "SignIn");
  operation.about = "Sets a cookie that scripts can't read. Idle for 12 hours, or 14 days after it began, it ends.";
  operation.answers = {session_answer(200, "Signed in."),
                       {.status = 401,
                        .about = "Address or password is wrong; with `needs`, a code is missing.",
                        .contents = {{std::string(k_problem), "NeedsCode"}}}};
  by(operation, [](House& house, const http::Request& request) { return Attempt(house, request).answer(); });
  return operation;
}

Operation setting_up() {
  Operation operation =
      changing("POST", "/v1/setup", "setUp", "Become the first owner, by the link the server printed", "SetUp");
  operation.answers = {session_answer(201, "Set up, and signed in."),
                       {.status = 409, .about = "There is an owner already."},
                       {.status = 410, .about = "The link was used or has ended: start the server anew for another."}};
  by(operation, set_up);
  return operation;
}

Operation accepting() {
  Operation operation = changing("POST", "/v1/invitations/accept", "acceptInvitation",
                                 "Choose a password, by a link that an owner made", "Acceptance");
  operation.about = "Also for who lost a password or second factor: they begin anew, and their sessions end.";
  operation.answers = {session_answer(200, "Signed in."),
                       {.status = 409, .about = "The account was closed meanwhile."},
                       {.status = 410, .about = "The link was used or has ended: ask for a new one."}};
  by(operation, accept);
  return operation;
}

Operation signing_out() {
  Operation operation = changing("DELETE", "/v1/session", "signOut", "Sign out");
  operation.for_signed_in = true;
  operation.answers = {{.status = 204, .about = "Signed out."}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    const std::string id = call.request.id;
    answer_later(house, id, reply, [&house, call = std::move(call)] { return sign_out(house, call); });
  };
  return operation;
}

Operation changing_password() {
  Operation operation =
      changing("PUT", "/v1/session/password", "changePassword", "Choose another password", "PasswordChange");
  operation.about = "All other sessions of the user end.";
  operation.for_signed_in = true;
  operation.answers = {{.status = 204, .about = "Changed."},
                       {.status = 403, .about = "The old password is wrong, or X-CSRF-Token is."}};
  operation.whole = [](House& house, Call&& call, const http::Reply& reply) {
    const std::string id = call.request.id;
    answer_later(house, id, reply, [&house, call = std::move(call)] { return change_password(house, call); });
  };
  return operation;
}

}  // namespace

std::vector<Operation> session_operations() {
  return {telling(), signing_in(), signing_out(), changing_password(), setting_up(), accepting()};
}

}  // namespace bellwether::api
