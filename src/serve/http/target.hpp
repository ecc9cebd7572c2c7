// What a request asks for: its target taken apart and decoded, or refused.
#pragma once

#include "base/result.hpp"
#include "serve/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::http {

struct Target {
  std::string host;  ///< of the absolute form, else empty
  std::string path;  ///< as sent, from the first "/" up to the "?"; "*" for OPTIONS *
  std::vector<std::string> segments;
  std::vector<Parameter> query;
};

/// Takes apart the origin form ("/v1/signals?after=3"), the absolute form ("http://host/v1/signals") and "*" (RFC 9112
/// §3.2). In a query "+" is a space. An empty segment in the middle or a slash at the end stays, as an empty segment.
/// Errors: `bad_input` for another form, a bad escape, text that is not UTF-8, a NUL, or a segment that is "." or ".."
/// or holds a slash once decoded: no route needs them, and files are served from names.
[[nodiscard]] Result<Target> target_from(std::string_view text);

/// Each "%" with two hex digits as the byte that it stands for. Error: `bad_input` as above.
[[nodiscard]] Result<std::string> percent_decoded(std::string_view text);

}  // namespace bellwether::http
