#include "serve/api/by_worker.hpp"

#include "serve/http/problem.hpp"

#include <utility>

namespace bellwether::api {

void by_worker(House& house, std::string_view request_id, const http::Reply& reply, std::function<void()> work) {
  if (house.workers().submit(std::move(work))) return;
  reply(busy("too many questions wait already: ask again in a few seconds", request_id));
}

void answer_by_worker(House& house, std::string_view request_id, const http::Reply& reply,
                      std::function<http::Response()> find) {
  by_worker(house, request_id, reply, [reply, find = std::move(find)] { reply(find()); });
}

http::Response busy(std::string_view why, std::string_view request_id) {
  http::Response response = http::problem(503, why, request_id);
  response.headers.add("Retry-After", "2");
  return response;
}

}  // namespace bellwether::api
