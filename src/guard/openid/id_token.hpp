// Whether an ID token is what a sign-in asked for (OpenID Connect Core 1.0, section 3.1.3.7).
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "guard/openid/key_set.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace bellwether::openid {

struct Expected {
  std::string_view issuer;
  std::string_view client_id;
  std::string_view nonce;
  Instant now;
  std::chrono::seconds leeway{120};  ///< between the provider's clock and ours
};

/// No token counts that was made longer ago, whatever it says of its end.
inline constexpr std::chrono::seconds k_oldest_token{3'600};

/// The token's claims. Errors: as of signed_payload; `bad_input` where issuer, audience, time or nonce are not as expected.
[[nodiscard]] Result<nlohmann::json> id_token_claims(std::string_view token, const KeySet& keys,
                                                     const Expected& expected);

}  // namespace bellwether::openid
