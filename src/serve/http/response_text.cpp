#include "serve/http/response_text.hpp"

#include "base/time.hpp"

#include <array>
#include <iterator>

#include <fmt/format.h>

namespace bellwether::http {

bool has_body(std::string_view method, int status) { return method != "HEAD" && status != 204 && status != 304; }

std::optional<std::string> head_text(const Response& response, const HeadFacts& facts) {
  if (response.status < 200 || response.status > 599) return {};
  std::string text;
  text.reserve(256);
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_of(response.status), facts.date);
  for (const auto& [name, value] : response.headers) {
    if (!is_writable_field(name, value)) return {};
    text.append(name).append(": ").append(value).append("\r\n");
  }
  if (facts.framing == Framing::chunks) text += "Transfer-Encoding: chunked\r\n";
  // A 304 would tell the length of what it does not send, and 204 has none by its nature.
  if (facts.framing == Framing::length && response.status != 204 && response.status != 304) {
    fmt::format_to(out, "Content-Length: {}\r\n", response.bytes().size());
  }
  if (!facts.stays) text += "Connection: close\r\n";
  if (facts.stays && facts.is_http_1_0) text += "Connection: keep-alive\r\n";
  fmt::format_to(out, "X-Request-Id: {}\r\n\r\n", facts.request_id);
  return text;
}

void add_chunk(std::string& to, std::string_view bytes) {
  if (bytes.empty()) return;
  fmt::format_to(std::back_inserter(to), "{:x}\r\n", bytes.size());
  to.append(bytes).append("\r\n");
}

std::string date_text(std::int64_t seconds_since_1970) {
  static constexpr std::array<const char*, 7> k_days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr std::array<const char*, 12> k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::int64_t k_day = 86'400;
  const Day day{static_cast<std::int32_t>(seconds_since_1970 / k_day)};
  const std::int64_t second = seconds_since_1970 % k_day;
  const YearMonthDay date = date_of(day);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", k_days.at(static_cast<std::size_t>(weekday_of(day) - 1)),
                     date.day, k_months.at(date.month - 1), date.year, second / 3600, second / 60 % 60, second % 60);
}

}  // namespace bellwether::http
