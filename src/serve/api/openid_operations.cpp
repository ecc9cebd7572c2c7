// Sign-in with a provider: the browser goes there, and comes back with a code.
#include "base/text.hpp"
#include "guard/access/openid_links.hpp"
#include "guard/access/secrets.hpp"
#include "serve/api/entrance.hpp"
#include "serve/api/openid_provider.hpp"
#include "serve/api/sign_in.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

constexpr std::string_view k_cookie = "bellwether_openid";
constexpr std::string_view k_not_offered = "not_offered";  ///< to the page: no provider is set here
constexpr std::int64_t k_most_minutes = 10;                ///< from here to the provider and back
constexpr std::size_t k_most_code_bytes = 4'096;
constexpr std::size_t k_most_then_bytes = 1'000;

/// Where the reader wanted to go: only ever a page of this server, else its first one. A browser reads "\\" as "/".
std::string inside(std::string_view then) {
  const bool plain = std::ranges::all_of(then, [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
  const bool here = then.starts_with('/') && !then.starts_with("//");
  return plain && here && then.size() <= k_most_then_bytes ? std::string(then) : "/";
}

/// Held by the browser until it comes back; SameSite=Lax, since it comes back from another site.
std::string bond_cookie(const http::Request& request, std::string_view value) {
  return fmt::format("{}={}; Path=/v1/session/openid; HttpOnly; SameSite=Lax; Max-Age={}{}", k_cookie, value,
                     value.empty() ? 0 : k_most_minutes * 60, request.scheme == "https" ? "; Secure" : "");
}

http::Response go_to(std::string address) {
  http::Response response;
  response.status = 303;
  response.headers.add("Location", std::move(address));
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Referrer-Policy", "no-referrer");
  return response;
}

http::Response back_to_door(const http::Request& request, std::string_view problem) {
  http::Response response = go_to(fmt::format("/sign-in?problem={}", problem));
  response.headers.add("Set-Cookie", bond_cookie(request, ""));
  return response;
}

/// What is closed into the cookie.
struct Started {
  openid::Bond bond;
  std::string then;
  Instant ends;
};

std::string to_text(const Started& started) {
  return Json{{"state", started.bond.state},
              {"nonce", started.bond.nonce},
              {"verifier", started.bond.verifier},
              {"then", started.then},
              {"ends", started.ends.us}}
      .dump();
}

/// Nothing where this server closed no such cookie, or it has ended.
std::optional<Started> started_from(const OpenIdProvider& provider, const http::Request& request) {
  const auto text = provider.seal().open(cookie_in(request, k_cookie));
  if (!text) return std::nullopt;
  const Json json = Json::parse(*text);  // written by to_text() above
  Started started{.bond = {.state = json["state"], .nonce = json["nonce"], .verifier = json["verifier"]},
                  .then = json["then"],
                  .ends = {.us = json["ends"]}};
  return now() < started.ends ? std::optional(std::move(started)) : std::nullopt;
}

Result<void> note_failed(House& house, std::string_view problem, std::string_view why) {
  return house.door().change([&](records::Transaction& transaction) {
    return guard::note_failed_sign_in(transaction, {}, fmt::format("provider: {}: {}", problem, cut(why, 200)), now());
  });
}

http::Response start(House& house, const http::Request& request) {
  OpenIdProvider& provider = *house.openid();
  const Started started{.bond = openid::new_bond(),
                        .then = inside(http::parameter(request, "then").value_or("/")),
                        .ends = {.us = now().us + k_most_minutes * 60 * k_us_per_second}};
  auto uri = provider.authorization_uri(started.bond);
  if (!uri) {
    // Once for each time that the provider was really asked: the log is not for whoever presses a button again and again.
    if (!uri.error().is_known) [[maybe_unused]]
      const auto noted = note_failed(house, word_of(uri.error().problem), uri.error().why);
    return back_to_door(request, word_of(uri.error().problem));
  }
  http::Response response = go_to(*std::move(uri));
  response.headers.add("Set-Cookie", bond_cookie(request, provider.seal().close(to_text(started))));
  return response;
}

/// A browser that comes back.
class Returned {
 public:
  Returned(House& house, const http::Request& request) : house_(house), provider_(*house.openid()), request_(request) {}

  http::Response answer() {
    auto started = started_from(provider_, request_);
    // Counted by address alone: whose account it would be is not known yet.
    account_ = "openid " + (started ? started->bond.state : request_.client);
    if (house_.door().failures().begin(account_, request_.client, now())) return told(OpenIdProblem::too_often);
    if (!started) return failed({.problem = OpenIdProblem::expired, .why = "no sign-in was begun in this browser"});
    started_ = *std::move(started);
    if (auto fault = check_answer()) return failed(*fault);
    const auto code = http::parameter(request_, "code").value_or("");
    const auto person = provider_.person_of(code, started_.bond);
    if (!person) return failed(person.error());
    return enter(*person);
  }

 private:
  /// That it is the answer to what this browser asked, from the provider that was asked, with a code.
  [[nodiscard]] std::optional<OpenIdFault> check_answer() const {
    const auto state = http::parameter(request_, "state").value_or("");
    if (!guard::is_same_secret(state, started_.bond.state)) {
      return OpenIdFault{.problem = OpenIdProblem::expired, .why = "the answer belongs to another sign-in"};
    }
    const auto issuer = http::parameter(request_, "iss");  // RFC 9207
    if (issuer && *issuer != provider_.issuer()) {
      return OpenIdFault{.problem = OpenIdProblem::not_trusted, .why = "the answer is of another provider"};
    }
    if (const auto error = http::parameter(request_, "error")) return fault_of(*error);
    const auto code = http::parameter(request_, "code");
    if (!code || code->empty() || code->size() > k_most_code_bytes) {
      return OpenIdFault{.problem = OpenIdProblem::not_trusted, .why = "the answer holds no code"};
    }
    return std::nullopt;
  }
  static OpenIdFault fault_of(std::string_view error) {
    if (error == "server_error" || error == "temporarily_unavailable") {
      return {.problem = OpenIdProblem::provider_down, .why = "the provider says that it has a fault"};
    }
    for (const std::string_view ours :
         {"invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope", "invalid_client"}) {
      if (error == ours)
        return {.problem = OpenIdProblem::misconfigured, .why = fmt::format("the provider says {}", ours)};
    }
    return {.problem = OpenIdProblem::cancelled, .why = "the provider let nobody in"};
  }

  http::Response enter(const openid::Person& person) {
    const guard::Comer comer{.issuer = provider_.issuer(),
                             .subject = person.subject,
                             .email = person.email,
                             .email_verified = person.email_verified,
                             .name = person.name,
                             .grants = provider_.grants_of(person.groups)};
    guard::Entry entry;
    const auto done = house_.door().change([&](records::Transaction& transaction) -> Result<void> {
      auto entered = guard::enter_by_provider(transaction, comer, now());
      if (!entered) return std::unexpected(entered.error());
      entry = *std::move(entered);
      return {};
    });
    if (!done) return failed({.problem = OpenIdProblem::fault, .why = done.error().message});
    if (entry.refused) return back_to_door(request_, guard::word_of(*entry.refused));
    const auto begun = begin_session_of(house_, entry.user_id, "by the provider");
    if (!begun) return failed({.problem = OpenIdProblem::fault, .why = begun.error().message});
    house_.door().failures().succeeded(account_, request_.client);
    http::Response response = go_to(started_.then);
    response.headers.add("Set-Cookie", session_cookie(request_, begun->token));
    response.headers.add("Set-Cookie", bond_cookie(request_, ""));
    return response;
  }

  http::Response failed(const OpenIdFault& fault) {
    const bool nobodys = fault.problem == OpenIdProblem::provider_down || fault.problem == OpenIdProblem::cancelled;
    if (nobodys) house_.door().failures().undecided(account_, request_.client);
    if (!fault.is_known) [[maybe_unused]]
      const auto noted = note_failed(house_, word_of(fault.problem), fault.why);
    return told(fault.problem);
  }
  [[nodiscard]] http::Response told(OpenIdProblem problem) const { return back_to_door(request_, word_of(problem)); }

  House& house_;
  OpenIdProvider& provider_;
  const http::Request& request_;
  std::string account_;
  Started started_;
};

using Doing = http::Response (*)(House&, const http::Request&);

Operation leading(std::string path, std::string id, std::string summary, Doing act) {
  Operation operation = reading(std::move(path), std::move(id), "Sign-in", std::move(summary));
  operation.answers = {{.status = 303, .about = "Where the browser goes on."}};
  operation.whole = [act](House& house, Call&& call, const http::Reply& reply) {
    if (house.openid() == nullptr) return reply(back_to_door(call.request, k_not_offered));
    // Shared with the answer for where nothing more is taken.
    const auto request = std::make_shared<const http::Request>(std::move(call.request));
    const bool taken = house.openid()->workers().submit([&house, act, request, reply] { reply(act(house, *request)); });
    if (!taken) reply(back_to_door(*request, word_of(OpenIdProblem::busy)));
  };
  return operation;
}

Parameter asked(std::string name, std::string about) {
  return {
      .in = Parameter::In::query, .name = std::move(name), .about = std::move(about), .schema = {{"type", "string"}}};
}

}  // namespace

std::vector<Operation> openid_operations() {
  Operation starting = leading("/v1/session/openid", "startOpenId", "Sign in with the provider", start);
  starting.about =
      "For a browser: leads to the provider, and from there to /v1/session/openid/return. A cookie binds the answer to "
      "this browser for 10 minutes.";
  starting.parameters = {asked("then", "A path of this server to go on to; / where it is anything else.")};
  Operation returning =
      leading("/v1/session/openid/return", "finishOpenId", "Come back from the provider",
              [](House& house, const http::Request& request) { return Returned(house, request).answer(); });
  returning.about =
      "Begins a session and leads on to `then`; where nobody came in, to /sign-in?problem=… with one of: not_offered, "
      "busy, too_often, provider_down, misconfigured, cancelled, expired, not_trusted, closed, no_address, "
      "unverified_address, linked_otherwise, nothing_granted, not_set_up, fault.";
  returning.parameters = {asked("state", "As it was sent."), asked("code", "For the token endpoint."),
                          asked("iss", "The provider's name (RFC 9207)."), asked("error", "Instead of a code.")};
  return {std::move(starting), std::move(returning)};
}

}  // namespace bellwether::api
