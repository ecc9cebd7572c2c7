// What a provider tells of itself at ISSUER/.well-known/openid-configuration (OpenID Connect Discovery 1.0).
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::openid {

/// How a client with a secret says who it is at the token endpoint.
enum class SecretGoes : std::uint8_t {
  in_header,  ///< client_secret_basic, also where the provider does not say
  in_body,    ///< client_secret_post
};

struct Provider {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string keys_uri;           ///< jwks_uri
  std::string userinfo_endpoint;  ///< empty: there is none
  SecretGoes secret_goes = SecretGoes::in_header;
};

inline constexpr std::size_t k_most_document_bytes = 256 << 10;

/// Where the document of an issuer stands. The issuer is an https address, or http inside the house; it may have a path.
[[nodiscard]] std::string discovery_uri(std::string_view issuer);

/// Whether this is an address that a provider may name: absolute, https (or http where the issuer itself is), without user or fragment.
[[nodiscard]] bool is_endpoint(std::string_view uri, std::string_view issuer);

/// Reads the document. Errors: `bad_input` where it is none, names another issuer than `issuer` (letter by letter, as the standard asks),
/// lacks an endpoint, or names one that a provider of this issuer may not; `too_large`.
[[nodiscard]] Result<Provider> read_provider(std::string_view json, std::string_view issuer);

}  // namespace bellwether::openid
