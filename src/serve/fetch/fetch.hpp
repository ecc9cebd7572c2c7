// One request to another system, and its answer, as values.
//
//   const auto answer = fetch::fetch({.method = "POST", .url = "https://example.org/hook", .headers = {{"Content-Type", "application/json"}},
//                                     .body = "{}"}, {.allowed = {}});
//   if (!answer) … answer.error(): nobody answered, or it was not asked      if (answer->status / 100 == 2) …
//
// It speaks to the public internet alone, and to networks that are allowed. That is held against the address that is really connected
// to, so that a name that says something else a moment later leads nowhere. It follows no redirect, and takes no proxy, password or
// cookie out of the environment.
#pragma once

#include "base/result.hpp"
#include "serve/http/message.hpp"
#include "serve/http/network.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::fetch {

inline constexpr std::size_t k_most_url_bytes = 2'048;

struct Limits {
  std::chrono::milliseconds connect_time{5'000};  ///< finding the address, connecting, TLS
  std::chrono::milliseconds whole_time{15'000};   ///< until the answer is there; a resolver that hangs may take longer
  std::size_t answer_bytes = 1 << 20;             ///< of the body; a head has 64 KB at most
};

struct Request {
  std::string method = "GET";  ///< GET, HEAD, POST, PUT, PATCH or DELETE
  std::string url;             ///< http or https, without a user, a password or a fragment; at most k_most_url_bytes
  http::Headers headers = {};  ///< Host, Content-Length, Connection and such are written for it
  std::string body = {};
  Limits limits = {};
  bool keep_start_of_long_answer = false;  ///< a body that is too long is cut, and no error
};

/// Whom it may speak to, and whom it believes.
struct Rules {
  std::vector<http::Network> allowed = {};  ///< besides the public internet
  std::filesystem::path authorities =
      {};  ///< a PEM file of certificates that are believed besides the system's; empty: none
};

struct Answer {
  int status = 0;              ///< 200 … 599
  http::Headers headers = {};  ///< in the order in which they came
  std::string body = {};       ///< as it came: nothing is unpacked
  std::chrono::milliseconds took{0};
};

/// Asks, and waits for the whole answer; any status is an answer. `stop` breaks it off within a second or so.
/// Errors name the host alone, since the rest of a URL may hold a secret. `bad_input`: as of check_url, or a header that can't be
/// written; `unsupported`: all addresses of the host are of networks that are not allowed; `too_large`: the answer; `io`: not found, not
/// reached, not in time, not secure, broken off.
[[nodiscard]] Result<Answer> fetch(const Request& request, const Rules& rules, const std::stop_token& stop = {});

/// Whether a URL can be asked, as far as can be told without asking. Errors: `bad_input`; `unsupported` for an address, written as such,
/// that is not allowed.
[[nodiscard]] Result<void> check_url(std::string_view url, const Rules& rules);

/// "example.org" of a URL; empty where it is none.
[[nodiscard]] std::string host_of(std::string_view url);

}  // namespace bellwether::fetch
