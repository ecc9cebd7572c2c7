// The second factor as arithmetic: codes of six digits that an app shows for half a minute, and recovery codes for when it is lost.
// Source: RFC 4226 (HOTP), RFC 6238 (TOTP, HMAC-SHA-1 and 30 seconds, which every app knows), RFC 4648 (base 32).
#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::guard {

inline constexpr std::int64_t k_step_seconds = 30;
inline constexpr int k_code_digits = 6;
inline constexpr std::size_t k_recovery_codes = 10;

/// 160 random bits in base 32, as apps take them.
[[nodiscard]] std::string new_code_secret();

[[nodiscard]] std::string to_base_32(std::string_view bytes);  ///< without padding
/// Blanks, lower case and padding are taken, too. Nothing for what is no base 32.
[[nodiscard]] std::optional<std::string> from_base_32(std::string_view text);

/// Which half minute it is.
[[nodiscard]] std::int64_t step_at(Instant at);
/// The code of a step: `digits` digits. `secret` in bytes.
[[nodiscard]] std::string code_of(std::string_view secret, std::int64_t step, int digits = k_code_digits);

/// The step that a code is of: this one, the one before or the one after, and later than `used`; nothing where it fits none. Compares
/// with all three in constant time. `secret` in base 32.
[[nodiscard]] std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, Instant at,
                                                       std::int64_t used);

/// What a QR code shows: "otpauth://totp/Bellwether:ada%40example.org?secret=…&issuer=Bellwether".
[[nodiscard]] std::string code_uri(std::string_view secret, std::string_view account, std::string_view issuer);

/// k_recovery_codes of 79 bits each: "k7f3-m2q9-xdrw-5hpn".
[[nodiscard]] std::vector<std::string> new_recovery_codes();
/// As it was made, whatever blanks, dashes and capitals somebody typed.
[[nodiscard]] std::string plain_recovery_code(std::string_view typed);

}  // namespace bellwether::guard
