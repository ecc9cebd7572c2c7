// A signed text in the compact form: header.payload.signature (JWS, RFC 7515). Taken are RS256, PS256, ES256 and EdDSA with Ed25519.
#pragma once

#include "base/result.hpp"
#include "guard/openid/key_set.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::openid {

inline constexpr std::size_t k_most_token_bytes = 32 << 10;

/// The payload of a text that one of the keys signed. Errors: `not_found` where it names a key that is not in the set, which may have
/// changed since it was read; `bad_input` for all else; `too_large` above k_most_token_bytes.
[[nodiscard]] Result<std::string> signed_payload(std::string_view text, const KeySet& keys);

}  // namespace bellwether::openid
