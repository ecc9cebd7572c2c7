// Whether a request comes from who it says: a signature over its bytes with a secret that both know, or the secret
// itself.
//
// Zendesk, Intercom, Typeform, GitHub, Slack and all that follow Standard Webhooks are one form with other words: an
// HMAC over the body, or over time stamp and body, written in a header in hex or base64. Compared in constant time, and
// a request that is too old is refused, so that what was once overheard can't be sent again.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "listen/hooks/request.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

struct Signature {
  enum class Method : std::uint8_t { none, hmac_sha256, hmac_sha1, shared };
  enum class Encoding : std::uint8_t { hex, base64 };
  enum class Part : std::uint8_t { text, body, timestamp, id };
  struct Piece {
    Part part = Part::text;
    std::string text;
  };

  Method method = Method::none;
  std::string secret;          ///< the name of the setting that holds it; never the secret itself
  bool base64_secret = false;  ///< the setting is base64, after an optional "whsec_"
  std::string header;          ///< where the signature, or the shared secret, stands
  std::string query;           ///< or the shared secret's parameter
  std::string prefix;          ///< before it: "sha256=", "Bearer "
  Encoding encoding = Encoding::hex;
  std::vector<Piece> over;         ///< what is signed, in order: {timestamp}.{body}
  std::string timestamp;           ///< header of the time stamp; unix seconds or ISO 8601
  std::string id;                  ///< header of the delivery's id
  std::int64_t tolerance_s = 300;  ///< how far the time stamp may be from now, to either side

  /// SHA-1 is kept for the senders that know nothing better.
  [[nodiscard]] bool is_weak() const { return method == Method::hmac_sha1; }
};

/// The request is whose it says to be. A header may hold several signatures with blanks between (Standard Webhooks,
/// while a secret is changed): one that fits is enough. Errors: `withheld` that says which header is missing, too old
/// or wrong, and never what would have been right; `bad_input` where the secret can't be used. `secret` is not looked
/// at for `none`.
[[nodiscard]] Result<void> check_signature(const Signature& signature, const HookRequest& request,
                                           std::string_view secret, Instant now);

/// The signature that a sender would write, prefix and all. For tests, and for `bellwether` to try a mapping.
/// Error: `bad_input` where the secret can't be used, or a header that is signed is missing.
[[nodiscard]] Result<std::string> signature_of(const Signature& signature, const HookRequest& request,
                                               std::string_view secret);

/// Whether two texts are the same, in a time that does not depend on where they differ, nor on their lengths but for
/// hashing them.
[[nodiscard]] bool same_in_constant_time(std::string_view a, std::string_view b);

}  // namespace bellwether::listen
