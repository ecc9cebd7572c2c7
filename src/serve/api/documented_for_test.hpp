// Holds what the server answers against what its OpenAPI document says: every answer that a test of this module gets goes through here.
#pragma once

#include "serve/http/client_for_test.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::api {

/// What an answer says that the document does not, or the other way round: an operation or a status that isn't described, another content
/// type, a body that doesn't fit its schema or has members that the schema doesn't name; a line each. Empty: nothing. Paths that are none of the
/// document's, such as those of pages, are nobody's business here. `to_head`: there is no body to look at.
[[nodiscard]] std::string undocumented(std::string_view method, std::string_view target, const http::Answer& answer,
                                       bool to_head = false);

/// Which answers were looked at so far: operation id and status.
[[nodiscard]] std::set<std::pair<std::string, int>> answers_seen();

}  // namespace bellwether::api
