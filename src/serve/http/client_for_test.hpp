// A client that sends what it is told, byte by byte, and shows what comes back. For tests of the server: no client of a
// library would send half a head.
#pragma once

#include "serve/http/network.hpp"

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bellwether::http {

struct Answer {
  int status = 0;  ///< 0: there was none
  std::string head;
  std::string body;  ///< chunks taken off
  bool is_complete = false;

  /// Of a header field; empty where there is none.
  [[nodiscard]] std::string field(std::string_view name) const {
    const std::string start = "\r\n" + std::string(name) + ": ";
    const std::size_t at = head.find(start);
    if (at == std::string::npos) return {};
    return head.substr(at + start.size(), head.find("\r\n", at + 2) - at - start.size());
  }
};

/// Generous: a test that waits so long has failed.
inline constexpr int k_patience_ms = 60'000;

class Client {
 public:
  explicit Client(const Endpoint& to, int receive_buffer_bytes = 0) {
    const bool four = to_text(to.address).find(':') == std::string::npos;
    socket_ = ::socket(four ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer_bytes > 0)
      setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof(receive_buffer_bytes));
    if (four) {
      sockaddr_in at{};
      at.sin_family = AF_INET;
      at.sin_port = htons(to.port);
      inet_pton(AF_INET, to_text(to.address).c_str(), &at.sin_addr);
      is_connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof(at)) == 0;
    } else {
      sockaddr_in6 at{};
      at.sin6_family = AF_INET6;
      at.sin6_port = htons(to.port);
      inet_pton(AF_INET6, to_text(to.address).c_str(), &at.sin6_addr);
      is_connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof(at)) == 0;
    }
  }
  Client(Client&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)),
        is_connected_(other.is_connected_),
        waiting_(std::move(other.waiting_)) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client& operator=(Client&&) = delete;
  ~Client() { close(); }

  [[nodiscard]] bool is_connected() const { return is_connected_; }
  [[nodiscard]] int socket() const { return socket_; }
  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  /// Closes so that the server is told at once that nobody reads (RST).
  void abort() {
    const linger now{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    close();
  }
  void end_sending() { shutdown(socket_, SHUT_WR); }

  /// False where the server takes nothing more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      pollfd ready{.fd = socket_, .events = POLLOUT, .revents = 0};
      if (poll(&ready, 1, k_patience_ms) <= 0) return false;
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Reads until the text is there; what was read up to its end, or all that came where it never does.
  std::string read_until(std::string_view end) {
    std::size_t at = waiting_.find(end);
    while (at == std::string::npos && read_more()) at = waiting_.find(end);
    return take(at == std::string::npos ? waiting_.size() : at + end.size());
  }
  /// All until the server closes.
  std::string read_all() {
    while (read_more()) {
    }
    return std::exchange(waiting_, {});
  }
  /// True once the server has closed and nothing is left to be read.
  bool is_closed() { return waiting_.empty() && !read_more(); }

  /// The next response. `to_head`: it answers a HEAD request, and has no body.
  Answer read(bool to_head = false) {
    Answer answer;
    answer.head = read_until("\r\n\r\n");
    if (!answer.head.starts_with("HTTP/1.1 ") || !answer.head.ends_with("\r\n\r\n")) return answer;
    answer.status = std::atoi(answer.head.c_str() + std::string_view("HTTP/1.1 ").size());
    if (to_head || answer.status == 204 || answer.status == 304 || answer.status < 200) {
      answer.is_complete = true;
    } else if (answer.field("Transfer-Encoding") == "chunked") {
      read_chunks(answer);
    } else if (const std::string length = answer.field("Content-Length"); !length.empty()) {
      const auto size = static_cast<std::size_t>(std::atoll(length.c_str()));
      while (waiting_.size() < size && read_more()) {
      }
      answer.is_complete = waiting_.size() >= size;
      answer.body = take(std::min(size, waiting_.size()));
    } else {
      answer.body = read_all();
      answer.is_complete = true;
    }
    return answer;
  }
  /// The next chunk of a streamed body; nothing at its end, or where it breaks off.
  std::optional<std::string> read_chunk() {
    const std::string line = read_until("\r\n");
    if (!line.ends_with("\r\n")) return {};
    const std::size_t size = std::strtoull(line.c_str(), nullptr, 16);
    while (waiting_.size() < size + 2 && read_more()) {
    }
    if (waiting_.size() < size + 2 || size == 0) {
      is_at_end_ = size == 0 && waiting_.size() >= 2;
      take(std::min<std::size_t>(2, waiting_.size()));
      return {};
    }
    std::string chunk = take(size + 2);
    chunk.resize(size);
    return chunk;
  }
  Answer ask(std::string_view request) {
    send(request);
    return read();
  }

 private:
  void read_chunks(Answer& answer) {
    while (auto chunk = read_chunk()) answer.body += *chunk;
    answer.is_complete = is_at_end_;
  }
  bool read_more() {
    pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, k_patience_ms) <= 0) {
      ADD_FAILURE() << "the server neither answers nor closes; so far: " << waiting_.substr(0, 200);
      return false;
    }
    char bytes[16 << 10];
    const ssize_t got = recv(socket_, bytes, sizeof(bytes), 0);
    if (got <= 0) return false;
    waiting_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }
  std::string take(std::size_t size) {
    std::string taken = waiting_.substr(0, size);
    waiting_.erase(0, size);
    return taken;
  }

  int socket_ = -1;
  bool is_connected_ = false;
  bool is_at_end_ = false;
  std::string waiting_;
};

}  // namespace bellwether::http
