#include "serve/api/router.hpp"

#include "base/text.hpp"
#include "serve/api/entrance.hpp"
#include "serve/api/key_rates.hpp"
#include "serve/http/problem.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

using http::Request;
using http::Response;
using http::Route;

using Parts = std::vector<std::string>;

Parts parts_of(std::string_view path) {
  Parts parts;
  for (const std::string_view part : split(path.substr(1), '/')) parts.emplace_back(part);
  return parts;
}

bool is_name(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

bool fits(const Parts& parts, const std::vector<std::string>& segments) {
  return std::ranges::equal(parts, segments, [](const std::string& part, const std::string& segment) {
    return is_name(part) ? !segment.empty() : part == segment;
  });
}

std::map<std::string, std::string, std::less<>> named(const Parts& parts, const std::vector<std::string>& segments) {
  std::map<std::string, std::string, std::less<>> names;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_name(parts[i])) names.emplace(parts[i].substr(1, parts[i].size() - 2), segments[i]);
  }
  return names;
}

class ApiRouter {
 public:
  ApiRouter(House& house, std::shared_ptr<const std::vector<Operation>> table, Pages pages, double rate)
      : house_(house), table_(std::move(table)), pages_(std::move(pages)), rates_(rate) {
    for (const Operation& operation : *table_) parts_.push_back(parts_of(operation.path));
  }

  Route operator()(const Request& head) const {
    const std::string method = head.method == "HEAD" ? "GET" : head.method;
    std::string allowed;
    std::string_view pattern;
    for (std::size_t i = 0; i < table_->size(); ++i) {
      if (!fits(parts_[i], head.segments)) continue;
      const Operation& operation = (*table_)[i];
      if (operation.method == method) return route_to(operation, parts_[i], head);
      pattern = operation.path;
      allowed += (allowed.empty() ? "" : ", ") + operation.method;
    }
    if (allowed.empty()) {
      if (auto page = pages_.find(head)) return {.pattern = "/", .most_body_bytes = {}, .answer = *std::move(page)};
      return {.pattern = {}, .most_body_bytes = {}, .answer = not_found(head)};
    }
    Response response = http::problem(405, head.method + " is not to be had here: there is " + allowed, head.id);
    response.headers.add("Allow", allowed);
    return {.pattern = pattern, .most_body_bytes = {}, .answer = std::move(response)};
  }

 private:
  Response not_found(const Request& head) const {
    std::vector<std::string> paths;
    for (const Operation& operation : *table_) paths.push_back(operation.path);
    const std::string near = nearest(head.path, paths);
    return http::problem(404,
                         "there is nothing at this path" +
                             (near.empty() ? ": /openapi.json tells what there is" : "; did you mean " + near + "?"),
                         head.id);
  }

  Route route_to(const Operation& operation, const Parts& parts, const Request& head) const {
    Route route{.pattern = operation.path, .most_body_bytes = {}, .answer = {}};
    auto let = let_in(house_, operation, head);
    if (auto* const refused = std::get_if<Response>(&let)) {
      route.answer = std::move(*refused);
      return route;
    }
    if (const auto& key = std::get<Caller>(let).key) {
      if (const auto wait = rates_.wait_for_request(key->id, std::chrono::steady_clock::now()); wait.count() > 0) {
        route.answer = too_often(*key, wait, head);
        return route;
      }
    }
    // Shared with the function that answers, which is copied.
    auto caller = std::make_shared<Caller>(std::move(std::get<Caller>(let)));
    bool lines = false;
    if (operation.body && operation.body->any_type) {
      route.most_body_bytes = operation.body->most_bytes;
    } else if (operation.body) {
      std::string type = http::media_type(head);
      if (type.empty()) type = k_json;
      const auto known = std::ranges::find(operation.body->contents, type, &std::pair<std::string, std::string>::first);
      if (known == operation.body->contents.end()) {
        route.answer = wrong_type(operation, type, head);
        return route;
      }
      lines = operation.lines && type == k_lines;
      if (!lines) route.most_body_bytes = operation.body->most_bytes;
    }
    auto path = named(parts, head.segments);
    // The table outlives every request.
    if (lines) {
      route.answer = http::Streamed([this, &operation, path = std::move(path), caller = std::move(caller)](
                                        Request&& request, const http::BodyReader& body, http::Reply reply) {
        operation.lines(house_, {.request = std::move(request), .path = path, .caller = *caller}, body,
                        std::move(reply));
      });
    } else {
      route.answer = http::Whole(
          [this, &operation, path = std::move(path), caller = std::move(caller)](Request&& request, http::Reply reply) {
            operation.whole(house_, {.request = std::move(request), .path = path, .caller = *caller}, std::move(reply));
          });
    }
    return route;
  }

  static Response too_often(const guard::ApiKey& key, std::chrono::milliseconds wait, const Request& head) {
    Response response = http::problem(429, fmt::format("the key {} asks too often", key.id), head.id);
    response.headers.add("Retry-After", std::to_string((wait.count() + 999) / 1000));
    return response;
  }

  static Response wrong_type(const Operation& operation, const std::string& type, const Request& head) {
    std::string known;
    for (const auto& [content, schema] : operation.body->contents) known += (known.empty() ? "" : ", ") + content;
    Response response = http::problem(415, fmt::format("{} is not taken here: send {}", cut(type, 60), known), head.id);
    response.headers.add("Accept", known);
    return response;
  }

  House& house_;
  std::shared_ptr<const std::vector<Operation>> table_;
  Pages pages_;
  mutable KeyRates rates_;
  std::vector<Parts> parts_;  ///< of the operations' paths
};

}  // namespace

http::Router router_over(House& house, std::shared_ptr<const std::vector<Operation>> table, Pages pages,
                         double requests_per_second_of_key) {
  auto router =
      std::make_shared<const ApiRouter>(house, std::move(table), std::move(pages), requests_per_second_of_key);
  return [router](const Request& head) { return (*router)(head); };
}

}  // namespace bellwether::api
