// An HTTP/1.1 server: it listens, holds connections within their limits, and asks a router what becomes of each
// request.
//
//   auto server = Server::start({.listen = {*endpoint_from("127.0.0.1:8080")}}, route_of);  // reply.hpp: a router
//   …
//   (*server)->stop(std::chrono::seconds(10));
//
// Every refusal of its own (400, 408, 413, 417, 429, 431, 500, 501, 503, 505) is a problem as of RFC 9457, with the
// request's id.
#pragma once

#include "base/result.hpp"
#include "serve/http/certificate.hpp"
#include "serve/http/limits.hpp"
#include "serve/http/network.hpp"
#include "serve/http/reply.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::http {

/// A request that is over, for the access log. No personal data: neither what was asked for in words nor by whom.
struct Finished {
  std::string_view
      method;  ///< "GET"; "other" for one that RFC 9110 and 5789 do not know, "" where the head could not be read
  std::string_view pattern;  ///< the route's, or empty where none was reached
  int status = 0;            ///< 0 where the client went before there was an answer
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::chrono::microseconds duration{0};  ///< from the end of the head to the last byte that was sent
  std::string_view request_id;
  std::string_view mistake;  ///< what a router or handler threw, which only the log is told
};

/// Since the start, and now.
struct Counters {
  std::map<int, std::uint64_t> requests_by_status;  ///< 0: the client went before there was an answer
  std::uint64_t connections = 0;                    ///< let in
  std::uint64_t connections_refused = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::size_t connections_open = 0;
  std::size_t streams_open = 0;  ///< event streams
};

struct Settings {
  /// An IPv6 address takes no IPv4 connections, also not "[::]": name both where both are meant.
  std::vector<Endpoint> listen = {};
  std::optional<Certificate> certificate = {};  ///< TLS for all of them; else plain
  int threads = 1;                              ///< 1 … 256; each holds its own share of the connections
  Limits limits = {};
  Proxies proxies = {};
  std::string last_event = "event: stopping\ndata:\n\n";  ///< to every event stream when the server stops
  std::function<void(const Finished&)> on_finished =
      {};  ///< on the server's threads, several at once; must be quick, and not throw
};

class Server {
 public:
  /// Listens when it returns. Errors: `conflict` where a port is in use, `io` where there is no right to it or no such
  /// address here, `bad_input` for settings that make no sense, and those of tls_from().
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(Settings settings, Router router);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  ///< stops at once

  /// Where it listens, in the order of the settings; a port that was 0 is the one that was taken.
  [[nodiscard]] const std::vector<Endpoint>& endpoints() const;
  [[nodiscard]] Counters counters() const;
  /// Takes no more connections, closes those without a request, ends event streams with the last event, and lets
  /// requests under way finish; what is not done in time is cut off. Returns when all is over. Not to be called on a
  /// thread of the server.
  void stop(std::chrono::milliseconds grace);

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::http
