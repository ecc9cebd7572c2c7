// How a receiver knows that it was us: signatures as Standard Webhooks has them (standardwebhooks.com, specification 1.0).
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::outbox {

/// "whsec_" and 256 random bits in base 64.
[[nodiscard]] std::string new_signing_secret();

/// "v1,…": HMAC-SHA256 of `id.timestamp.body` in base 64, the time in whole seconds since 1970.
/// Error: `bad_input` for a secret that is not "whsec_" and base 64 of 24 to 64 bytes.
[[nodiscard]] Result<std::string> signature_of(std::string_view secret, std::string_view id, Instant at,
                                               std::string_view body);

/// The header webhook-signature: one signature by each secret, with blanks between, so that the receiver may change to a new secret
/// when it likes. Errors: as signature_of().
[[nodiscard]] Result<std::string> signatures_of(std::span<const std::string> secrets, std::string_view id, Instant at,
                                                std::string_view body);

/// The header webhook-timestamp.
[[nodiscard]] std::string timestamp_of(Instant at);

}  // namespace bellwether::outbox
