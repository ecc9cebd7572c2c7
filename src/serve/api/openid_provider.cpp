#include "serve/api/openid_provider.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "guard/openid/id_token.hpp"
#include "serve/http/network.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

constexpr std::size_t k_threads = 2, k_most_waiting = 64;
constexpr std::size_t k_most_secret_bytes = 4'096;
constexpr fetch::Limits k_limits{.connect_time = std::chrono::milliseconds(4'000),
                                 .whole_time = std::chrono::milliseconds(8'000)};
constexpr const char* k_where = "[openid] in bellwether.toml";

Result<std::string> secret_of(const store::OpenIdPlace& openid) {
  if (openid.client_secret_file.empty()) return openid.client_secret;
  if (!openid.client_secret.empty()) {
    return fail(Code::bad_input, "the secret stands both in client_secret and in client_secret_file", k_where,
                "tell it once");
  }
  std::ifstream in(openid.client_secret_file, std::ios::binary);
  std::string text(k_most_secret_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  std::string secret(trim(text));
  if (secret.empty()) return fail(Code::io, "the secret's file can't be read, or is empty", openid.client_secret_file);
  if (text.size() > k_most_secret_bytes) {
    return fail(Code::too_large, "the secret's file is too large", openid.client_secret_file);
  }
  return secret;
}

Result<guard::Grant> grant_from(const store::GroupGrant& told) {
  const std::string where = fmt::format("[[openid.grant]] of \"{}\"", cut(told.group, 60));
  const auto role = guard::role_from(told.role);
  if (!role) {
    std::vector<std::string> known;
    for (const guard::RoleRights& one : guard::k_roles) known.emplace_back(one.word);
    return fail(Code::bad_input, fmt::format("there is no role \"{}\"", cut(told.role, 40)), where,
                "there are " + join(known, ", "));
  }
  guard::Grant grant{
      .role = *role, .unit = told.unit, .voices = told.voices, .names = told.names, .employees = told.employees};
  if (auto checked = guard::check_grant(grant); !checked) {
    return fail(Code::bad_input, checked.error().message, where, checked.error().mend);
  }
  return grant;
}

OpenIdFault misconfigured(const Error& error) {
  return {.problem = OpenIdProblem::misconfigured, .why = error.message};
}

/// What the provider's error at the token endpoint says of whose fault it is (RFC 6749, section 5.2).
OpenIdFault refused_code(const fetch::Answer& answer) {
  const auto told = nlohmann::json::parse(answer.body, nullptr, false);
  const auto found = told.is_object() ? told.find("error") : told.end();
  const bool has = told.is_object() && found != told.end() && found->is_string();
  if (has && *found == "invalid_grant") {
    return {.problem = OpenIdProblem::expired, .why = "the provider no longer takes the code"};
  }
  if (answer.status >= 500 || answer.status == 429) {
    return {.problem = OpenIdProblem::provider_down, .why = fmt::format("token endpoint: {}", answer.status)};
  }
  return {.problem = OpenIdProblem::misconfigured,
          .why = fmt::format("token endpoint: {}, it does not take this client", answer.status)};
}

}  // namespace

std::string_view word_of(OpenIdProblem problem) {
  switch (problem) {
    case OpenIdProblem::busy:
      return "busy";
    case OpenIdProblem::too_often:
      return "too_often";
    case OpenIdProblem::provider_down:
      return "provider_down";
    case OpenIdProblem::misconfigured:
      return "misconfigured";
    case OpenIdProblem::cancelled:
      return "cancelled";
    case OpenIdProblem::expired:
      return "expired";
    case OpenIdProblem::not_trusted:
      return "not_trusted";
    case OpenIdProblem::fault:
      return "fault";
  }
  return "fault";
}

Result<std::unique_ptr<OpenIdProvider>> OpenIdProvider::open(const store::Settings& settings) {
  const store::OpenIdPlace& openid = settings.openid;
  if (openid.issuer.empty()) return nullptr;
  if (!openid::is_endpoint(openid.issuer, openid.issuer)) {
    return fail(Code::bad_input, "this issuer is no address", k_where, "write it as the provider does: https://…");
  }
  if (openid.client_id.empty()) {
    return fail(Code::bad_input, "client_id is missing", k_where, "the provider tells it where the client is made");
  }
  if (settings.server.address.empty()) {
    return fail(Code::bad_input, "sign-in with a provider needs to know how people reach this server",
                "[server] in bellwether.toml", "address = \"https://cx.example.org\"");
  }
  auto secret = secret_of(openid);
  if (!secret) return std::unexpected(secret.error());
  std::unique_ptr<OpenIdProvider> made(new OpenIdProvider);
  made->settings_ = openid;
  made->client_ = {.id = openid.client_id,
                   .secret = *std::move(secret),
                   .redirect_uri = settings.server.address + "/v1/session/openid/return"};
  for (const store::GroupGrant& told : openid.grants) {
    auto grant = grant_from(told);
    if (!grant) return std::unexpected(grant.error());
    made->grants_.push_back({.group = told.group, .grant = *std::move(grant)});
  }
  for (const std::string& text : openid.allow_networks) {
    const auto network = http::network_from(text);
    if (!network) return fail(Code::bad_input, network.error().message, k_where, network.error().mend);
    made->rules_.allowed.push_back(*network);
  }
  made->rules_.authorities = openid.ca_file;
  std::error_code error;
  if (!openid.ca_file.empty() && !std::filesystem::is_regular_file(openid.ca_file, error)) {
    return fail(Code::not_found, "there is no ca_file", openid.ca_file);
  }
  made->workers_ = std::make_unique<Workers>(k_threads, k_most_waiting);
  return made;
}

OpenIdProvider::~OpenIdProvider() { stop_.request_stop(); }

OpenIdResult<std::string> OpenIdProvider::authorization_uri(const openid::Bond& bond) {
  const auto told = provider();
  if (!told) return std::unexpected(told.error());
  return openid::authorization_uri(*told, client_, settings_.scopes, bond);
}

OpenIdResult<openid::Person> OpenIdProvider::person_of(std::string_view code, const openid::Bond& bond) {
  const auto tokens = tokens_for(code, bond);
  if (!tokens) return std::unexpected(tokens.error());
  auto claims = claims_of(*tokens, bond);
  if (!claims) return std::unexpected(claims.error());
  const auto told = provider();
  if (!told) return std::unexpected(told.error());
  const bool may_ask = !told->userinfo_endpoint.empty() && !tokens->access_token.empty();
  if (may_ask && openid::lacks_claims(*claims, settings_.groups_claim)) {
    const auto userinfo = read_from(told->userinfo_endpoint, openid::k_most_userinfo_bytes, tokens->access_token);
    if (!userinfo) return std::unexpected(userinfo.error());
    // A provider may sign userinfo, which is asked for nowhere here; what is no JSON then tells nothing more.
    auto more = openid::with_userinfo(*std::move(claims), *userinfo);
    if (!more) return std::unexpected(OpenIdFault{.problem = OpenIdProblem::not_trusted, .why = more.error().message});
    claims = *std::move(more);
  }
  return openid::person_of(*claims, settings_.groups_claim);
}

std::vector<guard::Grant> OpenIdProvider::grants_of(std::span<const std::string> groups) const {
  std::vector<guard::Grant> grants;
  for (const GrantOfGroup& one : grants_) {
    if (std::ranges::find(groups, one.group) == groups.end()) continue;
    if (std::ranges::find(grants, one.grant) == grants.end()) grants.push_back(one.grant);
  }
  return grants;
}

OpenIdResult<openid::Provider> OpenIdProvider::provider() {
  const std::scoped_lock lock(asking_);
  const auto at = Clock::now();
  if (told_ && at - told_at_ < k_kept) return *told_;
  if (failed_ && at - failed_at_ < k_between_failures) {
    OpenIdFault known = *failed_;
    known.is_known = true;
    return std::unexpected(std::move(known));
  }
  const auto failed = [&](OpenIdFault fault) {
    failed_ = fault;
    failed_at_ = Clock::now();
    return std::unexpected(std::move(fault));
  };
  const auto document = read_from(openid::discovery_uri(settings_.issuer), openid::k_most_document_bytes);
  if (!document) return failed(document.error());
  auto read = openid::read_provider(*document, settings_.issuer);
  if (!read) return failed(misconfigured(read.error()));
  told_ = *std::move(read);
  told_at_ = Clock::now();
  failed_.reset();
  return *told_;
}

OpenIdResult<OpenIdProvider::Keys> OpenIdProvider::keys(bool again) {
  const auto told = provider();
  if (!told) return std::unexpected(told.error());
  const std::scoped_lock lock(asking_);
  const auto at = Clock::now();
  // So that tokens with made-up names of keys can't make us ask the provider all the time.
  const bool may_again = again && (new_keys_at_ == Clock::time_point() || at - new_keys_at_ >= k_between_new_keys);
  if (keys_ && at - keys_at_ < k_kept && !may_again) return keys_;
  if (again) new_keys_at_ = at;
  const auto text = read_from(told->keys_uri, openid::k_most_key_set_bytes);
  if (!text) return std::unexpected(text.error());
  auto read = openid::read_key_set(*text);
  if (!read) return std::unexpected(misconfigured(read.error()));
  keys_ = std::make_shared<const openid::KeySet>(*std::move(read));
  keys_at_ = Clock::now();
  return keys_;
}

OpenIdResult<std::string> OpenIdProvider::read_from(const std::string& uri, std::size_t most_bytes,
                                                    const std::string& bearer) {
  fetch::Request request{.url = uri, .headers = {{"Accept", "application/json"}}, .limits = k_limits};
  request.limits.answer_bytes = most_bytes;
  if (!bearer.empty()) request.headers.add("Authorization", "Bearer " + bearer);
  auto answer = fetch::fetch(request, rules_, stop_.get_token());
  if (!answer) {
    const bool reached = answer.error().code != Code::io;
    return std::unexpected(OpenIdFault{.problem = reached ? OpenIdProblem::misconfigured : OpenIdProblem::provider_down,
                                       .why = answer.error().message});
  }
  if (answer->status == 200) return std::move(answer->body);
  const bool its_own = answer->status >= 500 || answer->status == 429;
  return std::unexpected(OpenIdFault{.problem = its_own ? OpenIdProblem::provider_down : OpenIdProblem::misconfigured,
                                     .why = fmt::format("{} answered {}", fetch::host_of(uri), answer->status)});
}

OpenIdResult<openid::Tokens> OpenIdProvider::tokens_for(std::string_view code, const openid::Bond& bond) {
  const auto told = provider();
  if (!told) return std::unexpected(told.error());
  openid::TokenRequest asked = openid::token_request(*told, client_, code, bond.verifier);
  fetch::Request request{
      .method = "POST",
      .url = std::move(asked.uri),
      .headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
      .body = std::move(asked.body),
      .limits = k_limits};
  request.limits.answer_bytes = openid::k_most_tokens_bytes;
  if (!asked.authorization.empty()) request.headers.add("Authorization", std::move(asked.authorization));
  const auto answer = fetch::fetch(request, rules_, stop_.get_token());
  if (!answer) {
    return std::unexpected(
        OpenIdFault{.problem = OpenIdProblem::provider_down, .why = "token endpoint: " + answer.error().message});
  }
  if (answer->status != 200) return std::unexpected(refused_code(*answer));
  auto tokens = openid::read_tokens(answer->body);
  if (!tokens)
    return std::unexpected(OpenIdFault{.problem = OpenIdProblem::not_trusted, .why = tokens.error().message});
  return *std::move(tokens);
}

OpenIdResult<nlohmann::json> OpenIdProvider::claims_of(const openid::Tokens& tokens, const openid::Bond& bond) {
  const openid::Expected expected{
      .issuer = settings_.issuer, .client_id = client_.id, .nonce = bond.nonce, .now = now()};
  for (const bool again : {false, true}) {
    const auto held = keys(again);
    if (!held) return std::unexpected(held.error());
    auto claims = openid::id_token_claims(tokens.id_token, **held, expected);
    if (claims) return *std::move(claims);
    // A key that is not known may be a new one.
    if (claims.error().code == Code::not_found && !again) continue;
    return std::unexpected(OpenIdFault{.problem = OpenIdProblem::not_trusted, .why = claims.error().message});
  }
  return std::unexpected(OpenIdFault{});
}

}  // namespace bellwether::api
