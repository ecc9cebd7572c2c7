// The provider's public keys (JWKS, RFC 7517), as OpenSSL holds them.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/types.h>

namespace bellwether::openid {

enum class KeyKind : std::uint8_t { rsa, p256, ed25519 };

struct FreesKey {
  void operator()(EVP_PKEY* key) const noexcept;
};

struct Key {
  std::string id;         ///< "kid"; empty: it has none
  std::string algorithm;  ///< "alg"; empty: any that goes with its kind
  KeyKind kind = KeyKind::rsa;
  std::unique_ptr<EVP_PKEY, FreesKey> key;
};

using KeySet = std::vector<Key>;

inline constexpr std::size_t k_most_key_set_bytes = 256 << 10;
inline constexpr std::size_t k_most_keys = 100;

/// Reads a set. Keys that are not for signatures, of a kind that is not known here, or weak (RSA below 2,048 bits, or above 8,192, which
/// would take too long; a point that is not on its curve) are left out, as the standard asks. Errors: `bad_input` where it is no set, or
/// no key is left; `too_large`.
[[nodiscard]] Result<KeySet> read_key_set(std::string_view json);

}  // namespace bellwether::openid
