// Passwords: which will do, and the slow hash that is kept of them.
//
//   if (auto checked = check_password(password, {name, email}); !checked) …   // says what to choose instead
//   auto hash = hash_password(password);
//   is_password(*hash, told)                                                  // about a tenth of a second, right or wrong
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::guard {

/// Bytes. Length is what makes a password hard to guess (NIST SP 800-63B); no rule asks for digits or signs.
inline constexpr std::size_t k_fewest_password_bytes = 12;
inline constexpr std::size_t k_most_password_bytes = 1024;

/// Whether it will do for somebody of these names and addresses. Error: `bad_input` that says what to choose, and never quotes what was
/// chosen: too short or long, one of their own names, a letter or a few again and again, a run of the keyboard, or one of the most used
/// words with digits around it.
[[nodiscard]] Result<void> check_password(std::string_view password, std::span<const std::string_view> own_words);

/// Argon2id (RFC 9106) with 64 MiB and two rounds, which is more than OWASP asks for; salt and costs stand in the text.
/// Errors: `bad_input` for more than k_most_password_bytes; `full` where there is not so much memory.
[[nodiscard]] Result<std::string> hash_password(std::string_view password);

/// Takes as long for a wrong password as for the right one; an empty hash is nobody's, and takes as long, too.
[[nodiscard]] bool is_password(const std::string& hash, std::string_view password);

/// Whether a hash was made with other costs than today's: made anew when its owner next signs in.
[[nodiscard]] bool needs_rehash(const std::string& hash);

}  // namespace bellwether::guard
