// What went wrong, as RFC 9457 problem details: application/problem+json with title, status, detail and the request's
// id.
#pragma once

#include "base/result.hpp"
#include "serve/http/message.hpp"

#include <string>
#include <string_view>

namespace bellwether::http {

/// `detail` says what was wrong and how to put it right. Its body: {"title", "status", "detail", "request_id"}.
[[nodiscard]] Response problem(int status, std::string_view detail, std::string_view request_id);

/// Of an error: message, where and mend in one detail. The status goes by its code: bad_input 400, not_found 404,
/// conflict 409, too_large 413, unsupported and not_enough 422, full 503, withheld 403, everything else 500.
[[nodiscard]] Response problem(const Error& error, std::string_view request_id);

}  // namespace bellwether::http
