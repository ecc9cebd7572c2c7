// From a request's head to who answers it: which operation, and whether this caller may.
#pragma once

#include "serve/api/house.hpp"
#include "serve/api/operation.hpp"
#include "serve/http/reply.hpp"

#include <memory>
#include <vector>

namespace bellwether::api {

/// 404 for a path that no operation has (the nearest is named), 405 with Allow, 401 with WWW-Authenticate for nobody, 403 where the
/// right is not theirs (entrance.hpp), 415 for another content type. The house and the table must outlive the server.
[[nodiscard]] http::Router router_over(House& house, std::shared_ptr<const std::vector<Operation>> table);

}  // namespace bellwether::api
