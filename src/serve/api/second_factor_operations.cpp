// The second factor of who is signed in: offered, taken into use, given up.
#include "guard/access/one_time_codes.hpp"
#include "guard/access/second_factor.hpp"
#include "serve/api/answer_later.hpp"
#include "serve/api/sign_in.hpp"
#include "serve/http/problem.hpp"

#include <utility>

namespace bellwether::api {

namespace {

constexpr std::string_view k_issuer = "Bellwether";

http::Response secret_response(int status, const Json& body) {
  http::Response response = json_response(status, body);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response offer(House& house, const Call& call) {
  const guard::User& user = *call.caller.user;
  std::string secret;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    auto offered = guard::offer_second_factor(transaction, house.seal(), user.id);
    if (!offered) return std::unexpected(offered.error());
    secret = *std::move(offered);
    return {};
  });
  if (!done) return http::problem(done.error(), call.request.id);
  return secret_response(200, {{"secret", secret}, {"uri", guard::code_uri(secret, user.email, k_issuer)}});
}

http::Response begin(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"code"});
  if (!body) return http::problem(body.error(), call.request.id);
  const auto code = text_in(*body, "code");
  if (!code) return http::problem(code.error(), call.request.id);
  std::vector<std::string> codes;
  const auto done = house.door().change([&](records::Transaction& transaction) -> Result<void> {
    auto begun = guard::begin_second_factor(transaction, house.seal(), call.caller.user->id, *code, now());
    if (!begun) return std::unexpected(begun.error());
    codes = *std::move(begun);
    return {};
  });
  if (!done) return http::problem(done.error(), call.request.id);
  return secret_response(200, {{"recovery_codes", codes}});
}

http::Response end(House& house, const Call& call) {
  const auto body = object_in(call.request.body, {"password"});
  if (!body) return http::problem(body.error(), call.request.id);
  const auto password = text_in(*body, "password");
  if (!password) return http::problem(password.error(), call.request.id);
  if (auto refused = refuse_password(house, call, *password)) return *std::move(refused);
  const auto done = house.door().change([&](records::Transaction& transaction) {
    return guard::end_second_factor(transaction, call.caller.user->id, call.caller.actor(), now());
  });
  return done ? nothing_more() : http::problem(done.error(), call.request.id);
}

using Doing = http::Response (*)(House&, const Call&);

Operation changing(const char* method, const char* id, const char* summary, const std::string& schema, Doing act) {
  Operation operation = reading("/v1/session/second-factor", id, "Sign-in", summary);
  operation.method = method;
  operation.for_signed_in = true;
  if (!schema.empty()) operation.body = Body{.contents = {{std::string(k_json), schema}}, .most_bytes = 16 << 10};
  operation.whole = [act](House& house, Call&& call, const http::Reply& reply) {
    const std::string request_id = call.request.id;
    answer_later(house, request_id, reply, [&house, act, call = std::move(call)] { return act(house, call); });
  };
  return operation;
}

}  // namespace

std::vector<Operation> second_factor_operations() {
  Operation offering = changing("POST", "offerSecondFactor", "A secret for an app that shows codes", "", offer);
  offering.about = "Asks for nothing yet: PUT a code that the app shows.";
  offering.answers = {{.status = 200, .about = "For the app.", .contents = {{std::string(k_json), "FactorOffer"}}},
                      {.status = 409, .about = "There is a second factor already."}};
  Operation beginning = changing("PUT", "beginSecondFactor", "Take the second factor into use", "FactorCode", begin);
  beginning.answers = {{.status = 200,
                        .about = "Recovery codes, told this once; each opens once.",
                        .contents = {{std::string(k_json), "RecoveryCodes"}}},
                       {.status = 409, .about = "Nothing was offered."}};
  Operation ending = changing("DELETE", "endSecondFactor", "Give the second factor up", "PasswordAlone", end);
  ending.answers = {{.status = 204, .about = "The password alone opens."},
                    {.status = 403, .about = "The password is wrong, or X-CSRF-Token is."}};
  return {std::move(offering), std::move(beginning), std::move(ending)};
}

}  // namespace bellwether::api
