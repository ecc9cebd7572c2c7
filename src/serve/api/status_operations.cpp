// Whether the server lives, whether it can work, and how much it does.
#include "serve/api/operation.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

Operation living() {
  Operation operation = reading("/healthz", "isAlive", "Status", "Whether the server lives");
  operation.answers = {{.status = 200, .about = "It does.", .contents = {{std::string(k_json), "Health"}}}};
  operation.whole = [](House&, Call&&, const http::Reply& reply) { reply(json_response(200, {{"alive", true}})); };
  return operation;
}

Operation ready() {
  Operation operation =
      reading("/readyz", "isReady", "Status", "Whether it takes things in and carries them into the facts");
  operation.answers = {{.status = 200, .about = "It does.", .contents = {{std::string(k_json), "Ready"}}},
                       {.status = 503,
                        .about = "It can't just now: `trouble` says why; or it can't be asked, as too much waits.",
                        .contents = {{std::string(k_json), "Ready"}, {std::string(k_problem), "Problem"}}}};
  operation.whole = [](House& house, Call&&, const http::Reply& reply) {
    const auto moving = house.mover().progress();
    const auto fill = house.inbox().fill();
    reply(json_response(moving.trouble ? 503 : 200,
                        {{"ready", !moving.trouble},
                         {"waiting", fill.last - std::min(fill.last, moving.position)},
                         {"refused", moving.refused},
                         {"trouble", moving.trouble ? Json(moving.trouble->message) : Json()}}));
  };
  return operation;
}

}  // namespace

std::vector<Operation> status_operations() { return {living(), ready()}; }

}  // namespace bellwether::api
