// How much one client, and all together, may ask of the server. Every number may be set; the defaults suit one machine.
#pragma once

#include <chrono>
#include <cstddef>

namespace bellwether::http {

struct Limits {
  std::size_t header_bytes = 16 << 10;  ///< request line and header fields; more is 431
  std::size_t body_bytes = 1 << 20;     ///< a whole body, where a route does not say otherwise; more is 413

  /// From a request's first byte to the end of its head, then 408. So long, too, until a new connection sends its first
  /// byte, and for the TLS handshake; then it is closed.
  std::chrono::milliseconds head_time{10'000};
  /// Waited for a body in all, and a second more for each `least_bytes_per_second` that came; then 408.
  std::chrono::milliseconds body_time{20'000};
  /// Waited in all until a client takes an answer, and a second more alike; then it is cut off.
  std::chrono::milliseconds write_time{20'000};
  std::size_t least_bytes_per_second = 4 << 10;
  std::chrono::milliseconds idle_time{75'000};     ///< a connection between requests, then it is closed
  std::chrono::milliseconds answer_time{120'000};  ///< until a handler answers; then 503, and its answer goes nowhere

  std::size_t connections = 20'000;             ///< open at once; one more is answered with 503
  std::size_t connections_per_address = 1'000;  ///< one more is answered with 429; trusted proxies are not counted
  double requests_per_second = 0;   ///< of one address, in the long run; more is 429 with Retry-After; 0: no limit
  double requests_at_once = 100;    ///< of one address, after a rest
  std::size_t addresses = 100'000;  ///< remembered for the two above; those at rest are forgotten first

  std::size_t stream_bytes = 256 << 10;         ///< that wait for one slow reader of a stream; then it is dropped
  std::chrono::milliseconds heartbeat{15'000};  ///< between comments on an event stream on which nothing happens
};

}  // namespace bellwether::http
