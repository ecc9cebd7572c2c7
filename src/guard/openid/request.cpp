#include "guard/openid/request.hpp"

#include "guard/access/secrets.hpp"
#include "guard/base64url.hpp"

#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

namespace bellwether::openid {

namespace {

std::string to_base64(std::string_view bytes) {
  constexpr int k_variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(bytes.size(), k_variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    k_variant);
  text.resize(std::strlen(text.c_str()));
  return text;
}

std::string form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, coded(value));
  }
  return text;
}

}  // namespace

std::string coded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}

Bond new_bond() {
  return {.state = guard::new_secret(), .nonce = guard::new_secret(), .verifier = guard::new_secret()};
}

std::string challenge_of(std::string_view verifier) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
  return guard::to_base64url({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string authorization_uri(const Provider& provider, const Client& client, std::span<const std::string> scopes,
                              const Bond& bond) {
  std::string scope = "openid";
  for (const std::string& one : scopes) {
    if (one != "openid") scope += " " + one;
  }
  const std::string& at = provider.authorization_endpoint;
  return at + (at.find('?') == std::string::npos ? "?" : "&") +
         form({{"response_type", "code"},
               {"client_id", client.id},
               {"redirect_uri", client.redirect_uri},
               {"scope", scope},
               {"state", bond.state},
               {"nonce", bond.nonce},
               {"code_challenge", challenge_of(bond.verifier)},
               {"code_challenge_method", "S256"}});
}

TokenRequest token_request(const Provider& provider, const Client& client, std::string_view code,
                           std::string_view verifier) {
  TokenRequest request{.uri = provider.token_endpoint,
                       .authorization = {},
                       .body = form({{"grant_type", "authorization_code"},
                                     {"code", code},
                                     {"redirect_uri", client.redirect_uri},
                                     {"code_verifier", verifier}})};
  if (!client.secret.empty() && provider.secret_goes == SecretGoes::in_header) {
    // Both are form-coded first (RFC 6749, section 2.3.1).
    request.authorization = "Basic " + to_base64(coded(client.id) + ":" + coded(client.secret));
    return request;
  }
  request.body += "&" + form({{"client_id", client.id}});
  if (!client.secret.empty()) request.body += "&" + form({{"client_secret", client.secret}});
  return request;
}

Result<Tokens> read_tokens(std::string_view json) {
  constexpr const char* k_where = "token endpoint";
  if (json.size() > k_most_tokens_bytes) return fail(Code::too_large, "the provider's tokens are too large", k_where);
  const nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
  if (!document.is_object()) return fail(Code::bad_input, "the provider's tokens are no JSON object", k_where);
  const auto text_of = [&](const char* name) {
    const auto found = document.find(name);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Tokens tokens{.id_token = text_of("id_token"), .access_token = text_of("access_token")};
  if (tokens.id_token.empty()) return fail(Code::bad_input, "the provider gave no ID token", k_where);
  return tokens;
}

}  // namespace bellwether::openid
