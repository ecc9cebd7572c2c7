#include "guard/openid/provider.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::openid {

namespace {

using Json = nlohmann::json;

constexpr std::size_t k_most_uri_bytes = 2'000;
constexpr const char* k_where = "discovery document";
constexpr const char* k_mend = "look at ISSUER/.well-known/openid-configuration, and at the issuer under [openid]";

std::optional<std::string> text_of(const Json& document, const char* name) {
  const auto found = document.find(name);
  if (found == document.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

bool lists(const Json& document, const char* name, std::string_view word) {
  const auto found = document.find(name);
  return found != document.end() && found->is_array() &&
         std::ranges::any_of(*found, [&](const Json& one) { return one.is_string() && one == word; });
}

Result<std::string> endpoint_of(const Json& document, const char* name, std::string_view issuer) {
  auto uri = text_of(document, name);
  if (!uri) return fail(Code::bad_input, fmt::format("the provider names no {}", name), k_where, k_mend);
  if (!is_endpoint(*uri, issuer)) {
    return fail(Code::bad_input, fmt::format("the provider's {} is no address that may be asked", name), k_where,
                "it must be https://…");
  }
  return *std::move(uri);
}

}  // namespace

std::string discovery_uri(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return fmt::format("{}/.well-known/openid-configuration", issuer);
}

bool is_endpoint(std::string_view uri, std::string_view issuer) {
  constexpr std::string_view k_secure = "https://", k_plain = "http://";
  const bool plain = uri.starts_with(k_plain) && issuer.starts_with(k_plain);
  if (!plain && !uri.starts_with(k_secure)) return false;
  if (uri.size() > k_most_uri_bytes) return false;
  const bool printable = std::ranges::all_of(uri, [](char c) { return c > 0x20 && c < 0x7F; });
  if (!printable || uri.find_first_of("#\\\"<>") != std::string_view::npos) return false;
  uri.remove_prefix(plain ? k_plain.size() : k_secure.size());
  const std::string_view authority = uri.substr(0, uri.find_first_of("/?"));
  return !authority.empty() && authority.find('@') == std::string_view::npos;
}

Result<Provider> read_provider(std::string_view json, std::string_view issuer) {
  if (json.size() > k_most_document_bytes)
    return fail(Code::too_large, "the provider's document is too large", k_where);
  const Json document = Json::parse(json, nullptr, false);
  if (!document.is_object()) return fail(Code::bad_input, "the provider's document is no JSON object", k_where, k_mend);
  const auto told = text_of(document, "issuer");
  if (!told || *told != issuer) {
    return fail(Code::bad_input, "the provider calls itself by another issuer than the one that was set", k_where,
                k_mend);
  }
  Provider provider{
      .issuer = *told, .authorization_endpoint = {}, .token_endpoint = {}, .keys_uri = {}, .userinfo_endpoint = {}};
  struct Wanted {
    const char* name;
    std::string* place;
  };
  for (const Wanted& one :
       {Wanted{"authorization_endpoint", &provider.authorization_endpoint},
        Wanted{"token_endpoint", &provider.token_endpoint}, Wanted{"jwks_uri", &provider.keys_uri}}) {
    auto uri = endpoint_of(document, one.name, issuer);
    if (!uri) return std::unexpected(uri.error());
    *one.place = *std::move(uri);
  }
  if (document.contains("userinfo_endpoint")) {
    auto uri = endpoint_of(document, "userinfo_endpoint", issuer);
    if (!uri) return std::unexpected(uri.error());
    provider.userinfo_endpoint = *std::move(uri);
  }
  constexpr const char* k_methods = "token_endpoint_auth_methods_supported";
  if (lists(document, k_methods, "client_secret_post") && !lists(document, k_methods, "client_secret_basic")) {
    provider.secret_goes = SecretGoes::in_body;
  }
  return provider;
}

}  // namespace bellwether::openid
