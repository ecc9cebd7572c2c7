#include "serve/api/answer_later.hpp"

#include "base/text.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

void answer_later(House& house, const std::string& request_id, const http::Reply& reply,
                  std::function<http::Response()> work) {
  do_later(house, request_id, reply, [reply, work = std::move(work)] { reply(work()); });
}

void do_later(House& house, const std::string& request_id, const http::Reply& reply, std::function<void()> work) {
  if (house.workers().submit(std::move(work))) return;
  http::Response busy = http::problem(503, "too much waits already: ask again in a few seconds", request_id);
  busy.headers.add("Retry-After", "2");
  reply(std::move(busy));
}

Result<Json> object_in(const std::string& body, std::initializer_list<std::string_view> known) {
  Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return fail(Code::bad_input, "the body is no JSON object", "body");
  if (auto checked = check_members(json, known); !checked) return std::unexpected(checked.error());
  return json;
}

Result<void> check_members(const Json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    return fail(Code::bad_input, fmt::format("there is no \"{}\" here", cut(name, 40)), "body",
                "there are " + join(names, ", "));
  }
  return {};
}

Result<std::string> text_in(const Json& object, const std::string& name) {
  auto text = text_or_none_in(object, name);
  if (!text) return std::unexpected(text.error());
  if (!*text) return fail(Code::bad_input, name + " is missing", name);
  return **std::move(text);
}

Result<std::optional<std::string>> text_or_none_in(const Json& object, const std::string& name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) return fail(Code::bad_input, name + " is a text", name, "put it in quotes");
  return found->get<std::string>();
}

http::Response nothing_more() {
  http::Response response;
  response.status = 204;
  return response;
}

}  // namespace bellwether::api
