// Answers that take their time: found by a worker, or refused at once where too many wait already.
#pragma once

#include "serve/api/house.hpp"
#include "serve/http/reply.hpp"

#include <functional>
#include <string_view>

namespace bellwether::api {

/// `work` answers by itself; it is called on a worker's thread, or not at all: then the reply says 503 with Retry-After.
void by_worker(House& house, std::string_view request_id, const http::Reply& reply, std::function<void()> work);
/// Answers with what `find` returns.
void answer_by_worker(House& house, std::string_view request_id, const http::Reply& reply,
                      std::function<http::Response()> find);
/// 503 with Retry-After.
[[nodiscard]] http::Response busy(std::string_view why, std::string_view request_id);

}  // namespace bellwether::api
