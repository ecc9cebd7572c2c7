#include "serve/http/problem.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::http {

Response problem(int status, std::string_view detail, std::string_view request_id) {
  const nlohmann::ordered_json body = {
      {"title", reason_of(status)}, {"status", status}, {"detail", detail}, {"request_id", request_id}};
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/problem+json");
  response.headers.add("Cache-Control", "no-store");
  // What a client sent may stand in the detail: where it is not UTF-8, a replacement character does.
  response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return response;
}

namespace {

int status_of(Code code) {
  switch (code) {
    case Code::bad_input:
    case Code::wrong_usage:
      return 400;
    case Code::withheld:
      return 403;
    case Code::not_found:
      return 404;
    case Code::conflict:
      return 409;
    case Code::too_large:
      return 413;
    case Code::unsupported:
    case Code::not_enough:
      return 422;
    case Code::full:
      return 503;
    case Code::io:
    case Code::damaged:
      return 500;
  }
  return 500;
}

}  // namespace

Response problem(const Error& error, std::string_view request_id) {
  std::string detail = error.message;
  if (!error.where.empty()) detail += fmt::format(" ({})", error.where);
  if (!error.mend.empty()) detail += "; " + error.mend;
  return problem(status_of(error.code), detail, request_id);
}

}  // namespace bellwether::http
