#include "serve/api/metrics.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace bellwether::api {

namespace {

class Exposition {
 public:
  void head(std::string_view name, std::string_view kind, std::string_view about) {
    text_ += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, kind, about);
  }
  void value(std::string_view name, std::uint64_t value, std::string_view labels = {}) {
    text_ += fmt::format("{}{} {}\n", name, labels, value);
  }
  void one(std::string_view name, std::string_view kind, std::string_view about, std::uint64_t number) {
    head(name, kind, about);
    value(name, number);
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string metrics_of(const House& house, const http::Counters& counters) {
  Exposition out;
  out.head("bellwether_http_requests_total", "counter", "Requests that are over, by status.");
  for (const auto& [status, requests] : counters.requests_by_status) {
    out.value("bellwether_http_requests_total", requests, fmt::format("{{status=\"{}\"}}", status));
  }
  out.one("bellwether_http_connections", "gauge", "Connections open.", counters.connections_open);
  out.one("bellwether_http_connections_total", "counter", "Connections let in.", counters.connections);
  out.one("bellwether_http_connections_refused_total", "counter", "Connections not let in.",
          counters.connections_refused);
  out.one("bellwether_http_streams", "gauge", "Event streams open.", counters.streams_open);
  out.one("bellwether_http_received_bytes_total", "counter", "Bytes that came in.", counters.bytes_in);
  out.one("bellwether_http_sent_bytes_total", "counter", "Bytes that went out.", counters.bytes_out);

  const auto fill = house.inbox().fill();
  const auto moving = house.mover().progress();
  out.one("bellwether_inbox_entries", "gauge", "Entries on disk that are not in the facts yet.",
          fill.last - std::min(fill.last, moving.position));
  out.one("bellwether_inbox_bytes", "gauge", "Bytes of these.", fill.backlog_bytes);
  out.one("bellwether_inbox_queue_bytes", "gauge", "Bytes in memory that wait for the disk.", fill.queue_bytes);
  out.one("bellwether_inbox_newest_entry", "counter", "Number of the newest entry.", fill.last);
  out.one("bellwether_moved_entries_total", "counter", "Entries carried into the facts since the start.", moving.moved);
  out.one("bellwether_refused_entries_total", "counter", "Entries put aside since the start.", moving.refused);
  out.one("bellwether_mover_in_trouble", "gauge", "1 where nothing can be carried just now.", moving.trouble ? 1 : 0);
  const auto telling = house.courier().progress();
  out.one("bellwether_webhook_deliveries_waiting", "gauge", "Events that are to be sent to webhooks.", telling.waiting);
  out.one("bellwether_webhook_delivered_total", "counter", "Events that a receiver took since the start.",
          telling.delivered);
  out.one("bellwether_webhook_failed_total", "counter", "Attempts that no receiver took since the start.",
          telling.failed);
  out.one("bellwether_webhooks_in_trouble", "gauge", "1 where nothing can be sent just now.", telling.trouble ? 1 : 0);
  out.one("bellwether_snapshot", "gauge", "Newest snapshot of the facts.", house.opened().facts->snapshot());
  return std::move(out).text();
}

}  // namespace bellwether::api
