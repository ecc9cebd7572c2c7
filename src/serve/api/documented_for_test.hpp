// Holds what the server answers against what its OpenAPI document says: every answer that a test of this module gets goes through here. When
// all tests have run, whatever the document promises must have been answered to one of them.
#pragma once

#include "serve/http/client_for_test.hpp"

#include <string>
#include <string_view>

namespace bellwether::api {

/// What an answer says that the document does not, or the other way round: an operation or a status that isn't described, another content
/// type, a body that doesn't fit its schema or has members that the schema doesn't name; a line each. Empty: nothing. Paths that are none of the
/// document's, such as those of pages, are nobody's business here. `to_head`: there is no body to look at.
[[nodiscard]] std::string undocumented(std::string_view method, std::string_view target, const http::Answer& answer,
                                       bool to_head = false);

}  // namespace bellwether::api
