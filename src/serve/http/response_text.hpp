// A response as bytes: the head, and the pieces of a body whose length nobody knows yet.
#pragma once

#include "serve/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::http {

/// How the body goes: with its length told ahead, in chunks, or until the connection closes (HTTP/1.0).
enum class Framing : std::uint8_t { length, chunks, until_close };

struct HeadFacts {
  std::string_view request_id = {};
  std::string_view date = {};  ///< as date_text() makes it
  Framing framing = Framing::length;
  bool stays = true;  ///< the connection may be used again
  bool is_http_1_0 = false;
};

/// Status line and fields with the empty line that ends them. Nothing where a field can't be written as it is, or the
/// status is none: what would break out of its line never reaches a client.
[[nodiscard]] std::optional<std::string> head_text(const Response& response, const HeadFacts& facts);
/// Whether a response to that method carries a body at all.
[[nodiscard]] bool has_body(std::string_view method, int status);

void add_chunk(std::string& to, std::string_view bytes);  ///< nothing for no bytes
inline constexpr std::string_view k_last_chunk = "0\r\n\r\n";

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7).
[[nodiscard]] std::string date_text(std::int64_t seconds_since_1970);

}  // namespace bellwether::http
