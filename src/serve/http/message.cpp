#include "serve/http/message.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace bellwether::http {

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [known, value] : fields_) {
    if (equals_ignoring_case(known, name)) return value;
  }
  return {};
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [known, value] : fields_) {
    if (equals_ignoring_case(known, name)) values.emplace_back(value);
  }
  return values;
}

std::optional<std::string_view> parameter(const Request& request, std::string_view name) {
  const auto found = std::ranges::find(request.query, name, &Parameter::name);
  if (found == request.query.end()) return {};
  return found->value;
}

std::string media_type(const Request& request) {
  const std::string_view told = request.headers.find("Content-Type").value_or("");
  return lower_ascii(trim(told.substr(0, told.find(';'))));
}

const char* reason_of(int status) {
  struct Named {
    int status;
    const char* reason;
  };
  static constexpr auto k_reasons = std::to_array<Named>({
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
  });
  const auto* const found = std::ranges::find(k_reasons, status, &Named::status);
  return found == k_reasons.end() ? "Status" : found->reason;
}

namespace {

bool is_token(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(letter) != std::string_view::npos;
}

bool is_in_a_line(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return letter == '\t' || (byte >= 0x20 && byte != 0x7F);
}

}  // namespace

bool is_writable_field(std::string_view name, std::string_view value) {
  static constexpr std::array<std::string_view, 5> k_own = {"content-length", "transfer-encoding", "connection", "date",
                                                            "x-request-id"};
  return !name.empty() && std::ranges::all_of(name, is_token) && std::ranges::all_of(value, is_in_a_line) &&
         std::ranges::none_of(k_own, [&](std::string_view own) { return equals_ignoring_case(own, name); });
}

}  // namespace bellwether::http
