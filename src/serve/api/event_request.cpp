#include "serve/api/event_request.hpp"

#include "serve/http/target.hpp"

#include <string>
#include <utility>

namespace bellwether::api {

namespace {

constexpr std::string_view k_version_header = "ce-specversion";

/// What is no plain ASCII stands in percent signs; what is no such writing is taken as it is.
std::string event_header(const http::Request& request, std::string_view name) {
  const auto field = request.headers.find(name);
  if (!field) return {};
  return http::percent_decoded(*field).value_or(std::string(*field));
}

listen::ToldLine read_binary(listen::Intake& intake, listen::FactKind kind, const http::Request& request,
                             const listen::Sender& sender, Instant now) {
  const std::string specversion = event_header(request, k_version_header);
  const std::string id = event_header(request, "ce-id");
  const std::string source = event_header(request, "ce-source");
  const std::string type = event_header(request, "ce-type");
  const std::string time = event_header(request, "ce-time");
  const listen::EventContext context{.specversion = specversion,
                                     .id = id,
                                     .source = source,
                                     .type = type,
                                     .time = time,
                                     .datacontenttype = request.headers.find("Content-Type").value_or("")};
  return intake.read_event(context, request.body, kind, sender, now);
}

bool is_in_json_format(const http::Request& request) {
  const std::string type = http::media_type(request);
  return type == k_event || type == k_events;
}

}  // namespace

bool carries_events(const http::Request& request) {
  return is_in_json_format(request) || request.headers.find(k_version_header).has_value();
}

std::vector<listen::ToldLine> read_events(listen::Intake& intake, listen::FactKind kind, const http::Request& request,
                                          const listen::Sender& sender, Instant now) {
  if (is_in_json_format(request)) return intake.read_events(request.body, kind, sender, now);
  std::vector<listen::ToldLine> one;
  one.push_back(read_binary(intake, kind, request, sender, now));
  return one;
}

}  // namespace bellwether::api
