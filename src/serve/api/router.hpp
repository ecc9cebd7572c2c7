// From a request's head to who answers it: which operation, and whether this caller may.
#pragma once

#include "serve/api/house.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/pages.hpp"
#include "serve/http/reply.hpp"

#include <memory>
#include <vector>

namespace bellwether::api {

/// A path that no operation has is a page's, where there are pages; else 404 (the nearest is named), 405 with Allow, 401 with
/// WWW-Authenticate for nobody, 403 where the right is not theirs (entrance.hpp), 429 where a key asks too often, 415 for another content
/// type. The house and the table must outlive the server.
[[nodiscard]] http::Router router_over(House& house, std::shared_ptr<const std::vector<Operation>> table,
                                       Pages pages = {}, double requests_per_second_of_key = 0);

}  // namespace bellwether::api
