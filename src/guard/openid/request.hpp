// What is asked in the code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636): the browser at the provider, then we at its
// token endpoint.
#pragma once

#include "base/result.hpp"
#include "guard/openid/provider.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::openid {

/// What binds an answer to the browser that asked; each 256 random bits, new for every sign-in.
struct Bond {
  std::string state;     ///< comes back with the code
  std::string nonce;     ///< comes back in the ID token
  std::string verifier;  ///< shown at the token endpoint; the browser saw its hash alone
};
[[nodiscard]] Bond new_bond();

/// PKCE's S256: the verifier's SHA-256 in base 64.
[[nodiscard]] std::string challenge_of(std::string_view verifier);

/// Who we are at the provider.
struct Client {
  std::string id;
  std::string secret;  ///< empty: a public client, which PKCE alone protects
  std::string redirect_uri;
};

/// Where the browser is sent. `scopes` beside "openid".
[[nodiscard]] std::string authorization_uri(const Provider& provider, const Client& client,
                                            std::span<const std::string> scopes, const Bond& bond);

/// A POST of application/x-www-form-urlencoded.
struct TokenRequest {
  std::string uri;
  std::string authorization;  ///< the header; empty: none
  std::string body;
};
[[nodiscard]] TokenRequest token_request(const Provider& provider, const Client& client, std::string_view code,
                                         std::string_view verifier);

struct Tokens {
  std::string id_token;
  std::string access_token;  ///< for userinfo; empty: there is none
};
inline constexpr std::size_t k_most_tokens_bytes = 256 << 10;
/// Reads the token endpoint's answer. Errors: `bad_input` where it is none or holds no ID token, `too_large`.
[[nodiscard]] Result<Tokens> read_tokens(std::string_view json);

/// Percent-coded for a query or form.
[[nodiscard]] std::string coded(std::string_view text);

}  // namespace bellwether::openid
